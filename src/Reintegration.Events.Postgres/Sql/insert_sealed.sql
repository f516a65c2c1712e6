insert into reintegration.sealed (position, path, person, wrapped_key, ciphertext)
select * from unnest($1::bigint[], $2::text[], $3::text[], $4::bytea[], $5::bytea[])
