-- $1 cases, $2 generations.
select case_id, generation, audience, key, concerns, body, released from reintegration.projected_row
 where case_id = any($1) and generation = any($2)
