select max(cutoff) from reintegration.statistics_cutoff
