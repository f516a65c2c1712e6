-- $1 cases, $2 until when what is being built of them holds: whoever decides again in time looks at the mark.
update reintegration.projected_case as mark set valid_until = least(mark.valid_until, built.valid_until)
  from unnest($1::uuid[], $2::timestamptz[]) as built(case_id, valid_until)
 where mark.case_id = built.case_id and (mark.valid_until is null or built.valid_until < mark.valid_until)
