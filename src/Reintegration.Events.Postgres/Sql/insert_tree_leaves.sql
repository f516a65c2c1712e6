-- $1 ledger, $2 the first position, $3 prefixes of the leaf hashes in order.
insert into reintegration.tree_leaf (prefix, position, ledger)
select prefix, $2 + place - 1, $1 from unnest($3::bigint[]) with ordinality as made(prefix, place)
