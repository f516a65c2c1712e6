-- $1 kind, $2 hash, $3 content, $4 the signed note.
insert into reintegration.policy_paper (kind, hash, content, note) values ($1, $2, $3, $4) on conflict do nothing
