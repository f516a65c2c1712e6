-- The last fence around everything that may have changed anybody's rows. A certificate opens nothing to an audience,
-- which holds none.
select coalesce(max(fence.epoch), 0) from reintegration.fence
  left join reintegration.envelope on envelope.position = fence.position
 where fence.case_id is null and envelope.type is distinct from 'reintegration.community.practitioner-certified.v1'
