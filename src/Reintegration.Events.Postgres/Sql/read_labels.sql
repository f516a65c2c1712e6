-- $1 after, $2 up to and including.
select position, name, value from reintegration.label where position > $1 and position <= $2
