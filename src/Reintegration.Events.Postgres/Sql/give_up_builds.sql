-- $1 generations. One that served before is kept as it was, and caught up again by whoever goes back to it; the rows of others go.
update reintegration.projection_build
   set state = case when kept_position is null then 'dropped' else 'kept' end, ended_at = clock_timestamp()
 where state = 'building' and generation = any($1)
