-- $1 case (nil: about no case), $2 types (null: all), $3 after.
select event.position, event.version, event.leaf, stream.owner, stream.case_id, envelope.id, envelope.type, envelope.body, sealed.facts
  from reintegration.event
  join reintegration.stream on stream.id = event.stream
  join reintegration.envelope on envelope.position = event.position
  join reintegration.sealed on sealed.position = event.position
 where event.position in (
         select known.position
           from reintegration.stream as wanted
           join reintegration.envelope as known on known.stream = wanted.id
          where wanted.case_id = $1 and known.position > $3 and ($2::text[] is null or known.type = any($2)))
 order by event.position
