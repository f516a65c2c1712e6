select case_id, due from reintegration.feed_case where due is not null order by due, case_id limit $1
