-- $1 slice.
select position from reintegration.projection_slice where slice = $1
