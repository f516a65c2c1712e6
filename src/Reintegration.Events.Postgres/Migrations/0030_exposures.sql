set local role reintegration_owner;
set local search_path = reintegration;

-- Who has been shown what: derived from access records, in the transaction that makes them durable, and made anew from
-- them by a rebuild. Fields stand in it by number, events by the digest of their name, as in the events ledger.
create table exposure_field (
  number int primary key check (number >= 0),
  name text not null unique
);

-- One row for an event and an agency. Written only when something new was shown: a step for each such record, with its
-- position, its time, the way it came and the bits that were new.
create table exposure (
  event uuid not null,
  agency text not null,
  steps bytea not null,
  primary key (event, agency)
) with (fillfactor = 90);

-- The same while it is made anew.
create table exposure_made (
  event uuid not null,
  agency text not null,
  steps bytea not null,
  primary key (event, agency)
);

-- Whose events, of other agencies than the one that looked, an answer showed: what owners are told is counted by it.
-- Null in records of before.
alter table access_record add column owners text[];

-- Lists and feeds name no case, and may show something of any.
create index access_record_without_case on access_record (position) where case_id is null;

-- Rows that changed since they were read are not written over: whoever writes reads them again.
create function write_exposures(events uuid[], agencies text[], old_steps bytea[], new_steps bytea[])
  returns void language plpgsql as $$
declare
  written bigint;
begin
  insert into reintegration.exposure as old (event, agency, steps)
  select made.event, made.agency, made.fresh
    from unnest(events, agencies, old_steps, new_steps) as made(event, agency, before, fresh)
   where made.before is null
  on conflict do nothing;
  get diagnostics written = row_count;
  if written < (select count(*) from unnest(old_steps) as before where before is null) then
    raise exception 'an exposure was written meanwhile' using errcode = 'RE001';
  end if;
  update reintegration.exposure as old set steps = made.fresh
    from unnest(events, agencies, old_steps, new_steps) as made(event, agency, before, fresh)
   where old.event = made.event and old.agency = made.agency and old.steps = made.before;
  get diagnostics written = row_count;
  if written < (select count(*) from unnest(old_steps) as before where before is not null) then
    raise exception 'an exposure was written meanwhile' using errcode = 'RE001';
  end if;
end $$;

-- The first position recorded at an instant or later; the size when there is none. Times never fall, so it is found by
-- halving.
create function access_place(at timestamptz) returns bigint language plpgsql stable strict as $$
declare
  low bigint := 0;
  high bigint := (select size from reintegration.access_ledger);
  middle bigint;
begin
  while low < high loop
    middle := (low + high) / 2;
    if (select recorded_at >= at from reintegration.access_leaf where position = middle) then
      high := middle;
    else
      low := middle + 1;
    end if;
  end loop;
  return low;
end $$;

revoke execute on function write_exposures, access_place from public;
grant execute on function write_exposures, access_place to reintegration_access;
grant select, insert on exposure_field to reintegration_access;
grant select, insert, update, delete on exposure, exposure_made to reintegration_access;
grant truncate on exposure_made to reintegration_access;
grant update (owners) on access_record to reintegration_access;
