"""The witness remembers the newest end of every chain, outside the database."""

import json
import threading
from dataclasses import replace
from uuid import uuid4

import pytest

from ruggespraak.audit import actions as audit
from ruggespraak.audit import witness
from ruggespraak.audit.actor import SYSTEM, Subject
from ruggespraak.audit.models import Head

ROOM = Subject("room", "7")


@pytest.fixture
def by():
    return replace(SYSTEM, practice_id=uuid4())


def seen_by_witness():
    return {seen.practice_id: seen.count for seen in map(witness.read, witness.files("log"))}


def test_it_hears_of_an_end_after_the_commit_only(by, django_capture_on_commit_callbacks, db):
    with django_capture_on_commit_callbacks() as callbacks:
        audit.look("page.seen", by=by, on=ROOM)
    assert seen_by_witness() == {}
    for callback in callbacks:
        callback()
    assert seen_by_witness() == {str(by.practice_id): 1}


def test_it_keeps_what_is_in_the_database(by, transactional_db):
    for _ in range(3):
        audit.look("page.seen", by=by, on=ROOM)
    head = Head.objects.get()
    [path] = witness.files("log")
    assert witness.read(path) == witness.Seen("log", str(by.practice_id), 3, head.hash, bytes(head.signature).hex())


def test_it_never_goes_back():
    late, early = (witness.Seen("log", "p", count, str(count), "") for count in (9, 8))
    witness.saw(late, str)
    witness.saw(early, str)
    assert [witness.read(path) for path in witness.files("log")] == [late]


def test_it_does_not_follow_a_chain_that_goes_another_way():
    known, further = witness.Seen("log", "p", 3, "3", ""), witness.Seen("log", "p", 9, "9", "")
    witness.saw(known, str)
    for hash_at in (lambda number: "another", lambda number: None):
        witness.saw(further, hash_at)
        assert [witness.read(path) for path in witness.files("log")] == [known]
    witness.saw(further, str)
    assert [witness.read(path) for path in witness.files("log")] == [further]


def test_many_at_once_leave_the_newest():
    ends = [witness.Seen("log", "p", count, str(count), "") for count in range(1, 41)]
    threads = [threading.Thread(target=witness.saw, args=(end, str)) for end in reversed(ends)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [witness.read(path).count for path in witness.files("log")] == [40]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"chain": "log"}', None])
def test_a_damaged_file_is_said_to_be_so(text):
    witness.saw(witness.Seen("log", "p", 1, "", ""), str)
    [path] = witness.files("log")
    path.write_text(text if text is not None else json.dumps({**json.loads(path.read_text()), "practice_id": "q"}))
    with pytest.raises(witness.Unreadable):
        witness.read(path)


def test_a_witness_that_cannot_write_does_not_undo_what_was_committed(by, transactional_db, settings, tmp_path, caplog):
    (tmp_path / "witness").write_text("a file where the folder should be")
    for name in ("root.key", "signing.key"):
        (tmp_path / name).write_bytes((settings.KEYS / name).read_bytes())
        (tmp_path / name).chmod(0o600)
    settings.KEYS = tmp_path
    audit.look("page.seen", by=by, on=ROOM)
    assert Head.objects.get().count == 1
    assert "on_commit" in caplog.text
