insert into reintegration.exposure_made (event, agency, steps)
select * from unnest($1::uuid[], $2::text[], $3::bytea[])
on conflict (event, agency) do update set steps = excluded.steps
