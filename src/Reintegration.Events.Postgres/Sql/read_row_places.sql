-- $1 cases, $2 audience, $3 its agency. How far each is folded and decided, the last fence around it, whether the audience's
-- rows wait, its last event, and the last RecordExpunged that touched it.
select mark.case_id, mark.position, mark.epoch, mark.valid_until,
       coalesce((select max(fence.epoch) from reintegration.fence
                  where fence.case_id = mark.case_id and (fence.agency is null or fence.agency = $3)), 0),
       exists (select from reintegration.projection_parked as parked where parked.audience = $2 and parked.case_id = mark.case_id),
       coalesce((select max(latest.position) from reintegration.stream
                  cross join lateral (select position from reintegration.envelope where envelope.stream = stream.id
                                       order by position desc limit 1) as latest
                  where stream.case_id = mark.case_id), -1),
       coalesce((select max(expunged.by_position) from reintegration.stream
                   join reintegration.expunged on expunged.stream = stream.id
                  where stream.case_id = mark.case_id), -1)
  from reintegration.projected_case as mark
 where mark.case_id = any($1)
