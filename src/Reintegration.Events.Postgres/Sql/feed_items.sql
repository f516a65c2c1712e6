-- With each item the last earlier one about the same event, or about what it sets right, that left with content.
select item.number, item.kind, item.case_id, item.position, item.about, item.owner, item.event, item.shown, item.at,
       greatest(
         (select max(held.number) from reintegration.feed_item as held
           where held.feed = item.feed and held.position = item.position and held.number < item.number and held.with_content),
         (select max(held.number) from reintegration.feed_item as held
           where held.feed = item.feed and held.position = item.about and held.number < item.number and held.with_content))
  from reintegration.feed
  join reintegration.feed_item as item on item.feed = feed.id
 where feed.agency = $1 and feed.purpose = $2 and feed.legal_basis = $3 and item.number > $4
 order by item.number
 limit $5
