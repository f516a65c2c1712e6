-- $1 digests of names. The envelope may have been erased: then no request digest and no type remain.
select event.name_digest, event.position, event.version, event.leaf, envelope.type, envelope.request_digest,
       stream.owner, stream.case_id
  from reintegration.event
  join reintegration.stream on stream.id = event.stream
  left join reintegration.envelope on envelope.position = event.position
 where event.name_digest = any($1)
