-- $1 audience, for this transaction alone: without it no row is shown.
select set_config('app.audience', $1, true)
