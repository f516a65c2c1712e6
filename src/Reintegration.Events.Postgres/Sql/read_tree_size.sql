select size from reintegration.tree_index where ledger = $1
