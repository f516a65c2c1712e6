-- $1 owner or null, $2 after this position, $3 at most so many events, $4 case or null.
with about as (
  select distinct position from reintegration.feed_item
   where kind > 0 and position > $2 and ($1::text is null or owner = $1)
     and ($4::uuid is null or case_id = $4)
   order by position limit $3)
select feed.agency, feed.purpose, feed.legal_basis, item.kind, item.case_id, item.position, item.owner, item.event, item.at,
       exists (select from reintegration.feed_item as held
                where held.feed = item.feed and held.position in (item.position, item.about)
                  and held.number < item.number and held.with_content),
       item.handed_at is not null, item.acknowledged_at
  from about
  join reintegration.feed_item as item on item.position = about.position and item.kind > 0
  join reintegration.feed on feed.id = item.feed
 order by item.position, feed.agency collate "C", feed.purpose collate "C", feed.legal_basis collate "C", item.number
