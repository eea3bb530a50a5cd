"""Several people at once: the chain stays whole."""

from django.db import connection

from ruggespraak.audit import actions as audit
from ruggespraak.audit import witness
from ruggespraak.audit.models import Line
from ruggespraak.dossier.actions import open_episode, record_entry
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.verify import verify

ROUNDS = 12


def test_people_who_record_at_once_keep_the_chain_whole(transactional_db, together):
    import people

    cast = people.cast()
    noor = open_episode(cast.noor, "ankle_pain", cast.anna_at_work.user, by=cast.anna)
    sven = open_episode(cast.sven, "ankle_pain", cast.bram_at_work.user, by=cast.bram)

    def record(episode, by):
        record_entry(Episode.objects.get(pk=episode.pk), "note", {"story": "tegelijk"}, by=by)

    def look_then_record():
        # As the rooms do: an event around the recording, which holds the log before the entries.
        with audit.event("note.signed", by=cast.bram, on=sven.audit_subject):
            record(sven, cast.bram)

    faults = together(
        lambda: record(noor, cast.anna),
        look_then_record,
        lambda: audit.look("episode.seen", by=cast.chris, on=noor.audit_subject),
    )
    assert faults == []
    report = verify()
    assert report.findings == []
    assert (Entry.objects.count(), report.notes) == (2 * ROUNDS, [])
    assert Line.objects.filter(event="episode.seen").count() == ROUNDS
    assert [witness.read(path).count for path in witness.files("dossier")] == [2 * ROUNDS]


def test_two_who_correct_the_same_entry_at_once_leave_one_correction(transactional_db, together):
    import people
    from ruggespraak.dossier.actions import correct_entry
    from ruggespraak.errors import NotPossible

    cast = people.cast()
    episode = open_episode(cast.noor, "ankle_pain", cast.anna_at_work.user, by=cast.anna)
    wrong = record_entry(episode, "note", {"story": "fuot"}, by=cast.anna)

    def correct():
        correct_entry(Entry.objects.get(pk=wrong.pk), {"story": "fout"}, by=cast.anna, reason="Tikfout")

    faults = together(correct, correct, times=1)
    assert [type(fault) for fault in faults] == [NotPossible]
    assert Entry.objects.count() == 2
    assert verify().is_whole


def test_a_check_does_not_hold_up_those_who_write(transactional_db, together):
    import people
    from ruggespraak.audit.verify import one_moment

    cast = people.cast()
    before = Line.objects.count()
    with one_moment():
        assert Line.objects.count() == before
        assert together(lambda: audit.look("page.seen", by=cast.anna, on=cast.noor.audit_subject), times=1) == []
        assert Line.objects.count() == before
    assert Line.objects.count() == before + 1


def test_runs_on_its_own_connection(transactional_db, together):
    """The threads above are real: each has its own connection to the database."""
    seen = []
    assert together(lambda: seen.append(id(connection.cursor().connection)), times=1) == []
    assert seen and id(connection.cursor().connection) not in seen
