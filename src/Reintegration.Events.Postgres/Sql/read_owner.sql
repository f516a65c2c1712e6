-- $1 owner, $2 after, $3 limit.
select event.position, event.version, event.leaf, stream.owner, stream.case_id, envelope.id, envelope.type, envelope.body, sealed.facts
  from reintegration.event
  join reintegration.stream on stream.id = event.stream
  join reintegration.envelope on envelope.position = event.position
  join reintegration.sealed on sealed.position = event.position
 where event.position in (
         select position from reintegration.envelope where owner = $1 and position > $2 order by position limit $3)
 order by event.position
