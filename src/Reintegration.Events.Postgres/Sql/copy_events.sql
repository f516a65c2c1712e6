copy reintegration.event (position, stream, version, name_digest, leaf) from stdin (format binary)
