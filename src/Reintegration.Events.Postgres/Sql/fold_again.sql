-- $1 cases. Those that are being written just now are folded anyhow.
update reintegration.projected_case set valid_until = 'epoch'
 where case_id in (select case_id from reintegration.projected_case where case_id = any($1) for update skip locked)
