-- Feeds: references and numbers, never what an event says. Derived from the ledger but for what was handed over and
-- acknowledged, so a number that was given once stays what it was.
do $$
begin
  begin
    if not exists (select from pg_roles where rolname = 'reintegration_feeder') then
      create role reintegration_feeder login;
    end if;
  exception when duplicate_object or unique_violation then null;
  end;
  if not pg_has_role(current_user, 'reintegration_feeder', 'member') then
    grant reintegration_feeder to current_user;
  end if;
end $$;

set local role reintegration_owner;
set local search_path = reintegration;

-- Who writes feeds now, and how far the walk has come. Every step moves this row under the epoch it was begun under.
create table feed_writer (
  one boolean primary key default true check (one),
  holder uuid,
  epoch bigint not null,
  until timestamptz not null,
  position bigint not null,
  instant timestamptz not null
) with (fillfactor = 10);
insert into feed_writer (epoch, until, position, instant) values (0, 'epoch', -1, 'epoch');

create table feed (
  id bigint primary key generated always as identity,
  agency text not null,
  purpose text not null,
  legal_basis text not null,
  last bigint not null,
  unique (agency, purpose, legal_basis)
) with (fillfactor = 50);

-- The nil UUID stands for "about no case", as in stream.
create table feed_item (
  feed bigint not null,
  number bigint not null check (number > 0),
  kind smallint not null check (kind between 0 and 2),
  case_id uuid not null,
  position bigint not null,
  about bigint not null,
  owner text not null,
  event uuid not null,
  shown uuid check (shown is null = (kind = 2)),
  at timestamptz not null,
  handed_at timestamptz,
  with_content boolean not null default false,
  acknowledged_at timestamptz,
  primary key (feed, number)
) with (fillfactor = 80);
create index feed_item_of_event on feed_item (feed, position, number);
create index feed_item_of_case on feed_item (case_id, feed, position, number);
create index feed_item_taken_back on feed_item (position, feed, number) where kind > 0;
create index feed_item_taken_back_in_case on feed_item (case_id, position, feed, number) where kind > 0;
create index feed_item_taken_back_of_owner on feed_item (owner, position, feed, number) where kind > 0;

-- When each case must be decided again although nothing is recorded; the nil UUID as above.
create table feed_case (
  case_id uuid primary key,
  due timestamptz
) with (fillfactor = 70);
create index feed_case_due on feed_case (due, case_id) where due is not null;

-- What was given is never unsaid: numbers and what they stand for do not change, and nothing is removed.
create function refuse_unsaying() returns trigger language plpgsql as $$
begin
  if (new.feed, new.number, new.kind, new.case_id, new.position, new.about, new.owner, new.event, new.shown, new.at)
     is distinct from (old.feed, old.number, old.kind, old.case_id, old.position, old.about, old.owner, old.event, old.shown, old.at)
     or (old.handed_at is not null and new.handed_at is distinct from old.handed_at)
     or (old.with_content and not new.with_content)
     or (old.acknowledged_at is not null and new.acknowledged_at is distinct from old.acknowledged_at) then
    raise exception 'item % of feed % was given; it is not changed afterwards', old.number, old.feed
      using errcode = 'insufficient_privilege', hint = 'A later item amends or recalls it.';
  end if;
  return new;
end $$;
create trigger never_unsaid before update on feed_item for each row execute function refuse_unsaying();
create trigger never_removed before delete or truncate on feed_item execute function refuse_change();
create trigger never_removed before delete or truncate on feed execute function refuse_change();

revoke execute on function refuse_unsaying from public;
grant usage on schema reintegration to reintegration_feeder;
grant select, insert, update on feed, feed_item, feed_case to reintegration_feeder;
grant select, update on feed_writer to reintegration_feeder;
