-- $1 generations that serve from now on, $2 how far the rows of those they replace are folded, $3 decided under which epoch.
with next as (select generation, view from reintegration.projection_build where generation = any($1)),
dropped as (
  update reintegration.projection_build as old set state = 'dropped', ended_at = clock_timestamp()
    from next where old.view = next.view and old.state = 'kept' and old.generation <> all($1)),
kept as (
  update reintegration.projection_build as old set state = 'kept', ended_at = clock_timestamp(), kept_position = $2, kept_epoch = $3
    from next where old.view = next.view and old.state = 'serving' and old.generation <> all($1))
update reintegration.projection_stamp set stamp = stamp + 1
