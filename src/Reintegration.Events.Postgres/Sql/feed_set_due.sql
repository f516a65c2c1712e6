insert into reintegration.feed_case as known (case_id, due) select * from unnest($1::uuid[], $2::timestamptz[])
on conflict (case_id) do update set due = excluded.due where known.due is distinct from excluded.due
