-- The two ledgers. Runs in one transaction, as a user who may create roles and a schema in this database.
-- Roles belong to the whole server: another database may have made them already, or be making them now.
do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('reintegration_owner', 'nologin'),
      ('reintegration_writer', 'login'),
      ('reintegration_reader', 'login'),
      ('reintegration_access', 'login')) as role(name, attribute)
  loop
    begin
      if not exists (select from pg_roles where rolname = wanted.name) then
        execute format('create role %I %s', wanted.name, wanted.attribute);
      end if;
    exception when duplicate_object or unique_violation then null;
    end;
    -- Whoever migrates must be able to act as the roles where it cannot log in as them.
    if not pg_has_role(current_user, wanted.name, 'member') then
      execute format('grant %I to current_user', wanted.name);
    end if;
  end loop;
end $$;

create schema if not exists reintegration authorization reintegration_owner;
set local role reintegration_owner;
set local search_path = reintegration;

-- Head of the events ledger: one row, locked by whoever appends. The frontier lets the tree grow unread.
create table ledger (
  one boolean primary key default true check (one),
  id text not null check (id ~ '^[0-9a-f]{32}$'),
  size bigint not null check (size >= 0),
  streams bigint not null check (streams >= 0),
  epoch bigint not null check (epoch >= 0),
  recorded_at timestamptz not null,
  root bytea not null check (octet_length(root) = 32),
  frontier bytea not null
) with (fillfactor = 10);

create table access_ledger (
  one boolean primary key default true check (one),
  id text not null check (id ~ '^[0-9a-f]{32}$'),
  size bigint not null check (size >= 0),
  recorded_at timestamptz not null,
  root bytea not null check (octet_length(root) = 32),
  frontier bytea not null
) with (fillfactor = 10);

-- The nil UUID stands for "about no case", so that streams are found by plain equality.
create table stream (
  id bigint primary key,
  owner text not null,
  case_id uuid not null,
  version bigint not null check (version > 0),
  governing_version bigint not null check (governing_version between 0 and version)
) with (fillfactor = 50);
create unique index stream_of_case on stream (case_id, owner);

-- What remains of an event for ever. The digest of its name is cut to 128 bits: an agency could only ever collide
-- with itself.
create table event (
  position bigint primary key,
  stream bigint not null,
  version bigint not null,
  name_digest uuid not null,
  leaf bytea not null
);
create unique index event_once on event (name_digest);

-- What can be erased with the event: who, when, under which markings, and the digest that tells a retry from a clash.
-- The body is JSON, kept as bytes: to have the server parse it again would cost a tenth of an append.
create table envelope (
  position bigint primary key,
  stream bigint not null,
  owner text not null,
  id uuid not null,
  type text not null,
  happened_at timestamptz not null,
  request_digest bytea,
  secret bytea not null,
  body bytea not null
);
create index envelope_by_stream on envelope (stream, position);
create index envelope_by_owner on envelope (owner, position);

-- The facts, encrypted, each part with its key beside it, wrapped under a data key that is not in this database.
create table sealed (
  position bigint not null,
  path text not null,
  person text not null,
  wrapped_key bytea not null,
  ciphertext bytea not null,
  primary key (position, path)
);

create table label (
  name text not null,
  value text not null,
  position bigint not null,
  primary key (name, value, position)
);
create index label_of_event on label using brin (position);

create table fence (
  epoch bigint primary key,
  position bigint not null,
  agency text,
  case_id uuid
);

create table access_leaf (
  position bigint primary key,
  recorded_at timestamptz not null,
  leaf bytea not null
);
create index access_leaf_by_time on access_leaf using brin (recorded_at);

create table access_record (
  position bigint primary key,
  agency text not null,
  case_id uuid,
  body bytea not null
);
create index access_record_by_case on access_record (case_id, position) where case_id is not null;
create index access_record_by_agency on access_record (agency, position);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: recorded history is never changed or removed; % is refused for every role', tg_table_name, tg_op
    using errcode = 'insufficient_privilege', hint = 'Record a correcting event instead; erasure destroys keys, not events.';
end $$;

create trigger append_only before update or delete or truncate on event execute function refuse_change();
create trigger append_only before update or delete or truncate on fence execute function refuse_change();
create trigger append_only before update or delete or truncate on access_leaf execute function refuse_change();
create trigger never_removed before delete or truncate on ledger execute function refuse_change();
create trigger never_removed before delete or truncate on access_ledger execute function refuse_change();
create trigger never_removed before delete or truncate on stream execute function refuse_change();

-- Moves the head of the events ledger, or refuses: the appender remembered a head that is no longer there.
create function advance_ledger(
  old_size bigint, old_root bytea, new_size bigint, new_streams bigint, new_epoch bigint, new_recorded_at timestamptz,
  new_root bytea, new_frontier bytea) returns void language plpgsql as $$
begin
  update reintegration.ledger
     set size = new_size, streams = new_streams, epoch = new_epoch, recorded_at = new_recorded_at, root = new_root, frontier = new_frontier
   where size = old_size and root = old_root;
  if not found then
    raise exception 'the head of the ledger has moved' using errcode = 'RE001';
  end if;
end $$;

create function advance_access_ledger(
  old_size bigint, old_root bytea, new_size bigint, new_recorded_at timestamptz, new_root bytea, new_frontier bytea, decided_epoch bigint)
  returns void language plpgsql as $$
begin
  if decided_epoch is distinct from (select epoch from reintegration.ledger) then
    raise exception 'a fence was raised since the answers were decided' using errcode = 'RE002';
  end if;
  update reintegration.access_ledger
     set size = new_size, recorded_at = new_recorded_at, root = new_root, frontier = new_frontier
   where size = old_size and root = old_root;
  if not found then
    raise exception 'the head of the access ledger has moved' using errcode = 'RE001';
  end if;
end $$;

grant usage on schema reintegration to reintegration_writer, reintegration_reader, reintegration_access;
grant select on ledger, stream, event, envelope, sealed, label, fence to reintegration_writer, reintegration_reader;
grant insert on stream, event, envelope, sealed, label, fence to reintegration_writer;
grant update on ledger, stream to reintegration_writer;
grant select on ledger, access_ledger, access_leaf, access_record to reintegration_access;
grant insert on access_leaf, access_record to reintegration_access;
grant update on access_ledger to reintegration_access;
revoke execute on all functions in schema reintegration from public;
grant execute on function advance_ledger to reintegration_writer;
grant execute on function advance_access_ledger to reintegration_access;
