select position from reintegration.projection_slice order by slice for update
