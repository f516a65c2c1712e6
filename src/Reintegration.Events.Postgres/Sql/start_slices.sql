-- $1 position: nothing served before, so nothing before it has to be folded again.
update reintegration.projection_slice set position = greatest(position, $1), epoch = epoch + 1, until = '-infinity' where position < $1
