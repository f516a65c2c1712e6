-- $1 id, $2 instant, $3 root of the empty tree, $4 its frontier.
insert into reintegration.access_ledger (id, size, recorded_at, root, frontier)
values ($1, 0, $2, $3, $4) on conflict do nothing
