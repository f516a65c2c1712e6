-- $1 cases that are folded afresh, $2 generations. Rows that wait at an event stay as they are.
delete from reintegration.projected_row as old
 where case_id = any($1) and generation = any($2)
   and not exists (select from reintegration.projection_parked as parked
                    where parked.audience = old.audience and parked.case_id = old.case_id)
