-- $1 generations, $2 cases done, $3 events folded.
update reintegration.projection_build set cases = $2, events = $3, moved_at = clock_timestamp()
 where generation = any($1) and state = 'building'
returning generation
