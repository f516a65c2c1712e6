-- $1 holder, $2 slices, $3 their epochs, $4 where they stand, $5 where they will, $6 stamp of the serving builds.
select reintegration.advance_slices($1, $2, $3, $4, $5, $6)
