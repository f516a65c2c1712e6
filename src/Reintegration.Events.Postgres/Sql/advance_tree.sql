-- $1 ledger, $2 the size it is added to, $3 the size it becomes. No row: others were first.
update reintegration.tree_index set size = $3 where ledger = $1 and size = $2
