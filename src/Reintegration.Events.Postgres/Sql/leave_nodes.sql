-- $1 holder.
delete from reintegration.projection_node where holder = $1
