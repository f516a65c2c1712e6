-- $1 generations. Their rows go afterwards.
update reintegration.projection_build set state = 'dropped', ended_at = clock_timestamp()
 where state = 'building' and generation = any($1)
