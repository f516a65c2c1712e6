-- $1 holder, $2 how long one may be silent: says that it lives, and how many others do.
with mine as (
  insert into reintegration.projection_node (holder, seen) values ($1, clock_timestamp())
  on conflict (holder) do update set seen = clock_timestamp()),
silent as (
  delete from reintegration.projection_node where seen < clock_timestamp() - $2 * 10 and holder <> $1)
select 1 + count(*) from reintegration.projection_node where holder <> $1 and seen > clock_timestamp() - $2
