-- $1 owner, $2 rising positions: how often others were shown something of the owner's, between each and the next.
select width_bucket(position, $2::bigint[]) - 1, agency, count(*)
  from reintegration.access_record
 where position >= ($2::bigint[])[1] and position < ($2::bigint[])[cardinality($2::bigint[])]
   and $1 = any(owners)
 group by 1, 2
 order by 1, 2
