insert into reintegration.access_record (position, agency, case_id, month, wrapped_key, ciphertext)
select * from unnest($1::bigint[], $2::text[], $3::uuid[], $4::text[], $5::bytea[], $6::bytea[])
