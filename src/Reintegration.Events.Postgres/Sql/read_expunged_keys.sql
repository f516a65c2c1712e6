select owner, person, max(generation) from reintegration.expunged_key group by owner, person
