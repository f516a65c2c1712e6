insert into reintegration.statistics_asked (snapshot, first, second, agency, official, asked_at, told) values ($1, $2, $3, $4, $5, $6, $7)
