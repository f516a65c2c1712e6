-- $1 position, $2 epoch: the cases that were folded further, or decided later, than a build may have.
select case_id, position, epoch, valid_until from reintegration.projected_case where position > $1
union
select case_id, position, epoch, valid_until from reintegration.projected_case where epoch > $2
