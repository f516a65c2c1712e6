-- $1 digest of the name.
select event.position, event.version, event.leaf, stream.owner, stream.case_id, envelope.id, envelope.type, envelope.body, sealed.facts
  from reintegration.event
  join reintegration.stream on stream.id = event.stream
  join reintegration.envelope on envelope.position = event.position
  join reintegration.sealed on sealed.position = event.position
 where event.name_digest = $1
