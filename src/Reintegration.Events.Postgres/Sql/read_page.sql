-- $1 after, $2 up to and including. Every position, with who erased it; only what is erased may lack its other columns.
select event.position, event.version, event.leaf, stream.owner, stream.case_id, envelope.id, envelope.type, envelope.body, envelope.secret,
       sealed.paths, sealed.persons, sealed.wrapped_keys, sealed.ciphertexts, envelope.request_digest, expunged.by_position
  from reintegration.event
  join reintegration.stream on stream.id = event.stream
  left join reintegration.envelope on envelope.position = event.position
  left join lateral (
         select array_agg(path order by path collate "C") as paths, array_agg(person order by path collate "C") as persons,
                array_agg(wrapped_key order by path collate "C") as wrapped_keys, array_agg(ciphertext order by path collate "C") as ciphertexts
           from reintegration.sealed where position = event.position) as sealed on sealed.paths is not null
  left join reintegration.expunged on expunged.position = event.position
 where event.position > $1 and event.position <= $2
 order by event.position
