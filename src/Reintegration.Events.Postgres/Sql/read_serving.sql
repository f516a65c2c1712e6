-- $1 view, $2 version.
select generation from reintegration.projection_build where view = $1 and version = $2 and state = 'serving'
