-- $1 after, $2 how many.
with recursive hop as (
  (select case_id, 1 as place from reintegration.stream where case_id > $1 order by case_id limit 1)
  union all
  select (select case_id from reintegration.stream where case_id > hop.case_id order by case_id limit 1), place + 1
    from hop where hop.case_id is not null and place < $2)
select case_id from hop where case_id is not null
