-- $1 cases, $2 generations: rows that are folded on.
select case_id, generation, audience, key, body, valid_until from reintegration.projected_row
 where case_id = any($1) and generation = any($2)
