insert into reintegration.tree_hash (ledger, level, index, hash)
select $1, * from unnest($2::smallint[], $3::bigint[], $4::bytea[])
