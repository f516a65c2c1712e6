-- $1 cases.
select audience, case_id from reintegration.projection_parked where case_id = any($1)
