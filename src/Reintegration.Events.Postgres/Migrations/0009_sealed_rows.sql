set local role reintegration_owner;
set local search_path = reintegration;

-- Bodies of rows stood in the clear: all are thrown away, and built again with their bodies sealed.
truncate shown_row, projected_case, projection_parked;
update projection_build set state = 'dropped', ended_at = clock_timestamp() where state <> 'dropped';
update projection_stamp set stamp = stamp + 1;

-- What is encrypted cannot be compressed: trying costs time, and would hide from a search of the files what is not encrypted.
alter table shown_row alter column body set storage external;
comment on column shown_row.body is 'Sealed under a key that is kept outside this database, and destroyed when the case is erased.';

-- What was folded of a case before it was erased goes from every build.
grant select (case_id, position), delete on projected_row to reintegration_eraser;
grant select on stream to reintegration_eraser;
