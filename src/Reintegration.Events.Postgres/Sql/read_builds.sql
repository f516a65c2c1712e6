select generation, view, version, state, begun_at, ended_at, cases, cases_in_all, events, kept_position, kept_epoch
  from reintegration.projection_build where state <> 'dropped' order by view, generation
