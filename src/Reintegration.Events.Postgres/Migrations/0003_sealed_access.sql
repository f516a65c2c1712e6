-- Access records are sealed: what is not asked for by query is encrypted under a key of its own, wrapped under the access
-- key of its month. Records kept in the clear were of demonstrations only, and their leaves cannot be remade.
do $$
begin
  if exists (select from reintegration.access_leaf) then
    raise exception 'This database holds an access ledger of leaf version 0, whose records are not sealed. Only demonstrations were ever kept so. Start a new one: name an empty database, or another --data folder.'
      using errcode = 'RE003';
  end if;
end $$;

set local role reintegration_owner;
set local search_path = reintegration;

alter table access_record
  drop column body,
  add column month text not null,
  add column wrapped_key bytea not null,
  add column ciphertext bytea not null;

-- What is kept of the two trees beside their leaves, so that a proof need not read them all: derived, never trusted, and
-- filled off the path of an append. Ledger 0 is that of events, 1 that of access.
create table tree_index (
  ledger smallint primary key check (ledger in (0, 1)),
  size bigint not null check (size >= 0)
);
insert into tree_index values (0, 0), (1, 0);

-- Level 1: the hash of 256 leaves; level 2: of 256 hashes of level 1; and so on.
create table tree_hash (
  ledger smallint not null,
  level smallint not null,
  index bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  primary key (ledger, level, index)
);

-- The first eight bytes of a leaf hash; the leaf itself tells whether it is the one.
create table tree_leaf (
  prefix bigint not null,
  position bigint not null,
  ledger smallint not null
);
create index tree_leaf_by_prefix on tree_leaf (prefix);

-- Who signs checkpoints now. Signing twice would be harmless, as the signer's own memory sees to it, but wasteful.
create table signing_lease (
  one boolean primary key default true check (one),
  holder uuid not null,
  epoch bigint not null,
  until timestamptz not null
);

grant select, insert on tree_index, tree_hash, tree_leaf, signing_lease to reintegration_access;
grant update on tree_index, signing_lease to reintegration_access;
