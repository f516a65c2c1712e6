-- $1 after, $2 up to and including.
select position, leaf from reintegration.event where position > $1 and position <= $2 order by position
