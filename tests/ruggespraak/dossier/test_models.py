"""What the tables themselves hold to."""

import pytest
from django.db import IntegrityError, connection, transaction

from ruggespraak.audit.kept import Kept
from ruggespraak.dossier.actions import record_entry
from ruggespraak.dossier.models import Content, Destruction, Episode


def remove_contents():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM dossier_content")
        return cursor.rowcount


@pytest.fixture
def entry(cast, episode):
    return record_entry(episode, "note", {"story": "een"}, by=cast.anna)


@pytest.mark.parametrize("table", ["entry", "content", "packversion"])
@pytest.mark.parametrize("statement", ["DELETE FROM dossier_{}", "UPDATE dossier_{} SET {} = {}"])
def test_nothing_signed_is_changed_or_removed(entry, table, statement):
    column = {"entry": "form", "content": "sealed", "packversion": "version"}[table]
    with pytest.raises(IntegrityError, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(f"{table}", column, column))


def test_contents_go_only_after_a_destruction_was_written(cast, episode, entry):
    with pytest.raises(IntegrityError, match="never"):
        remove_contents()
    Destruction(dossier=episode.dossier, practice=cast.practice, reason="Verzoek van de cliënt").save()
    assert remove_contents() == 1


def test_a_destruction_frees_the_contents_of_its_own_dossier_only(cast, elsewhere, episode, entry):
    from ruggespraak.dossier.actions import open_episode

    other = open_episode(cast.sven, "ankle_pain", cast.bram_at_work.user, by=cast.bram)
    record_entry(other, "note", {}, by=cast.bram)
    Destruction(dossier=episode.dossier, practice=cast.practice, reason="Verzoek van de cliënt").save()
    with pytest.raises(IntegrityError, match="never"):
        remove_contents()


def test_python_refuses_first(entry):
    for attempt in (entry.save, entry.delete, entry.content.delete, Content.objects.all().delete):
        with pytest.raises(Kept):
            attempt()


def test_one_open_episode_per_complaint(cast, episode):
    with pytest.raises(IntegrityError), transaction.atomic():
        Episode.objects.create(
            practice=cast.practice,
            patient=cast.noor,
            dossier=episode.dossier,
            therapist=cast.anna_at_work.user,
            complaint="ankle_pain",
            number=2,
        )
