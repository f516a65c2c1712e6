-- $1 after, $2 case, $3 agency, $4 from, $5 before (null: any), $6 limit.
select access_leaf.position, access_leaf.recorded_at, access_leaf.leaf, access_record.agency, access_record.case_id,
       access_record.month, access_record.wrapped_key, access_record.ciphertext
  from reintegration.access_record
  join reintegration.access_leaf on access_leaf.position = access_record.position
 where access_record.position > $1
   and ($2::uuid is null or access_record.case_id = $2)
   and ($3::text is null or access_record.agency = $3)
   and ($4::timestamptz is null or access_leaf.recorded_at >= $4)
   and ($5::timestamptz is null or access_leaf.recorded_at < $5)
 order by access_record.position
 limit $6
