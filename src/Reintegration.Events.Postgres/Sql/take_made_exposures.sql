insert into reintegration.exposure as old (event, agency, steps)
select made.event, made.agency, made.steps from reintegration.exposure_made as made
 where not exists (select from reintegration.exposure as same
                    where same.event = made.event and same.agency = made.agency and same.steps = made.steps)
on conflict (event, agency) do update set steps = excluded.steps
