update reintegration.access_record as kept set owners = string_to_array(made.owners, ' ')
  from unnest($1::bigint[], $2::text[]) as made(position, owners)
 where kept.position = made.position and kept.owners is null
