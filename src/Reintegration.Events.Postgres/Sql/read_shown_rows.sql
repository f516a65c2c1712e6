-- $1 cases, $2 view, $3 version. The audience is not asked for here: the database shows no other's.
select case_id, key, valid_until, concerns, body, released, generation from reintegration.shown_row
 where case_id = any($1)
   and generation = (select generation from reintegration.projection_build where view = $2 and version = $3 and state = 'serving')
