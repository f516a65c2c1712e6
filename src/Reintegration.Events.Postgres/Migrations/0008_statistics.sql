set local role reintegration_owner;
set local search_path = reintegration;

-- Counts of people as they were published: protected before they came here, and never changed.
create table statistics_cutoff (
  cutoff timestamptz primary key,
  kept_at timestamptz not null default clock_timestamp()
);
create table statistics_snapshot (
  id text primary key,
  cutoff timestamptz not null references statistics_cutoff,
  body bytea not null
);

-- Nobody is counted twice.
create table statistics_counted (
  "case" uuid primary key,
  snapshot text not null references statistics_snapshot
);

-- Who asked for which table of two dimensions, and whether they were told.
create table statistics_asked (
  number bigint generated always as identity primary key,
  snapshot text not null references statistics_snapshot,
  first text not null,
  second text not null,
  agency text not null,
  official text not null,
  asked_at timestamptz not null,
  told boolean not null
);
create index statistics_asked_by_snapshot on statistics_asked (snapshot);

grant select, insert on statistics_cutoff, statistics_snapshot, statistics_counted, statistics_asked to reintegration_access;
-- Only to hold a snapshot while its log is read: nothing in it may change.
grant update (id) on statistics_snapshot to reintegration_access;
