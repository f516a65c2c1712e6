-- $1 owners, $2 cases (nil: about no case).
select stream.id, stream.owner, stream.case_id, stream.version, stream.governing_version
  from unnest($1::text[], $2::uuid[]) as wanted(owner, case_id)
  join reintegration.stream on stream.owner = wanted.owner and stream.case_id = wanted.case_id
