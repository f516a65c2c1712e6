-- $1 owner, $2 case, $3 after, $4 limit.
select event.position, event.version, event.leaf, stream.owner, stream.case_id, envelope.id, envelope.type, envelope.body, sealed.facts
  from reintegration.event
  join reintegration.stream on stream.id = event.stream
  join reintegration.envelope on envelope.position = event.position
  join reintegration.sealed on sealed.position = event.position
 where event.position in (
         select known.position
           from reintegration.envelope as known
          where known.stream = (select id from reintegration.stream where owner = $1 and case_id = $2) and known.position > $3
          order by known.position limit $4)
 order by event.position
