-- $1 generation, $2 how many at most.
delete from reintegration.projected_row
 where ctid = any(array(select ctid from reintegration.projected_row where generation = $1 limit $2))
