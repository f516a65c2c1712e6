insert into reintegration.stream (id, owner, case_id, version, governing_version)
select * from unnest($1::bigint[], $2::text[], $3::uuid[], $4::bigint[], $5::bigint[])
