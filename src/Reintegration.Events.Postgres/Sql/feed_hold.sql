-- $1 holder, $2 for how long. A row comes back to whoever holds the lease now; a new holder begins a new epoch.
update reintegration.feed_writer
   set epoch = epoch + case when holder is not distinct from $1 then 0 else 1 end, holder = $1, until = clock_timestamp() + $2
 where holder is not distinct from $1 or holder is null or until < clock_timestamp()
returning epoch, position, instant
