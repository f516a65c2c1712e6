-- $1, $2 after this event and agency; $3 limit.
select event, agency, steps from reintegration.exposure where (event, agency) > ($1, $2) order by event, agency limit $3
