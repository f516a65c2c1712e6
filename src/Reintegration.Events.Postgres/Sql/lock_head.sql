select id, size, streams, epoch, recorded_at, root, frontier from reintegration.ledger for update
