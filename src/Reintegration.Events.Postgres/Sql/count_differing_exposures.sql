select (select count(*) from reintegration.exposure_made as made
         where not exists (select from reintegration.exposure as old
                            where old.event = made.event and old.agency = made.agency and old.steps = made.steps))
     + (select count(*) from reintegration.exposure as old
         where not exists (select from reintegration.exposure_made as made
                            where made.event = old.event and made.agency = old.agency))
