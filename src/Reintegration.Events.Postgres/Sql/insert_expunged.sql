-- $1 position of the RecordExpunged, $2 digests of names, $3 and $4 owner and case of a stream (null: none),
-- $5 types that govern. After the events of the batch, so that the stream is named as it stands before this command.
insert into reintegration.expunged (position, by_position, stream, governed, juvenile)
select envelope.position, $1, envelope.stream, envelope.type = any($5),
       position('"juvenile":true'::bytea in envelope.body) > 0
  from reintegration.envelope
 where envelope.position < $1
   and envelope.position in (
         select position from reintegration.event where name_digest = any($2)
         union
         select known.position
           from reintegration.stream as named
           join reintegration.envelope as known on known.stream = named.id
          where named.owner = $3 and named.case_id = $4)
    on conflict do nothing
