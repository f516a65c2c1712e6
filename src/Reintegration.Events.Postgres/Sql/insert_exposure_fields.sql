insert into reintegration.exposure_field (number, name) select * from unnest($1::int[], $2::text[])
