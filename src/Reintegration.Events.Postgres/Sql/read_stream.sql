-- $1 owner, $2 case, $3 after, $4 limit.
select event.position, event.version, event.leaf, stream.owner, stream.case_id, envelope.id, envelope.type, envelope.body, envelope.secret,
       sealed.paths, sealed.persons, sealed.wrapped_keys, sealed.ciphertexts, envelope.request_digest
  from reintegration.event
  join reintegration.stream on stream.id = event.stream
  join reintegration.envelope on envelope.position = event.position
  join lateral (
         select array_agg(path order by path collate "C") as paths, array_agg(person order by path collate "C") as persons,
                array_agg(wrapped_key order by path collate "C") as wrapped_keys, array_agg(ciphertext order by path collate "C") as ciphertexts
           from reintegration.sealed where position = event.position) as sealed on sealed.paths is not null
 where event.position in (
         select known.position
           from reintegration.envelope as known
          where known.stream = (select id from reintegration.stream where owner = $1 and case_id = $2) and known.position > $3
            and not exists (select from reintegration.expunged where expunged.position = known.position)
          order by known.position limit $4)
 order by event.position
