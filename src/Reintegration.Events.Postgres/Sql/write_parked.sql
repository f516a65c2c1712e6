-- $1 audiences, $2 cases, $3 positions, $4 reasons. Who waits already waits where it did.
insert into reintegration.projection_parked (audience, case_id, position, reason, since)
select *, clock_timestamp() from unnest($1::text[], $2::uuid[], $3::bigint[], $4::text[])
on conflict do nothing
