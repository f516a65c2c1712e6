insert into reintegration.access_leaf (position, recorded_at, leaf)
select position, $2, leaf from unnest($1::bigint[], $3::bytea[]) as made(position, leaf)
