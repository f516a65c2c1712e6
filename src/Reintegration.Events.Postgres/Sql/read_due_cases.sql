-- $1 slices, $2 now, $3 epoch of the last fence around everything, $4 how many.
(select case_id from reintegration.projected_case where slice = any($1) and valid_until <= $2 limit $4)
union
(select case_id from reintegration.projected_case where slice = any($1) and epoch < $3 limit $4)
limit $4
