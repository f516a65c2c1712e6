-- $1 generations.
update reintegration.projection_build set state = 'serving', ended_at = clock_timestamp(), kept_position = null, kept_epoch = null
 where generation = any($1)
