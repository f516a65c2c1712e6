delete from reintegration.envelope using reintegration.expunged where envelope.position = expunged.position
