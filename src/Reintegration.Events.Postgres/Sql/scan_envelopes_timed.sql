-- $1 types (null: all), $2 after, $3 up to and including. As scan_envelopes, with version and leaf, which says when it was recorded.
select envelope.position, stream.owner, stream.case_id, envelope.id, envelope.type, envelope.body, event.version, event.leaf
  from reintegration.envelope
  join reintegration.event on event.position = envelope.position
  join reintegration.stream on stream.id = envelope.stream
 where envelope.position > $2 and envelope.position <= $3 and ($1::text[] is null or envelope.type = any($1))
 order by envelope.position
