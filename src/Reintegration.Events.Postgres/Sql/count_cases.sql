-- $1 with what concerns no case. Cases are hopped over by the index, however many streams each has.
with recursive hop as (
  (select case_id from reintegration.stream order by case_id limit 1)
  union all
  select (select case_id from reintegration.stream where case_id > hop.case_id order by case_id limit 1) from hop where hop.case_id is not null)
select count(*) from hop where case_id is not null and ($1 or case_id <> '00000000-0000-0000-0000-000000000000')
