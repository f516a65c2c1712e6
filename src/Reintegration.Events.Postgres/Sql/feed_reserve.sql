-- The next numbers of some feeds, each as many as asked for: under the lock of the writer's row, so dense and given once.
insert into reintegration.feed as feed (agency, purpose, legal_basis, last)
select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
on conflict (agency, purpose, legal_basis) do update set last = feed.last + excluded.last
returning id, agency, purpose, legal_basis, last
