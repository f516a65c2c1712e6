insert into reintegration.event (position, stream, version, name_digest, leaf)
select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::uuid[], $5::bytea[])
