"""Prescribing, stopping and logging: who may, when, and what is kept."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from django.db import DatabaseError, connection, transaction

import people
import said
from ruggespraak import clock
from ruggespraak.audit.kept import Kept
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import sign
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.exercises import actions, doing
from ruggespraak.exercises.models import Log
from ruggespraak.exercises.prescription import prescription_now

BRIDGE = {"exercise": "ex_bridge", "sets": 2, "reps": 10, "days_a_week": 3}


def noor_of(cast: people.Cast):
    return people.account_of(cast.noor).as_actor()


def tap(episode: Episode, by, felt: str = "just_right", pain: int | None = None, exercise: str = "ex_bridge", key=None):
    return actions.log(episode, exercise, felt, pain, client_id=key or uuid4(), by=by)


def test_the_newest_prescription_counts_and_the_older_one_stays(
    cast: people.Cast, screened: Episode, prescribed: Entry
) -> None:
    assert [one.exercise.id for one in prescription_now(screened).exercises] == ["ex_bridge", "ex_walking"]
    newer = actions.prescribe(screened, said.exercises({**BRIDGE, "reps": 12}), by=cast.anna)
    now = prescription_now(screened)
    assert now.reading.entry == newer and [one.row["reps"] for one in now.exercises] == [12]
    assert Entry.objects.filter(pk=prescribed.pk).exists()


def test_a_dose_in_words_leaves_out_what_goes_without_saying(screened: Episode, prescribed: Entry) -> None:
    bridge, walking = prescription_now(screened).exercises
    assert bridge.dose == "2 sets, 10 herhalingen, 3 dagen per week"
    assert walking.dose == "10 minuten, 5 dagen per week" and walking.seconds == 600
    assert bridge.code.endswith("-1") and walking.code[:8] == bridge.code[:8]


def test_nothing_is_prescribed_before_a_screening_or_after_niet_pluis(cast: people.Cast, episode: Episode) -> None:
    with pytest.raises(NotPossible, match="screening"):
        actions.prescribe(episode, said.exercises(), by=cast.anna)
    sign(episode, "screening", said.niet_pluis(), by=cast.anna)
    with pytest.raises(NotPossible, match="niet-pluis"):
        actions.prescribe(episode, said.exercises(), by=cast.anna)


def test_only_who_signs_entries_prescribes(cast: people.Cast, screened: Episode) -> None:
    for actor in (cast.front_desk, noor_of(cast)):
        with pytest.raises(NotAllowed):
            actions.prescribe(screened, said.exercises(), by=actor)


def test_an_absolute_contra_indication_stops(cast: people.Cast, screened: Episode) -> None:
    sign(screened, "intake", said.intake(), by=cast.anna)
    sign(
        screened,
        "screening",
        said.screening(fever=True, overrule_reason="Griep, en de huisarts weet ervan."),
        by=cast.anna,
    )
    with pytest.raises(NotPossible, match="koorts"):
        actions.prescribe(screened, said.exercises(), by=cast.anna)


def test_a_relative_one_takes_a_reason(cast: people.Cast, screened: Episode) -> None:
    sign(screened, "intake", said.intake(comorbidity=("co_osteoporosis",)), by=cast.anna)
    row = {"exercise": "ex_double_knee_chest", "sets": 3, "hold_seconds": 15, "days_a_week": 7}
    with pytest.raises(NotPossible, match="reden"):
        actions.prescribe(screened, said.exercises(row), by=cast.anna)
    careful = {**row, "caution": "Alleen licht, samen geoefend."}
    actions.prescribe(screened, said.exercises(careful), by=cast.anna)


def test_the_same_exercise_stands_in_it_once(cast: people.Cast, screened: Episode) -> None:
    with pytest.raises(NotPossible, match="twee keer"):
        actions.prescribe(screened, said.exercises(BRIDGE, BRIDGE), by=cast.anna)


def test_all_can_be_stopped_with_a_reason(cast: people.Cast, screened: Episode, prescribed: Entry) -> None:
    with pytest.raises(NotPossible, match="waarom"):
        actions.stop(screened, "  kort ", by=cast.anna)
    actions.stop(screened, "Te veel pijn in het been.", by=cast.anna)
    assert prescription_now(screened) is None
    with pytest.raises(NotPossible, match="geen oefeningen"):
        actions.stop(screened, "Nog een keer stoppen.", by=cast.anna)


def test_a_tap_is_sealed_and_logged(cast: people.Cast, screened: Episode, prescribed: Entry) -> None:
    row = tap(screened, noor_of(cast), "too_hard", 6)
    assert b"too_hard" not in bytes(row.sealed) and b"ex_bridge" not in bytes(row.sealed)
    told = {"exercise": "ex_bridge", "felt": "too_hard", "pain": 6, "prescription": str(prescribed.pk)}
    assert row.words(screened.dossier.key) == told
    line = Line.objects.get(event="exercise.logged")
    assert line.patient_handle == cast.noor.handle and "ex_bridge" not in json.dumps(line.fields)


def test_the_same_tap_twice_is_kept_once(cast: people.Cast, screened: Episode, prescribed: Entry) -> None:
    key = uuid4()
    assert tap(screened, noor_of(cast), key=key).pk == tap(screened, noor_of(cast), key=key).pk
    assert Log.objects.count() == 1 and Line.objects.filter(event="exercise.logged").count() == 1


def test_the_newest_tap_of_a_day_counts_and_the_older_one_is_kept(
    cast: people.Cast, screened: Episode, prescribed: Entry
) -> None:
    noor = noor_of(cast)
    tap(screened, noor, "too_hard", 6)
    tap(screened, noor, "just_right")
    assert [(one.felt, one.pain) for one in doing.done_since(screened, clock.today())] == [("just_right", None)]
    tap(screened, noor, "not_done")
    assert doing.done_since(screened, clock.today()) == () and Log.objects.count() == 3


def test_what_a_phone_kept_counts_for_its_own_day_with_both_clocks(
    cast: people.Cast, screened: Episode, prescribed: Entry
) -> None:
    noor, yesterday = noor_of(cast), clock.today() - timedelta(days=1)
    said_at = clock.now() - timedelta(days=1, hours=2)
    row = actions.log(screened, "ex_bridge", "too_easy", 1, client_id=uuid4(), by=noor, on=yesterday, said_at=said_at)
    kept = Log.objects.get(pk=row.pk)
    assert (kept.done_on, kept.said_at) == (yesterday, said_at) and kept.logged_at - said_at > timedelta(days=1)
    assert kept.words(screened.dossier.key)["felt"] == "too_easy"
    kept.said_at += timedelta(hours=1)
    with pytest.raises(InvalidTag):
        kept.words(screened.dossier.key)


@pytest.mark.parametrize("days", [-1, 8])
def test_only_days_of_the_last_week_are_logged(
    cast: people.Cast, screened: Episode, prescribed: Entry, days: int
) -> None:
    day = clock.today() - timedelta(days=days)
    with pytest.raises(NotPossible, match="zeven dagen"):
        actions.log(screened, "ex_bridge", "just_right", None, client_id=uuid4(), by=noor_of(cast), on=day)


def test_what_was_said_last_counts_also_when_it_is_sent_first(
    cast: people.Cast, screened: Episode, prescribed: Entry
) -> None:
    noor, midday = noor_of(cast), clock.now().replace(hour=11, minute=0)
    with clock.standing_at(midday):
        tap(screened, noor, "just_right")
    with clock.standing_at(midday + timedelta(hours=3)):
        actions.log(
            screened, "ex_bridge", "too_hard", 5, client_id=uuid4(), by=noor, said_at=midday - timedelta(hours=2)
        )
        assert [one.felt for one in doing.done_since(screened, clock.today())] == ["just_right"]
        wrong_clock = midday + timedelta(days=1)
        actions.log(screened, "ex_bridge", "too_easy", None, client_id=uuid4(), by=noor, said_at=wrong_clock)
        assert [one.felt for one in doing.done_since(screened, clock.today())] == ["too_easy"]


def test_a_tap_of_an_earlier_prescription_is_kept_but_asks_no_step_of_the_new_one(
    cast: people.Cast, screened: Episode, prescribed: Entry
) -> None:
    earlier = prescription_now(screened)
    actions.prescribe(screened, said.exercises({**BRIDGE, "reps": 12}), by=cast.anna)
    now = prescription_now(screened)
    row = actions.log(screened, "ex_walking", "too_hard", 9, client_id=uuid4(), by=noor_of(cast), said_of=earlier)
    assert row.words(screened.dossier.key)["prescription"] == str(prescribed.pk)
    assert len(doing.done_since(screened, clock.today())) == 1
    assert doing.done_since(screened, clock.today(), of=now) == ()


@pytest.mark.parametrize(
    ("exercise", "felt", "pain"),
    [("ex_plank", "just_right", None), ("ex_bridge", "fine", None), ("ex_bridge", "too_hard", 11)],
)
def test_only_what_is_prescribed_and_offered_is_logged(
    cast: people.Cast, screened: Episode, prescribed: Entry, exercise: str, felt: str, pain: int | None
) -> None:
    with pytest.raises(NotPossible):
        tap(screened, noor_of(cast), felt, pain, exercise)


def test_staff_log_nothing_for_a_client(cast: people.Cast, screened: Episode, prescribed: Entry) -> None:
    with pytest.raises(NotAllowed):
        tap(screened, cast.anna)


def test_rows_are_never_changed(cast: people.Cast, screened: Episode, prescribed: Entry) -> None:
    row = tap(screened, noor_of(cast))
    for attempt in (row.save, row.delete, Log.objects.all().delete):
        with pytest.raises(Kept):
            attempt()
    for statement in ("UPDATE exercises_log SET done_on = '2020-01-01'", "DELETE FROM exercises_log"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_words_moved_to_another_day_do_not_open(cast: people.Cast, screened: Episode, prescribed: Entry) -> None:
    row = tap(screened, noor_of(cast))
    row.done_on -= timedelta(days=1)
    with pytest.raises(InvalidTag):
        row.words(screened.dossier.key)
