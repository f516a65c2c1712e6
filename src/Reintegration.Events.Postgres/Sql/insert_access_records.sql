-- $7 owners of what each record showed to others, blanks between.
insert into reintegration.access_record (position, agency, case_id, month, wrapped_key, ciphertext, owners)
select position, agency, case_id, month, wrapped_key, ciphertext, string_to_array(owners, ' ')
  from unnest($1::bigint[], $2::text[], $3::uuid[], $4::text[], $5::bytea[], $6::bytea[], $7::text[])
    as made(position, agency, case_id, month, wrapped_key, ciphertext, owners)
