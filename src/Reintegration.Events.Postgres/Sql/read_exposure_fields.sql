select number, name from reintegration.exposure_field where number >= $1 order by number
