"""Recording, reading and correcting entries."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import people
from ruggespraak import clock
from ruggespraak.audit.models import Line
from ruggespraak.dossier.actions import correct_entry, open_episode, record_entry, save_draft
from ruggespraak.dossier.models import Content, Entry, Episode, PackVersion
from ruggespraak.dossier.packs import pathway, pathway_of
from ruggespraak.dossier.reading import Damaged, answers_by_form, in_place, latest, read, read_all, read_latest
from ruggespraak.errors import NotAllowed, NotPossible

SCREENING = {"swollen": False, "weight": Decimal("71.50"), "story": "Van de stoep gestapt, é ü 🦶"}


def test_what_was_signed_is_read_back_exactly(cast, episode):
    entry = record_entry(episode, "screening", {**SCREENING, "weight": "71,5"}, by=cast.anna)
    reading = read(Entry.objects.get(pk=entry.pk))
    assert reading.answers == {**SCREENING, "weight": Decimal("71.5")}
    assert (reading.form, reading.mode, reading.is_corrected) == ("screening", "advise", False)
    assert (reading.entry.author_name, reading.entry.author_role) == ("Anna Smit", "therapist")
    assert reading.asked.title.nl == "Screening"


def test_the_record_computes_the_level_itself_over_earlier_answers_too(cast, episode):
    calm = read(record_entry(episode, "screening", SCREENING, by=cast.anna))
    assert calm.evaluation.level != "call"
    record_entry(episode, "self_check", {"cannot_stand": True, "pain": 3}, by=people.account_of(cast.noor).as_actor())
    assert read(record_entry(episode, "screening", SCREENING, by=cast.anna)).evaluation.level == "call"


def test_in_inform_mode_no_level_is_stored(cast, episode, settings):
    settings.MODE = "inform"
    reading = read(record_entry(episode, "self_check", {"cannot_stand": True}, by=cast.anna))
    assert (reading.evaluation, reading.mode) == (None, "inform")


def test_a_form_without_a_level_has_no_evaluation(cast, episode):
    assert read(record_entry(episode, "note", {"story": "Gebeld."}, by=cast.anna)).evaluation is None


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"story": "Gevallen"}, "Is de enkel dik?"),
        ({"swollen": None}, "Is de enkel dik?"),
        ({"swollen": "misschien"}, "Is de enkel dik?"),
        ({"swollen": True, "weight": 900}, "Hoeveel weeg je?"),
        ({"swollen": True, "level": "none"}, "level"),
    ],
)
def test_incomplete_or_invalid_answers_are_refused_by_name_and_leave_nothing(cast, episode, answers, words):
    lines = Line.objects.count()
    with pytest.raises(NotPossible, match=words):
        record_entry(episode, "screening", answers, by=cast.anna)
    assert (Entry.objects.count(), Content.objects.count(), Line.objects.count()) == (0, 0, lines)


def test_an_entry_keeps_its_pack_version_when_the_pack_changes(cast, episode, monkeypatch):
    entry = record_entry(episode, "screening", SCREENING, by=cast.anna)
    old = pathway_of(entry)
    newer = replace(pathway("ankle_pain"), version="2.0.0")
    monkeypatch.setattr("ruggespraak.dossier.packs.pathway", lambda complaint: newer)
    second = record_entry(episode, "note", {"story": "Nieuw"}, by=cast.anna)
    assert (pathway_of(entry).version, pathway_of(second).version) == ("1.0.0", "2.0.0")
    assert pathway_of(entry) is old
    assert PackVersion.objects.count() == 2


def test_the_text_shown_and_what_belongs_to_it_are_kept(cast, episode):
    text = {"nl": "Je gaat oefenen.", "en": "You will exercise."}
    reading = read(record_entry(episode, "note", {}, by=cast.anna, text=text, also={"reasons": {"consent": "…"}}))
    assert (reading.text, reading.also) == (text, {"reasons": {"consent": "…"}})


def test_the_log_line_repeats_number_and_hash_in_the_same_transaction(cast, episode):
    entry = record_entry(episode, "screening", SCREENING, by=cast.anna)
    line = Line.objects.order_by("number").last()
    assert (line.event, line.object_id, line.action) == ("entry.recorded", str(entry.id), "C")
    assert line.fields == {"form": "screening", "number": entry.number, "hash": entry.hash}
    assert line.patient_handle == cast.noor.handle


def test_the_draft_goes_when_the_form_is_signed(cast, episode):
    save_draft(episode, "screening", SCREENING, based_on=0, by=cast.anna)
    record_entry(episode, "screening", SCREENING, by=cast.anna)
    assert not episode.drafts.exists()


def test_a_correction_is_a_new_entry_and_both_stay(cast, episode):
    happened_at = clock.now() - timedelta(days=1)
    wrong = record_entry(episode, "screening", SCREENING, by=cast.anna, occurred_at=happened_at)
    right = correct_entry(wrong, {**SCREENING, "swollen": True}, by=cast.anna, reason="Links en rechts verwisseld")
    readings = read_all(episode)
    assert [one.is_corrected for one in readings] == [True, False]
    assert (right.corrects, right.occurred_at) == (wrong, happened_at)
    assert readings[1].also["reason"] == "Links en rechts verwisseld"
    assert latest(readings, "screening").entry == right
    assert answers_by_form(readings)["screening"]["swollen"] is True
    assert read(wrong).is_corrected


def test_a_late_correction_of_an_older_entry_is_not_the_newest(cast, episode):
    """It says what the older one should have said; what was found since still stands."""
    older = record_entry(episode, "screening", SCREENING, by=cast.anna)
    newer = record_entry(episode, "screening", {**SCREENING, "swollen": True}, by=cast.anna)
    once = correct_entry(older, {**SCREENING, "weight": 72}, by=cast.anna, reason="Ander gewicht")
    again = correct_entry(once, {**SCREENING, "weight": 73}, by=cast.anna, reason="Nog een ander gewicht")
    readings = read_all(episode)
    assert [one.entry for one in in_place(readings)] == [again, newer]
    assert latest(readings, "screening").entry == newer
    assert answers_by_form(readings)["screening"]["swollen"] is True
    assert [one.entry for one in read_latest(episode, ["screening"])] == [newer]


def test_the_level_rests_on_the_newest_entry_and_not_on_a_late_correction(cast, episode):
    noor = people.account_of(cast.noor).as_actor()
    older = record_entry(episode, "self_check", {"cannot_stand": False, "pain": 1}, by=noor)
    newer = record_entry(episode, "self_check", {"cannot_stand": True, "pain": 3}, by=noor)
    correct_entry(older, {"cannot_stand": False, "pain": 2}, by=cast.anna, reason="Verkeerd getal")
    screening = read(record_entry(episode, "screening", SCREENING, by=cast.anna))
    assert screening.rests_on == {"self_check": newer.number}
    assert screening.evaluation.level == "call"


def test_an_entry_is_corrected_once_and_with_a_reason(cast, episode):
    wrong = record_entry(episode, "screening", SCREENING, by=cast.anna)
    with pytest.raises(NotPossible, match=r"waarom|why"):
        correct_entry(wrong, SCREENING, by=cast.anna, reason=" ")
    correct_entry(wrong, SCREENING, by=cast.anna, reason="Tikfout")
    with pytest.raises(NotPossible, match=r"al gecorrigeerd|already"):
        correct_entry(wrong, SCREENING, by=cast.anna, reason="Nog een")


def test_who_may_sign_what(cast, episode, elsewhere):
    noor = people.account_of(cast.noor).as_actor()
    record_entry(episode, "self_check", {"cannot_stand": False}, by=noor)
    for actor in (noor, cast.front_desk, elsewhere.anna, people.system()):
        with pytest.raises(NotAllowed):
            record_entry(episode, "screening", SCREENING, by=actor)


def test_nothing_is_recorded_in_the_future_or_about_another_dossier(cast, episode):
    with pytest.raises(NotPossible):
        record_entry(episode, "note", {}, by=cast.anna, occurred_at=clock.now() + timedelta(minutes=1))
    other = open_episode(cast.sven, "ankle_pain", cast.bram_at_work.user, by=cast.bram)
    about = record_entry(other, "note", {}, by=cast.bram)
    with pytest.raises(NotPossible):
        record_entry(episode, "note", {}, by=cast.anna, about=about)


def test_a_content_of_another_entry_does_not_open_here(cast, episode):
    first = record_entry(episode, "note", {"story": "Een"}, by=cast.anna)
    second = record_entry(episode, "note", {"story": "Twee"}, by=cast.anna)
    first.content.sealed = second.content.sealed
    with pytest.raises(Damaged, match=str(first.number)):
        read(first)


def test_a_dossier_given_to_another_patient_does_not_open(cast, episode):
    entry = record_entry(episode, "note", {"story": "Van Noor"}, by=cast.anna)
    entry.dossier.patient = cast.sven
    with pytest.raises(Damaged):
        read(entry)


def test_the_number_of_queries_does_not_grow_with_the_episode(cast, episode):
    def count(act):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            act()
        return len(queries)

    def fresh():
        return Episode.objects.select_related("patient", "dossier").get(pk=episode.pk)

    def record(episode):
        return record_entry(episode, "screening", SCREENING, by=cast.anna)

    record(fresh())
    one = fresh()
    writes, reads = count(lambda: record(one)), count(lambda: read_all(one))
    for _ in range(10):
        record(fresh())
    many = fresh()
    assert count(lambda: record(many)) == writes <= 20
    assert count(lambda: read_all(many)) == reads == 1


def test_the_hash_is_the_same_after_a_reload(cast, episode):
    summer = datetime(2026, 7, 1, 12, 0, 0, 120, tzinfo=UTC)
    with clock.standing_at(summer):
        entry = record_entry(episode, "screening", SCREENING, by=cast.anna, occurred_at=summer)
    again = Entry.objects.get(pk=entry.pk)
    assert again.compute_hash() == entry.hash == again.hash
    line = Line.objects.order_by("number").last()
    assert line.compute_hash() == line.hash
