-- $1 holder, $2 for how long, $3 how many at most. Those that nobody holds any more; a new holder begins a new epoch.
update reintegration.projection_slice as held
   set holder = $1, epoch = held.epoch + 1, until = clock_timestamp() + $2
 where slice in (
         select slice from reintegration.projection_slice
          where until < clock_timestamp() and (holder is distinct from $1)
          order by slice limit $3 for update skip locked)
returning held.slice, held.epoch, held.position
