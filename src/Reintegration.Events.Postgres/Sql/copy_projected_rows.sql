copy reintegration.projected_row (case_id, generation, audience, key, position, epoch, valid_until, concerns, body, released) from stdin (format binary)
