select event, agency, steps from reintegration.exposure where event = any($1) order by event, agency
