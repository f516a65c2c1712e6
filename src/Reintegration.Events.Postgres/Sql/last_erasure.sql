select coalesce(max(by_position), -1) from reintegration.expunged
