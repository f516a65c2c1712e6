-- $1 keys.
select key, text from reintegration.released_kind where key = any($1)
