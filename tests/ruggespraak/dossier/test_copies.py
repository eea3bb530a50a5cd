"""An older copy of the database is put back, and work goes on: the witness does not forget."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

import people
from ruggespraak.audit import witness
from ruggespraak.audit.models import Head as LogHead
from ruggespraak.audit.models import Line
from ruggespraak.dossier.actions import accept_older_copy, open_episode, record_entry
from ruggespraak.dossier.models import Entry, Head
from ruggespraak.dossier.verify import verify
from ruggespraak.errors import NotPossible
from tampering import triggers_lifted


@pytest.fixture
def cast(transactional_db):
    return people.cast()


@pytest.fixture
def put_back(cast):
    """Three entries were made; then the state after the second is put back, and a fourth and a fifth are made."""
    episode = open_episode(cast.noor, "ankle_pain", cast.anna_at_work.user, by=cast.anna)
    for story in ("een", "twee"):
        record_entry(episode, "note", {"story": story}, by=cast.anna)
    ends = [LogHead.objects.get(practice_id=cast.practice.id), Head.objects.get(practice=cast.practice)]
    record_entry(episode, "note", {"story": "drie"}, by=cast.anna)
    with triggers_lifted(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM dossier_content WHERE entry_id IN (SELECT id FROM dossier_entry WHERE number > 2)")
        cursor.execute("DELETE FROM dossier_entry WHERE number > 2")
        cursor.execute("DELETE FROM audit_line WHERE event = 'entry.recorded' AND number > %s", [ends[0].count])
    for end in ends:
        end.save()
    return episode


def sentences():
    return [finding.sentence for finding in verify().findings]


def test_it_is_named_at_once_and_after_work_went_on(cast, put_back):
    assert "The witness saw entry 3, but the database ends at 2" in sentences()[1]
    for story in ("drie anders", "vier", "vijf"):
        record_entry(put_back, "note", {"story": story}, by=cast.anna)
    assert "Entry 3 is another one than the witness saw: it was replaced." in sentences()
    assert [witness.read(path).count for path in witness.files("dossier")] == [3]


def test_someone_who_put_it_back_on_purpose_says_so_and_the_log_keeps_it(cast, put_back, capsys):
    call_command("verify", accept_older_copy="Schijf stuk, kopie van maandag")
    assert "the witness saw 3 rows, 2 stand" in capsys.readouterr().out
    assert sentences() == []
    lines = Line.objects.filter(event="copy.accepted", practice_id=cast.practice.id).order_by("number")
    assert [(line.object_id, line.purpose) for line in lines] == [
        ("log", "Schijf stuk, kopie van maandag"),
        ("dossier", "Schijf stuk, kopie van maandag"),
    ]
    assert lines[1].fields["seen"] == 3 and lines[1].fields["stands"] == 2
    record_entry(put_back, "note", {"story": "drie anders"}, by=cast.anna)
    assert sentences() == []
    assert [witness.read(path).count for path in witness.files("dossier")] == [Entry.objects.count()]


def test_there_must_be_something_to_accept_and_a_reason(cast, put_back):
    with pytest.raises(NotPossible):
        accept_older_copy("  ", by=people.system())
    accept_older_copy("Kopie teruggezet", by=people.system())
    with pytest.raises(NotPossible):
        accept_older_copy("Nog eens", by=people.system())
    with pytest.raises(CommandError):
        call_command("verify", accept_older_copy="Nog eens")
