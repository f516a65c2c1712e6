-- $1 cases that were folded afresh, $2 and $3 the audiences and cases that still cannot be.
delete from reintegration.projection_parked as parked
 where case_id = any($1)
   and not exists (select from unnest($2::text[], $3::uuid[]) as still(audience, case_id)
                    where still.audience = parked.audience and still.case_id = parked.case_id)
