select size from reintegration.access_ledger for update
