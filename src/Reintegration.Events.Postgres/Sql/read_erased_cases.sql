-- Cases with the positions of the RecordExpunged that touched them, in order.
select distinct stream.case_id, expunged.by_position
  from reintegration.expunged join reintegration.stream on stream.id = expunged.stream
 order by stream.case_id, expunged.by_position
