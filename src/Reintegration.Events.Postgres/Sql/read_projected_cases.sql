-- $1 cases.
select case_id, position, epoch, valid_until from reintegration.projected_case where case_id = any($1)
