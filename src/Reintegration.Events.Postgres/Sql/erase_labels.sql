delete from reintegration.label using reintegration.expunged where label.position = expunged.position
