-- $1 after, $2 up to and including, $3 case (null: any).
select expunged.position, expunged.by_position, stream.owner, stream.case_id, event.version, event.leaf,
       expunged.governed, expunged.juvenile
  from reintegration.expunged
  join reintegration.event on event.position = expunged.position
  join reintegration.stream on stream.id = expunged.stream
 where expunged.position > $1 and expunged.position <= $2 and ($3::uuid is null or stream.case_id = $3)
 order by expunged.position
