-- $1 kind, $2 hash.
select content, note from reintegration.policy_paper where kind = $1 and hash = $2
