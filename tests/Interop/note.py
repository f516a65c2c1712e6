"""Checks the signed notes of contracts/ledger/vectors.json with openssl for the signatures: note.py VECTORS"""
import json
import os
import subprocess
import sys
import tempfile
from base64 import b64decode
from hashlib import sha256

# SubjectPublicKeyInfo of an Ed25519 key, up to the 32 bytes of the key itself.
PREFIX = bytes.fromhex("302a300506032b6570032100")


def openssl_accepts(key, message, signature):
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("key", "message", "signature")]
        for name, content in zip(names, (PREFIX + key, message, signature)):
            with open(name, "wb") as file:
                file.write(content)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin"]
        command += ["-inkey", names[0], "-in", names[1], "-sigfile", names[2]]
        return subprocess.run(command, capture_output=True).returncode == 0


def read_key(vkey):
    name, key_id, material = vkey.split("+", 2)
    material = b64decode(material)
    assert sha256(name.encode() + b"\n" + material).digest()[:4].hex() == key_id
    return (name, bytes.fromhex(key_id)), material


def accepted(note, keys):
    text, lines = note[: note.rindex("\n\n") + 1], note[note.rindex("\n\n") + 2 :].splitlines()
    results = []
    for line in lines:
        dash, name, material = line.split(" ")
        assert dash == "\u2014"
        material = b64decode(material)
        key = keys.get((name, material[:4]))
        if key is None:
            continue
        message, signature = text.encode(), material[4:]
        if key[0] == 4:
            seconds, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            message = b"cosignature/v1\ntime %d\n" % seconds + message
        results.append(openssl_accepts(key[1:], message, signature))
    return bool(results) and all(results)


if __name__ == "__main__":
    book = json.load(open(sys.argv[1], encoding="utf-8"))
    keys = dict(read_key(key["vkey"]) for key in book["keys"])
    wrong = [n["name"] for n in book["notes"] if accepted(n["note"], keys) != n["valid"]]
    for name in wrong:
        print(name)
    print(len(book["notes"]), "checked,", len(wrong), "wrong")
    sys.exit(1 if wrong else 0)
