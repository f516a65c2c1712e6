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
