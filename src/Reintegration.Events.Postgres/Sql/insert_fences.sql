insert into reintegration.fence (epoch, position, agency, case_id)
select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::uuid[])
