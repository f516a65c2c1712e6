select position from reintegration.tree_leaf where prefix = $2 and ledger = $1 order by position
