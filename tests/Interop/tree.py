"""Checks contracts/ledger/vectors.json with nothing but RFC 6962 and the standard library: tree.py VECTORS"""
import json
import sys
from base64 import b64decode
from hashlib import sha256


def leaf_hash(leaf):
    return sha256(b"\x00" + leaf).digest()


def root(hashes):
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return sha256(b"\x01" + root(hashes[:split]) + root(hashes[split:])).digest()


def climb(index, size, leaf, proof):
    """The root a path leads to, by the recursive definition read backwards; None if the path does not fit."""
    if size == 1:
        return leaf if not proof else None
    if not proof or len(proof[-1]) != 32:
        return None
    split = 1 << (size - 1).bit_length() - 1
    if index < split:
        left, right = climb(index, split, leaf, proof[:-1]), proof[-1]
    else:
        left, right = proof[-1], climb(index - split, size - split, leaf, proof[:-1])
    return sha256(b"\x01" + left + right).digest() if left and right else None


def grow(older, size, whole, known, proof):
    """Both roots a consistency proof leads to: (older, newer), or None if the proof does not fit."""
    if older == size:
        if whole:
            return (known, known) if not proof else None
        return (proof[0], proof[0]) if len(proof) == 1 else None
    if not proof:
        return None
    split = 1 << (size - 1).bit_length() - 1
    if older <= split:
        both = grow(older, split, whole, known, proof[:-1])
        return both and (both[0], sha256(b"\x01" + both[1] + proof[-1]).digest())
    both = grow(older - split, size - split, False, known, proof[:-1])
    return both and tuple(sha256(b"\x01" + proof[-1] + half).digest() for half in both)


def included(v):
    return 0 <= v["leafIdx"] < v["treeSize"] and climb(
        v["leafIdx"], v["treeSize"], b64decode(v["leafHash"]), [b64decode(h) for h in v["proof"]]
    ) == b64decode(v["root"])


def consistent(v):
    roots = b64decode(v["root1"]), b64decode(v["root2"])
    proof = [b64decode(h) for h in v["proof"]]
    return 0 < v["size1"] <= v["size2"] and grow(v["size1"], v["size2"], True, roots[0], proof) == roots


def canonical(v):
    # Python sorts by code point and writes some numbers otherwise, so only the value is compared here.
    return json.loads(v["text"]) == json.loads(v["canonical"])


if __name__ == "__main__":
    book = json.load(open(sys.argv[1], encoding="utf-8"))
    leaves = [leaf_hash(b"leaf %d" % i) for i in range(257)]
    wrong = [f"tree of {t['size']}" for t in book["trees"] if root(leaves[: t["size"]]) != b64decode(t["root"])]
    wrong += ["inclusion: " + v["desc"] for v in book["inclusion"] if included(v) == v["wantErr"]]
    wrong += ["consistency: " + v["desc"] for v in book["consistency"] if consistent(v) == v["wantErr"]]
    wrong += ["json: " + v["text"] for v in book["canonicalJson"] if not canonical(v)]
    for item in wrong:
        print(item)
    print(sum(len(book[k]) for k in ("trees", "inclusion", "consistency", "canonicalJson")), "checked,", len(wrong), "wrong")
    sys.exit(1 if wrong else 0)
