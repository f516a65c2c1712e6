-- $1 holder, $2 for how long. A row comes back to whoever holds the lease now; a new holder begins a new epoch.
insert into reintegration.signing_lease as lease (holder, epoch, until) values ($1, 1, clock_timestamp() + $2)
on conflict (one) do update
   set holder = excluded.holder, until = clock_timestamp() + $2,
       epoch = lease.epoch + case when lease.holder = excluded.holder then 0 else 1 end
 where lease.holder = excluded.holder or lease.until < clock_timestamp()
returning epoch
