-- $1 case (nil: about no case), $2 types (null: all), $3 after, $4 what the governing versions of its streams added up to
-- when it was last read (null: not asked): if they still do, there is nothing new, however much was reported since.
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
           from reintegration.stream as wanted
           join reintegration.envelope as known on known.stream = wanted.id
          where wanted.case_id = $1 and known.position > $3 and ($2::text[] is null or known.type = any($2)))
   and not exists (select from reintegration.expunged where expunged.position = event.position)
   and ($4::bigint is null
        or $4 <> (select coalesce(sum(governing_version), 0) from reintegration.stream where case_id = $1))
 order by event.position
