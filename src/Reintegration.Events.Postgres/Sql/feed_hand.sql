-- $4 numbers that leave, $5 which of them with content, $6 when.
update reintegration.feed_item as item
   set handed_at = coalesce(item.handed_at, $6), with_content = item.with_content or item.number = any($5)
  from reintegration.feed
 where feed.agency = $1 and feed.purpose = $2 and feed.legal_basis = $3
   and item.feed = feed.id and item.number = any($4)
   and (item.handed_at is null or (item.number = any($5) and not item.with_content))
