-- $1 types (null: all), $2 after, $3 up to and including. What decisions look at, and nothing that is sealed.
select envelope.position, stream.owner, stream.case_id, envelope.id, envelope.type, envelope.body
  from reintegration.envelope
  join reintegration.stream on stream.id = envelope.stream
 where envelope.position > $2 and envelope.position <= $3 and ($1::text[] is null or envelope.type = any($1))
 order by envelope.position
