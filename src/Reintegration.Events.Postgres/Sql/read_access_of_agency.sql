-- $1 after, $2 from, $3 before (null: any), $4 limit, $5 agency.
select access_leaf.position, access_leaf.recorded_at, access_leaf.leaf, access_record.agency, access_record.case_id,
       access_record.month, access_record.wrapped_key, access_record.ciphertext
  from reintegration.access_record
  join reintegration.access_leaf on access_leaf.position = access_record.position
 where access_record.position > $1
   and access_record.position >= coalesce(reintegration.access_place($2), 0)
   and access_record.position < coalesce(reintegration.access_place($3), 9223372036854775807)
   and access_record.agency = $5
 order by access_record.position
 limit $4
