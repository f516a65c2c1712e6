select id, size, root, recorded_at from reintegration.access_ledger
