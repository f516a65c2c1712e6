"""Checks what a ledger serves, with openssl and hashlib alone: served.py FOLDER

FOLDER holds checkpoint, vkeys (the log's key and its witnesses'), and the lowest tiles, tile-0, tile-1, ... in order.
"""
import os
import sys
from base64 import b64decode

from note import accepted, read_key
from tree import root

folder = sys.argv[1]


def read(name):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


note = read("checkpoint").decode()
keys = dict(read_key(line) for line in read("vkeys").decode().splitlines())
origin, size, signed = note.split("\n")[:3]
hashes = b""
for number in range((int(size) + 255) // 256):
    hashes += read("tile-%d" % number)
leaves = [hashes[i : i + 32] for i in range(0, len(hashes), 32)]
wrong = []
if not accepted(note, keys):
    wrong.append("signature")
if not all(name in [line.split(" ")[1] for line in note.splitlines() if line.startswith("\u2014")] for name, _ in keys):
    wrong.append("a key has not signed")
if origin not in [name for name, _ in keys]:
    wrong.append("origin")
if len(leaves) != int(size) or root(leaves) != b64decode(signed):
    wrong.append("root")
print(size, "leaves,", len(keys), "keys;", "wrong: " + ", ".join(wrong) if wrong else "all right")
sys.exit(1 if wrong else 0)
