select snapshot, first, second, agency, official, asked_at, told from reintegration.statistics_asked order by number
