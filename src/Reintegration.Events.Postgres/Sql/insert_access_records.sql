insert into reintegration.access_record (position, agency, case_id, body)
select * from unnest($1::bigint[], $2::text[], $3::uuid[], $4::bytea[])
