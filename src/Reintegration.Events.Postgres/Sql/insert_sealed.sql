insert into reintegration.sealed (position, facts)
select * from unnest($1::bigint[], $2::bytea[])
