-- $1 case (nil: about no case), $2 types (null: all), $3 after, $4 what the governing versions of its streams added up to
-- when it was last read (null: not asked): if they still do, there is nothing new, however much was reported since.
-- The array and the fence (offset 0) leave the planner no choice but the index of streams. Joined, a plan made and kept
-- while the tables were small went through all that was recorded since, at every read.
select event.position, event.version, event.leaf, stream.owner, stream.case_id, envelope.id, envelope.type, envelope.body, envelope.secret,
       sealed.paths, sealed.persons, sealed.wrapped_keys, sealed.ciphertexts, envelope.request_digest
  from reintegration.event
  join reintegration.stream on stream.id = event.stream
  join reintegration.envelope on envelope.position = event.position
  join lateral (
         select array_agg(path order by path collate "C") as paths, array_agg(person order by path collate "C") as persons,
                array_agg(wrapped_key order by path collate "C") as wrapped_keys, array_agg(ciphertext order by path collate "C") as ciphertexts
           from reintegration.sealed where position = event.position) as sealed on sealed.paths is not null
 where event.position = any(array(
         select known.position
           from reintegration.stream as wanted
          cross join lateral (
                 select position from reintegration.envelope
                  where stream = wanted.id and (stream, position) > (wanted.id, $3) and ($2::text[] is null or type = any($2))
                 offset 0) as known
          where wanted.case_id = $1))
   and not exists (select from reintegration.expunged where expunged.position = event.position)
   and ($4::bigint is null
        or $4 <> (select coalesce(sum(governing_version), 0) from reintegration.stream where case_id = $1))
 order by event.position
