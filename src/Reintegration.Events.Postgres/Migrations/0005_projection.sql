-- Rows that people work from, derived from the events ledger: they can all be thrown away and built again.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['reintegration_projector', 'reintegration_views'] loop
    begin
      if not exists (select from pg_roles where rolname = wanted) then
        execute format('create role %I login', wanted);
      end if;
    exception when duplicate_object or unique_violation then null;
    end;
    if not pg_has_role(current_user, wanted, 'member') then
      execute format('grant %I to current_user', wanted);
    end if;
  end loop;
end $$;

set local role reintegration_owner;
set local search_path = reintegration;

-- What outdates a row is found by its case, and what a page of events outdates by its place.
create index fence_by_case on fence (case_id, epoch);
create index fence_by_position on fence (position);

-- Cases are spread over 64 slices. Whoever holds a slice folds its cases; a new holder begins a new epoch, and what the
-- old one still writes is refused.
create table projection_slice (
  slice smallint primary key check (slice between 0 and 63),
  holder uuid,
  epoch bigint not null,
  until timestamptz not null,
  position bigint not null check (position >= -1)
) with (fillfactor = 25);
insert into projection_slice select slice, null, 0, '-infinity', -1 from generate_series(0, 63) as slice;

-- Who shares the slices; silent ones are not counted.
create table projection_node (
  holder uuid primary key,
  seen timestamptz not null
);

-- One build of one view. At most one of each view serves, and one is kept to go back to.
create table projection_build (
  generation bigint generated always as identity primary key,
  view text not null,
  version integer not null,
  state text not null check (state in ('building', 'serving', 'kept', 'dropped')),
  builder uuid not null,
  begun_at timestamptz not null,
  moved_at timestamptz not null,
  ended_at timestamptz,
  cases bigint not null default 0,
  cases_in_all bigint not null default 0,
  events bigint not null default 0,
  kept_position bigint,
  kept_epoch bigint
);
create unique index projection_build_serving on projection_build (view) where state = 'serving';

-- Moves whenever another build serves: what was folded for the builds before is not written any more.
create table projection_stamp (
  one boolean primary key default true check (one),
  stamp bigint not null
);
insert into projection_stamp values (true, 0);

-- How far the rows of a case are folded, in every serving build: the nil UUID is what concerns no case.
create table projected_case (
  case_id uuid primary key,
  slice smallint not null,
  position bigint not null,
  epoch bigint not null,
  valid_until timestamptz
) with (fillfactor = 50);
create index projected_case_due on projected_case (slice, valid_until);
create index projected_case_behind on projected_case (slice, epoch);
create index projected_case_moved on projected_case (position);

-- The rows. Place, epoch and end of validity are those of the row's last change; its case may have come further since.
-- Two names for the same rows: readers have the upper one, which is guarded row by row; the projector has the one below it,
-- since nothing can be copied into a guarded table.
create table shown_row (
  case_id uuid not null,
  generation bigint not null,
  audience text not null,
  key text not null,
  position bigint not null,
  epoch bigint not null,
  valid_until timestamptz,
  concerns boolean not null,
  body bytea not null,
  released bytea not null,
  primary key (case_id, generation, audience, key)
) partition by list (generation);
create table projected_row partition of shown_row default;
create index projected_row_of_build on projected_row (generation);

-- Owners with levels, as released entries of rows name them by number.
create table released_kind (
  key bigint primary key,
  text text not null
);

-- An audience's rows of a case that wait at an event they could not be folded over.
create table projection_parked (
  audience text not null,
  case_id uuid not null,
  position bigint not null,
  reason text not null,
  since timestamptz not null,
  primary key (audience, case_id)
);

-- Moves the cursors of slices, or refuses: a lease was lost, or another build serves now.
create function advance_slices(mine uuid, slices smallint[], epochs bigint[], from_position bigint, to_position bigint, known_stamp bigint)
  returns void language plpgsql as $$
declare
  moved integer;
begin
  perform from reintegration.projection_stamp where stamp = known_stamp for share;
  if not found then
    raise exception 'another build serves now' using errcode = 'RE005';
  end if;
  update reintegration.projection_slice as held
     set position = to_position
    from unnest(slices, epochs) as own(slice, epoch)
   where held.slice = own.slice and held.holder = mine and held.epoch = own.epoch and held.position = from_position;
  get diagnostics moved = row_count;
  if moved <> cardinality(slices) then
    raise exception 'a slice is held by another process' using errcode = 'RE004';
  end if;
end $$;
revoke execute on function advance_slices from public;

-- INVARIANT: whoever reads rows says for which audience, and is shown no others; whoever forgets is shown none.
alter table shown_row enable row level security;
create policy of_audience on shown_row for select to reintegration_views
  using (audience = current_setting('app.audience', true));

grant usage on schema reintegration to reintegration_projector, reintegration_views;
grant select, insert, update, delete on projected_row, projected_case, projection_parked, projection_node to reintegration_projector;
grant select, insert, update on projection_build, released_kind to reintegration_projector;
grant select, update on projection_slice, projection_stamp to reintegration_projector;
grant select on stream to reintegration_projector;
grant execute on function advance_slices to reintegration_projector;
grant select on shown_row, projection_build, released_kind to reintegration_views;
grant select on projected_case, projection_build, projection_slice, projection_parked, fence, envelope to reintegration_reader;
