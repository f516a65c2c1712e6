-- $1 view, $2 version, $3 builder, $4 how many cases there are, $5 how long a build may be silent. Nothing comes back where
-- another is building the view and is alive; a silent one is given up.
with given_up as (
  update reintegration.projection_build
     set state = case when kept_position is null then 'dropped' else 'kept' end, ended_at = clock_timestamp()
   where view = $1 and state = 'building' and moved_at < clock_timestamp() - $5)
insert into reintegration.projection_build (view, version, state, builder, begun_at, moved_at, cases_in_all)
select $1, $2, 'building', $3, clock_timestamp(), clock_timestamp(), $4
 where not exists (select from reintegration.projection_build
                    where view = $1 and state = 'building' and moved_at >= clock_timestamp() - $5)
returning generation
