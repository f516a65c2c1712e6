-- $1 type, $2 label, $3 value. In the order in which the cases first carried it.
select stream.case_id
  from reintegration.label
  join reintegration.envelope on envelope.position = label.position
  join reintegration.stream on stream.id = envelope.stream
 where label.name = $2 and label.value = $3 and envelope.type = $1 and stream.case_id <> '00000000-0000-0000-0000-000000000000'
   and not exists (select from reintegration.expunged where expunged.position = label.position)
 group by stream.case_id
 order by min(label.position)
