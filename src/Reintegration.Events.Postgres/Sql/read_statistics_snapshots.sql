select body from reintegration.statistics_snapshot order by cutoff desc, id
