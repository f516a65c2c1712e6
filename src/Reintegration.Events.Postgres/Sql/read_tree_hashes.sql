-- $1 ledger, $2 level, $3 first, $4 before.
select index, hash from reintegration.tree_hash
 where ledger = $1 and level = $2 and index >= $3 and index < $4
 order by index
