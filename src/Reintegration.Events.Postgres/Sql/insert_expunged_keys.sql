-- $1 position of the RecordExpunged; then owners, persons, generations.
insert into reintegration.expunged_key (by_position, owner, person, generation)
select $1, owner, person, generation from unnest($2::text[], $3::text[], $4::integer[]) as closed(owner, person, generation)
