update reintegration.projected_case set valid_until = 'epoch'
 where case_id in (select case_id from reintegration.projection_parked)
