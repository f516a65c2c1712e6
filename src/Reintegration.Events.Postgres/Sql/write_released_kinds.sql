insert into reintegration.released_kind (key, text) select * from unnest($1::bigint[], $2::text[]) on conflict do nothing
