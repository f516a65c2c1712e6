insert into reintegration.statistics_snapshot (id, cutoff, body) values ($1, $2, $3)
