-- Policy bundles and the reports on what they would change: named by hash in the ledger's events, kept here whole. Nobody may
-- change or remove one, so that whatever was decided can be decided again.
set local role reintegration_owner;
set local search_path = reintegration;

create table policy_paper (
  kind smallint not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  content bytea not null,
  note text not null,
  primary key (kind, hash)
);

grant select, insert on policy_paper to reintegration_access;
