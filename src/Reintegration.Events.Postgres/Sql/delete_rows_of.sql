-- $1 cases, $2 generations.
delete from reintegration.projected_row where case_id = any($1) and generation = any($2)
