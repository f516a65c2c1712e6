-- $1 generation, $2 now: cases with rows that were decided for a time that is over.
select distinct case_id from reintegration.projected_row where generation = $1 and valid_until <= $2
