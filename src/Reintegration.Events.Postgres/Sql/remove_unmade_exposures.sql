delete from reintegration.exposure as old
 where not exists (select from reintegration.exposure_made as made where made.event = old.event and made.agency = old.agency)
