-- One array a column: marks of cases that no serving build has come to.
insert into reintegration.projected_case (case_id, slice, position, epoch, valid_until)
select * from unnest($1::uuid[], $2::smallint[], $3::bigint[], $4::bigint[], $5::timestamptz[]) on conflict do nothing
