-- $1 events, $2 agencies, pair by pair.
select exposure_made.event, exposure_made.agency, exposure_made.steps
  from unnest($1::uuid[], $2::text[]) as asked(event, agency)
  join reintegration.exposure_made on exposure_made.event = asked.event and exposure_made.agency = asked.agency
