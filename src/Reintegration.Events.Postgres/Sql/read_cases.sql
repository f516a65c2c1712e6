-- $1 cases, $2 types (null: all). One row for each sealed part, so that nothing is gathered and sorted here. The fences
-- (offset 0) leave the planner no choice but the indexes; see read_case.
select event.position, event.version, event.leaf, stream.owner, stream.case_id, envelope.id, envelope.type, envelope.body,
       sealed.path, sealed.person, sealed.wrapped_key, sealed.ciphertext
  from unnest($1::uuid[]) as wanted(case_id)
 cross join lateral (select id, owner, case_id from reintegration.stream where case_id = wanted.case_id offset 0) as stream
 cross join lateral (
         select position, id, type, body from reintegration.envelope
          where envelope.stream = stream.id and ($2::text[] is null or type = any($2)) offset 0) as envelope
 cross join lateral (select position, version, leaf from reintegration.event where event.position = envelope.position offset 0) as event
 cross join lateral (
         select path, person, wrapped_key, ciphertext from reintegration.sealed where sealed.position = envelope.position offset 0) as sealed
 where not exists (select from reintegration.expunged where expunged.position = event.position)
 order by stream.case_id, event.position
