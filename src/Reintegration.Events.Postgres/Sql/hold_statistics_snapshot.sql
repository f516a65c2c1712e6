select id from reintegration.statistics_snapshot where id = $1 for no key update
