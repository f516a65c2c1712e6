select id, size, root, epoch, recorded_at from reintegration.ledger
