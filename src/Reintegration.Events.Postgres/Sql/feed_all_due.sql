update reintegration.feed_case set due = $1 where due is distinct from $1
