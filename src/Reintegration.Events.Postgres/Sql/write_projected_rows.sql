-- One array a column. Onto a row that is there already the released entries are added at the end.
insert into reintegration.projected_row as old (case_id, generation, audience, key, position, epoch, valid_until, concerns, body, released)
select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::timestamptz[], $8::boolean[], $9::bytea[], $10::bytea[])
on conflict (case_id, generation, audience, key) do update
   set position = excluded.position, valid_until = excluded.valid_until, concerns = excluded.concerns,
       body = excluded.body, released = old.released || excluded.released
