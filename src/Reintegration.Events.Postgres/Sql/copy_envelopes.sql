copy reintegration.envelope (position, stream, owner, id, type, happened_at, request_digest, secret, body)
  from stdin (format binary)
