select generation from reintegration.projection_build as build
 where state = 'dropped' and exists (select from reintegration.projected_row where projected_row.generation = build.generation)
