-- $1, $2 the head as it was; size, recorded_at, root, frontier as they become; $7 the epoch every record was decided
-- under.
select reintegration.advance_access_ledger($1, $2, $3, $4, $5, $6, $7)
