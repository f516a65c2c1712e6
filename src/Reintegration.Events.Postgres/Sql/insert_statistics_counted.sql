insert into reintegration.statistics_counted ("case", snapshot) select unnest($1::uuid[]), $2
