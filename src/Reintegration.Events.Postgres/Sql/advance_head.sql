-- $1, $2 the head as it was; then the head as it becomes: size, streams, epoch, recorded_at, root, frontier.
select reintegration.advance_ledger($1, $2, $3, $4, $5, $6, $7, $8)
