select reintegration.write_exposures($1, $2, $3, $4)
