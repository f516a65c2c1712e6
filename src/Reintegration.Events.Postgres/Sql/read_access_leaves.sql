-- $1 after, $2 up to and including.
select position, leaf from reintegration.access_leaf where position > $1 and position <= $2 order by position
