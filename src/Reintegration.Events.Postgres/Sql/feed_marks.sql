select distinct on (item.feed, item.position)
       feed.agency, feed.purpose, feed.legal_basis, item.position, item.owner, item.event, item.shown
  from reintegration.feed_item as item
  join reintegration.feed on feed.id = item.feed
 where item.case_id = $1
 order by item.feed, item.position, item.number desc
