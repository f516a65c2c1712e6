-- The fence epoch is read with the lock, so an answer decided before a fence is not recorded after it.
select access_ledger.id, access_ledger.size, access_ledger.recorded_at, access_ledger.root, access_ledger.frontier, ledger.epoch
  from reintegration.access_ledger, reintegration.ledger
   for update of access_ledger
