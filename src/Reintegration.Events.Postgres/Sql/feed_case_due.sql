select due from reintegration.feed_case where case_id = $1
