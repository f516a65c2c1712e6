select audience, case_id, position, reason, since from reintegration.projection_parked order by position, audience
