update reintegration.feed_item as item set acknowledged_at = $5
  from reintegration.feed
 where feed.agency = $1 and feed.purpose = $2 and feed.legal_basis = $3
   and item.feed = feed.id and item.number = any($4) and item.acknowledged_at is null
