-- $1 events, $2 agencies, pair by pair.
select exposure.event, exposure.agency, exposure.steps
  from unnest($1::uuid[], $2::text[]) as asked(event, agency)
  join reintegration.exposure on exposure.event = asked.event and exposure.agency = asked.agency
