-- $1 after, $2 up to and including: the cases that were fenced (null: all), in order.
select case_id from reintegration.fence where position > $1 and position <= $2 order by epoch
