-- $1 holder, $2 for how long, $3 slices that are kept; others it holds are given back.
update reintegration.projection_slice as held
   set until = case when held.slice = any($3) then clock_timestamp() + $2 else '-infinity' end,
       holder = case when held.slice = any($3) then held.holder end
 where holder = $1
returning held.slice, held.epoch, held.position
