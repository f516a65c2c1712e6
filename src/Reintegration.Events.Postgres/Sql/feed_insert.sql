insert into reintegration.feed_item (feed, number, kind, case_id, position, about, owner, event, shown, at)
select * from unnest(
  $1::bigint[], $2::bigint[], $3::smallint[], $4::uuid[], $5::bigint[], $6::bigint[], $7::text[], $8::uuid[], $9::uuid[], $10::timestamptz[])
