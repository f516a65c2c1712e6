-- $1 after, $2 up to and including.
select event.position, event.version, event.leaf, stream.owner, stream.case_id, envelope.id, envelope.type, envelope.body, sealed.facts
  from reintegration.event
  join reintegration.stream on stream.id = event.stream
  join reintegration.envelope on envelope.position = event.position
  join reintegration.sealed on sealed.position = event.position
 where event.position > $1 and event.position <= $2
 order by event.position
