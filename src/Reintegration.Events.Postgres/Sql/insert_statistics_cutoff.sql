insert into reintegration.statistics_cutoff (cutoff) values ($1) on conflict do nothing
