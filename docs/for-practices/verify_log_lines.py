#!/usr/bin/env python3
"""Checks lines of the log that somebody took along from Ruggespraak, without Ruggespraak and without the practice.

    python3 verify_log_lines.py logboek-2026-11.json
    python3 verify_log_lines.py logboek-2026-11.json log-roots.jsonl    (roots that you kept, or got from somebody else)

It needs Python 3.10 or later and nothing else; where the package `cryptography` is installed, it checks the signatures.
Exit code 0: nothing found. 1: something found.
"""

import hashlib
import json
import sys
from pathlib import Path

try:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None
PUBLISHED = ("number", "made_at", "size", "root", "previous")


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def sha256(data):
    return hashlib.sha256(data).digest()


def is_under(root, leaf, index, path):
    """From the leaf up, beside each hash of the path, to the root (RFC 9162, section 2.1.3.2)."""
    place, last, found = index, root["size"] - 1, leaf
    for beside in map(bytes.fromhex, path):
        if last == 0:
            return False
        is_right = place % 2 or place == last
        found = sha256(b"\x01" + beside + found) if is_right else sha256(b"\x01" + found + beside)
        while is_right and place and place % 2 == 0:
            place, last = place // 2, last // 2
        place, last = place // 2, last // 2
    return last == 0 and 0 <= index < root["size"] and found.hex() == root["root"]


def faults_of_lines(file):
    roots = {root["number"]: root for root in file["roots"]}
    for place, line in enumerate(file["lines"], start=1):
        proof = line["proof"]
        leaf = sha256(b"\x00" + canonical(line["told"]))
        if proof and not is_under(roots.get(proof["root"], {"size": 0}), leaf, proof["index"], proof["path"]):
            yield f"line {place} is not what was sealed"


def faults_of_roots(file, kept):
    for root in file["roots"]:
        number = root["number"]
        digest = hashlib.sha256(canonical({name: root[name] for name in PUBLISHED})).hexdigest()
        if Ed25519PublicKey and not is_signed(file["public_key"], digest, root["signature"]):
            yield f"root {number} was not signed with this key"
        if number in kept and kept[number] != root:
            yield f"another root {number} was published"


def is_signed(key, digest, signature):
    try:
        signed = f"ruggespraak:root:{digest}".encode()
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), signed)
    except Exception:
        return False
    return True


def main(path, kept_path=None):
    file = json.loads(Path(path).read_text(encoding="utf-8"))
    lines = Path(kept_path).read_text(encoding="utf-8").splitlines() if kept_path else []
    kept = {root["number"]: root for root in map(json.loads, lines)}
    found = [*faults_of_lines(file), *faults_of_roots(file, kept)]
    waiting = sum(line["proof"] is None for line in file["lines"])
    print("\n".join(f"CHANGED: {one}." for one in found))
    if not found:
        print(f"{len(file['lines']) - waiting} of {len(file['lines'])} lines are proved. {waiting} has no root yet.")
    print(UNSIGNED if Ed25519PublicKey is None else SIGNED + file["public_key"], UNSEEN, sep="\n")
    return 1 if found else 0


UNSIGNED = "NOT checked: the signatures, for want of the package `cryptography`."
SIGNED = "The signatures were compared with the key in the file. Is it that of your letters and paper copies? "
UNSEEN = """A proved line stood in the log when its root was made, exactly as it says here. What this cannot show: that
the file holds all lines about you, and that the practice had no second log. Roots from letters and others help there."""

if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as fault:
        sys.exit(f"This is not a file with lines of the log: {fault!r}")
