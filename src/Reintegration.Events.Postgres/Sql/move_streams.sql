update reintegration.stream
   set version = moved.version, governing_version = moved.governing_version
  from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as moved(id, version, governing_version)
 where stream.id = moved.id
