"""Keeping a day: who may, which days, what is kept, and what counts of a day."""

import json
from datetime import date, datetime, timedelta
from typing import Any
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
from ruggespraak.dossier.models import Episode
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.outcomes.actions import diary as keeping
from ruggespraak.outcomes.actions import keep_day
from ruggespraak.outcomes.diary import day_on, days_of
from ruggespraak.outcomes.models import DiaryDay

WELL = {"diary_pain": 3, "diary_minutes": 12, "diary_sleep": "slept_well", "diary_mood": "mood_good"}


def noor_of(cast: people.Cast):
    return people.account_of(cast.noor).as_actor()


def kept(
    cast: people.Cast,
    episode: Episode,
    on: date | None = None,
    *,
    key=None,
    said_at: datetime | None = None,
    **answers: Any,
) -> DiaryDay:
    given = answers or WELL
    moment = said_at or clock.now()
    return keep_day(episode, on or clock.today(), given, client_id=key or uuid4(), said_at=moment, by=noor_of(cast))


def test_a_day_is_sealed_logged_and_read_back(cast: people.Cast, episode: Episode) -> None:
    row = kept(cast, episode)
    assert b"slept" not in bytes(row.sealed) and row.pack.pack == "low_back_pain"
    day = day_on(episode, clock.today())
    assert (day.pain, day.minutes, day.sleep, day.mood, day.signs) == (3, 12, "goed", "goed", ())
    assert day.in_short == "pijn 3, 12 min, slaap goed, stemming goed"
    line = Line.objects.get(event="diary.kept")
    assert line.patient_handle == cast.noor.handle and "slept" not in json.dumps(line.fields)


def test_what_is_skipped_is_unknown_and_no_value(cast: people.Cast, episode: Episode) -> None:
    kept(cast, episode, diary_sleep="slept_badly")
    day = day_on(episode, clock.today())
    assert (day.pain, day.minutes, day.mood, day.has_sign) == (None, None, "", False)
    assert day.in_short == "slaap slecht"


def test_nothing_at_all_is_no_day(cast: people.Cast, episode: Episode) -> None:
    with pytest.raises(NotPossible, match="minstens één"):
        kept(cast, episode, diary_pain=None)


def test_zero_is_something_that_was_said(cast: people.Cast, episode: Episode) -> None:
    kept(cast, episode, diary_pain=0, diary_minutes=0)
    assert day_on(episode, clock.today()).in_short == "pijn 0, 0 min"


@pytest.mark.parametrize("ago", [0, 1, 14])
def test_two_weeks_back_can_be_filled_in(cast: people.Cast, episode: Episode, ago: int) -> None:
    on = clock.today() - timedelta(days=ago)
    assert kept(cast, episode, on).on == on


@pytest.mark.parametrize(("ahead", "match"), [(1, "moet nog komen"), (-15, "twee weken")])
def test_a_day_by_our_clock_not_by_that_of_a_phone(cast: people.Cast, episode: Episode, ahead: int, match: str) -> None:
    with pytest.raises(NotPossible, match=match):
        kept(cast, episode, clock.today() + timedelta(days=ahead), said_at=clock.now() + timedelta(days=ahead))
    assert not DiaryDay.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"diary_pain": 11}, {"diary_pain": -1}, {"diary_minutes": 601}, {"diary_sleep": "great"}, {"fever": True}]
)
def test_only_what_the_form_asks(cast: people.Cast, episode: Episode, wrong: dict[str, object]) -> None:
    with pytest.raises(NotPossible):
        kept(cast, episode, **wrong)


def test_only_the_client_and_only_while_care_goes_on(cast: people.Cast, episode: Episode) -> None:
    for actor in (cast.anna, cast.front_desk):
        with pytest.raises(NotAllowed):
            keep_day(episode, clock.today(), WELL, client_id=uuid4(), said_at=clock.now(), by=actor)
    kept(cast, episode)
    said.up_to("session", episode, by=cast.anna)
    sign(episode, "closing", said.closing(), by=cast.anna)
    with pytest.raises(NotPossible, match="klaar"):
        kept(cast, Episode.objects.get(pk=episode.pk))
    assert len(days_of(episode)) == 1


def test_the_same_page_twice_is_kept_once(cast: people.Cast, episode: Episode) -> None:
    key = uuid4()
    assert kept(cast, episode, key=key).pk == kept(cast, episode, key=key, diary_pain=9).pk
    assert DiaryDay.objects.count() == 1 and Line.objects.filter(event="diary.kept").count() == 1


def test_a_page_that_came_first_after_all_is_found(
    cast: people.Cast, episode: Episode, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, real = uuid4(), keeping.day_of
    first = kept(cast, episode, key=key)
    looks: list[object] = []

    def late(episode: Episode, client_id):
        """Not there at the first look, there at the second: another request was in between."""
        looks.append(client_id)
        return None if len(looks) == 1 else real(episode, client_id)

    monkeypatch.setattr(keeping, "day_of", late)
    assert kept(cast, episode, key=key).pk == first.pk and DiaryDay.objects.count() == 1


def test_the_newest_of_a_day_counts_and_all_stay(cast: people.Cast, episode: Episode) -> None:
    kept(cast, episode, diary_pain=7, diary_minutes=5)
    kept(cast, episode, diary_pain=4)
    assert [(day.pain, day.minutes) for day in days_of(episode)] == [(4, None)]
    assert DiaryDay.objects.count() == 2


def test_what_was_said_earlier_does_not_overrule_when_it_arrives_later(cast: people.Cast, episode: Episode) -> None:
    now = clock.now()
    kept(cast, episode, said_at=now - timedelta(hours=1), diary_pain=2)
    kept(cast, episode, said_at=now - timedelta(hours=5), diary_pain=6)
    assert [day.pain for day in days_of(episode)] == [2]


def test_a_clock_that_runs_ahead_wins_nothing(cast: people.Cast, episode: Episode) -> None:
    kept(cast, episode, said_at=clock.now() + timedelta(days=1), diary_pain=8)
    kept(cast, episode, diary_pain=3)
    assert [day.pain for day in days_of(episode)] == [3]
    assert DiaryDay.objects.order_by("-said_at")[0].said_at > clock.now()  # both clocks are kept as they were


def test_nothing_that_was_said_can_be_changed_or_removed(cast: people.Cast, episode: Episode) -> None:
    row = kept(cast, episode)
    for change in (
        row.save,
        row.delete,
        DiaryDay.objects.all().delete,
        lambda: DiaryDay.objects.update(on=clock.today()),
    ):
        with pytest.raises(Kept):
            change()
    for statement in ("UPDATE outcomes_diaryday SET said_at = recorded_at", "DELETE FROM outcomes_diaryday"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert DiaryDay.objects.count() == 1


@pytest.mark.parametrize("name", ["on", "said_at"])
def test_words_do_not_open_for_another_day_or_moment(cast: people.Cast, episode: Episode, name: str) -> None:
    row = DiaryDay.objects.get(pk=kept(cast, episode).pk)
    setattr(row, name, getattr(row, name) + timedelta(days=1))
    with pytest.raises(InvalidTag):
        row.answers(episode.dossier.key)
