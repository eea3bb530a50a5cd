"""What an outsider needs to check an entry is enough, and needs no key."""

import hashlib
import json

import pytest
from django.db import connection

import people
from ruggespraak.dossier.actions import record_entry
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.proof import proof_of
from ruggespraak.dossier.reading import Damaged, read
from ruggespraak.errors import NotPossible
from tampering import attack


@pytest.fixture
def entry(cast: people.Cast, episode: Episode) -> Entry:
    """The second entry, as the database gives it back; it holds what JSON may write in more than one way."""
    for story in ("eerst", "Van de stoep gestapt, é ü 🦶"):
        record_entry(episode, "note", {"story": story}, by=cast.anna)
    return Entry.objects.get(number=2)


def test_header_and_content_are_what_the_hashes_say(entry: Entry) -> None:
    proof = json.loads(json.dumps(proof_of(entry)))
    header = json.dumps(proof["header"], sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(header.encode()).hexdigest() == proof["hash"] == entry.hash
    salted = bytes.fromhex(proof["salt"]) + proof["content"].encode()
    assert hashlib.sha256(salted).hexdigest() == proof["header"]["commitment"]
    assert json.loads(proof["content"])["mode"] == read(entry).mode
    assert proof["header"]["previous"] == Entry.objects.get(number=1).hash and "🦶" in proof["content"]
    assert not {"hash", "tag"} & proof["header"].keys()


def test_what_was_changed_or_destroyed_has_no_proof(entry: Entry) -> None:
    stored = Entry._meta.pk.get_db_prep_value(entry.pk, connection)
    with attack() as attacker:
        attacker.run("UPDATE dossier_content SET sealed = %s WHERE entry_id = %s", b"x" * 60, stored)
        with pytest.raises(Damaged):
            proof_of(Entry.objects.get(pk=entry.pk))
        attacker.run("DELETE FROM dossier_content WHERE entry_id = %s", stored)
        with pytest.raises(NotPossible, match=r"vernietigd|destroyed"):
            proof_of(Entry.objects.get(pk=entry.pk))
