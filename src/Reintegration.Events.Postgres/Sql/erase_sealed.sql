delete from reintegration.sealed using reintegration.expunged where sealed.position = expunged.position
