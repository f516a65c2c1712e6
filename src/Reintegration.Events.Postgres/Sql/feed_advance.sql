-- $1 epoch, $2 position before, $3 position after, $4 instant, $5 for how long. No row: the lease is another's by now.
update reintegration.feed_writer set position = $3, instant = $4, until = clock_timestamp() + $5
 where epoch = $1 and position = $2
