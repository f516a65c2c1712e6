insert into reintegration.envelope (position, stream, owner, id, type, happened_at, request_digest, secret, body)
select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::uuid[], $5::text[], $6::timestamptz[], $7::bytea[], $8::bytea[], $9::bytea[])
