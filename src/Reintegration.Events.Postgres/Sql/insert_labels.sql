insert into reintegration.label (name, value, position)
select * from unnest($1::text[], $2::text[], $3::bigint[])
