select "case" from reintegration.statistics_counted
