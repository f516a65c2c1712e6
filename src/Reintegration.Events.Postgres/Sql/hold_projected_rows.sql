lock table reintegration.projected_row in share row exclusive mode
