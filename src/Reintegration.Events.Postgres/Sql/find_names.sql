-- $1 digests of names. The event may have been erased: then no request digest and no type remain.
select event.name_digest, event.position, event.version, event.leaf,
       case when expunged.position is null then envelope.type end,
       case when expunged.position is null then envelope.request_digest end,
       stream.owner, stream.case_id
  from reintegration.event
  join reintegration.stream on stream.id = event.stream
  left join reintegration.envelope on envelope.position = event.position
  left join reintegration.expunged on expunged.position = event.position
 where event.name_digest = any($1)
