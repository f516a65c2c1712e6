-- Erasure: what is named, who may delete it, and a trigger that lets nothing else go.
do $$
begin
  begin
    if not exists (select from pg_roles where rolname = 'reintegration_eraser') then
      create role reintegration_eraser login;
    end if;
  exception when duplicate_object or unique_violation then null;
  end;
  if not pg_has_role(current_user, 'reintegration_eraser', 'member') then
    grant reintegration_eraser to current_user;
  end if;
end $$;

set local role reintegration_owner;
set local search_path = reintegration;

-- Written by the appender in the transaction of the RecordExpunged itself. What an erased event did to others' sharing
-- cannot be replayed, and a minor stays protected: two bits that say so are all that is kept of it.
create table expunged (
  position bigint primary key,
  by_position bigint not null check (by_position > position),
  stream bigint not null,
  governed boolean not null,
  juvenile boolean not null
);
create index expunged_by on expunged (by_position);
create index expunged_of_stream on expunged (stream);

-- Data keys that were closed for an erasure: every start destroys those that a restored folder brought back.
create table expunged_key (
  by_position bigint not null,
  owner text not null,
  person text not null,
  generation integer not null check (generation >= 0),
  primary key (by_position, owner, person)
);

create trigger append_only before update or delete or truncate on expunged execute function refuse_change();
create trigger append_only before update or delete or truncate on expunged_key execute function refuse_change();
create trigger append_only before update or truncate on envelope execute function refuse_change();
create trigger append_only before update or truncate on sealed execute function refuse_change();
create trigger append_only before update or truncate on label execute function refuse_change();

create function refuse_unnamed() returns trigger language plpgsql as $$
begin
  if not exists (
    select from reintegration.expunged
      join reintegration.envelope as named on named.position = expunged.by_position
     where expunged.position = old.position and expunged.by_position > old.position
       and named.type = 'reintegration.governance.record-expunged.v1') then
    raise exception 'position % of % is not named by a RecordExpunged at a later position', old.position, tg_table_name
      using errcode = 'insufficient_privilege', hint = 'Erasure is proposed and approved as events; it is never done by hand.';
  end if;
  return old;
end $$;

create trigger only_expunged before delete on envelope for each row execute function refuse_unnamed();
create trigger only_expunged before delete on sealed for each row execute function refuse_unnamed();
create trigger only_expunged before delete on label for each row execute function refuse_unnamed();

revoke execute on function refuse_unnamed from public;
grant usage on schema reintegration to reintegration_eraser;
grant select on expunged, expunged_key to reintegration_writer, reintegration_reader, reintegration_eraser;
grant insert on expunged, expunged_key to reintegration_writer;
grant select on envelope, sealed, label to reintegration_eraser;
grant delete on envelope, sealed, label to reintegration_eraser;
