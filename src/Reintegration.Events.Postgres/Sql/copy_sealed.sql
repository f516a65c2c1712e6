copy reintegration.sealed (position, path, person, wrapped_key, ciphertext) from stdin (format binary)
