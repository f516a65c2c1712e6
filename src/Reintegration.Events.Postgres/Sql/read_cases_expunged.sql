-- $1 cases.
select expunged.position, expunged.by_position, stream.owner, stream.case_id, event.version, event.leaf,
       expunged.governed, expunged.juvenile
  from reintegration.stream
  join reintegration.expunged on expunged.stream = stream.id
  join reintegration.event on event.position = expunged.position
 where stream.case_id = any($1)
 order by expunged.position
