#!/usr/bin/env python3
"""Checks a record that somebody took along from Ruggespraak, without Ruggespraak and without the practice.

    python3 verify_record.py kopie-2026-11-24-ab12cd.json
    python3 verify_record.py kopie-2026-11-24-ab12cd.json KEY    (the 64 signs on the first page of the paper copy)

It names every part that was changed, and says what it cannot see. It needs Python 3.10 or later and nothing else; where
the package `cryptography` is installed, it checks the signatures too. Exit code 0: nothing found. 1: something found.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

try:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def decoded(decode, text):
    try:
        return decode(text)
    except ValueError:
        return b"not even readable"


def said_in(entry):
    try:
        return {"also": {}, "text": {}} | json.loads(entry["content"])
    except (ValueError, TypeError):
        return {"also": {}, "text": {}}


def once(pairs):
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key stands twice, so that two readers may read two things")
    return dict(pairs)


def parts_of(record):
    """What the seal lists: whatever stands at the top, and of a list each of its items."""
    for section, value in sorted(record.items()):
        items = value if isinstance(value, list) else [value]
        for item in () if section == "seal" else items:
            named = item.get("header", item) if items is value else {}
            yield " ".join([section, *(str(named[key]) for key in ("number", "id", "hash") if key in named)][:2]), item


def against_seal(record):
    """Is everything here that was sealed, as it was, in its order, and nothing else?"""
    was, now = record["seal"]["parts"], [[name, sha256(canonical(part))] for name, part in parts_of(record)]
    sealed, found = dict(was), dict(now)
    yield from (f"{name} is missing" for name in sealed if name not in found)
    yield from (f"{name} was added" for name in found if name not in sealed)
    yield from (f"{name} was changed" for name in found if sealed.get(name, found[name]) != found[name])
    if len(now) != len(found):
        yield "something is there twice"
    kept = [name for name, _ in was if name in found], [name for name in found if name in sealed]
    yield from [f"{name} stands in another place" for name, other in zip(*kept, strict=True) if name != other][:1]


def against_hashes(record):
    """Does each entry belong to its hash and to the one before, and is what it points to here?"""
    by_hash, before = {entry["hash"]: entry for entry in record["entries"]}, None
    here = {entry["header"]["id"] for entry in record["entries"]} | {pack["hash"] for pack in record["pathways"]}
    for entry in record["entries"]:
        header, name = entry["header"], f"entries {entry['header']['number']}"
        if sha256(canonical(header)) != entry["hash"]:
            yield f"{name}: who, when or about what is not as it was signed"
        if before and header["number"] <= before["header"]["number"]:
            yield f"{name}: not in the order in which it was signed"
        if before and header["number"] == before["header"]["number"] + 1 and header["previous"] != before["hash"]:
            yield f"{name}: does not follow on entry {before['header']['number']}; one of the two was replaced"
        if not {header[link] for link in ("about_id", "corrects_id", "pack_id") if header[link]} <= here:
            yield f"{name}: the entry or pathway version that it points to is missing"
        if sha256(decoded(bytes.fromhex, entry["salt"]) + entry["content"].encode()) != header["commitment"]:
            yield f"{name}: what it says (answers, text, outcome) is not what was signed"
        yield from (f"{name}: {fault}" for fault in against_answered(said_in(entry)["also"], by_hash))
        before = entry
    for letter in record["letters"]:
        if sha256(decoded(base64.b64decode, letter["pdf"])) != letter["digest"]:
            yield f"letters {letter['id']}: not the letter that was made"
    for pack in record["pathways"]:
        if sha256(pack["content"].encode()) != pack["hash"]:
            yield f"pathways {pack['hash']}: not the version that entries were made with"


def against_answered(also, by_hash):
    """A consent names the version and the text that it was given for: are those here?"""
    bound = also.get("plan_hash") or also.get("letter_hash")
    if bound and bound not in by_hash:
        yield "the version that was answered is missing"
    elif bound and "text_hash" in also:
        texts = said_in(by_hash[bound])["text"].values()
        if also["text_hash"] not in {sha256(text.encode()) for text in texts}:
            yield "the text that was answered is not the text of that version"


def against_signatures(record, key):
    """Did the holder of this key sign the seal and the ends of the practice's chains?"""
    seal, of = record["seal"], record["practice"]["id"]
    signed = {"seal": (seal["signature"], f"ruggespraak:record:{sha256(canonical(seal['parts']))}")}
    for chain, end in record["ends"].items():
        signed[f"ends {chain}"] = end["signature"], f"ruggespraak:{chain}:{of}:{end['count']}:{end['hash']}"
    for name, (signature, words) in signed.items():
        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), words.encode())
        except Exception:
            yield f"{name}: not signed with this key"


def main(path, key=None):
    record = json.loads(Path(path).read_text(encoding="utf-8"), object_pairs_hook=once)
    found = [*against_hashes(record), *against_seal(record)]
    if Ed25519PublicKey:
        found += against_signatures(record, key or record["seal"]["public_key"])
    counted = (f"{len(record[section])} {section}" for section in ("entries", "letters", "pathways", "looks"))
    print(f"Looked at {', '.join(counted)}; made {record['made_at']}.")
    print("\n".join(f"CHANGED: {one}." for one in found) or PROVED)
    print(
        UNSIGNED if Ed25519PublicKey is None else SIGNED if key else OWN_KEY + record["seal"]["public_key"],
        UNSEEN,
        sep="\n",
    )
    return 1 if found else 0


PROVED = """Nothing was changed, as far as can be seen here: what each entry says belongs to its hash, letters and
pathway versions to theirs, consents to the text they were given for, and everything to the list in the seal."""
UNSIGNED = """NOT checked: the signatures, for want of the package `cryptography`. Whoever changed a part and every hash
of it alike is not seen."""
SIGNED = "The signatures were compared with the key that you gave."
OWN_KEY = "The signatures were compared with the key in the file itself. Is it that of the paper copy? "
UNSEEN = """What cannot be seen from this file: whether the practice put in all it has; whether what was signed is true;
and what stands in the gaps, for entries of others stand between these in the practice's chain. `looks` are the
practice's own words; their hashes bind it to the full lines, which it can show."""

if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as fault:
        sys.exit(f"This is not a whole record file: {fault!r}")
