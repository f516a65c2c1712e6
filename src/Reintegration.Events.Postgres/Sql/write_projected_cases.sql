-- One array a column. A case that was folded further meanwhile keeps its place.
insert into reintegration.projected_case as old (case_id, slice, position, epoch, valid_until)
select * from unnest($1::uuid[], $2::smallint[], $3::bigint[], $4::bigint[], $5::timestamptz[])
on conflict (case_id) do update
   set position = greatest(old.position, excluded.position), epoch = greatest(old.epoch, excluded.epoch), valid_until = excluded.valid_until
