"""When the day after a visit and the check-ins after closing are asked."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

import people
import said
from ruggespraak import clock
from ruggespraak.care.actions import Situation, correct, sign
from ruggespraak.dossier.models import Episode
from ruggespraak.outcomes.actions import plan_asks
from ruggespraak.outcomes.kinds import KINDS
from ruggespraak.outcomes.models import Ask

MONDAY = date(2026, 3, 2)


def days(count: int) -> date:
    return MONDAY + timedelta(days=count)


def on(day: date, hour: int = 10):
    return clock.standing_at(datetime.combine(day, time(hour), ZoneInfo("Europe/Amsterdam")).astimezone(UTC))


@pytest.fixture
def treated(cast: people.Cast) -> Episode:
    """Noor's first session was on a Monday."""
    people.account_of(cast.noor)
    with on(MONDAY):
        episode = said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)
        said.up_to("session", episode, by=cast.anna)
    return episode


def asked(episode: Episode, kind: str, cast: people.Cast) -> list[tuple[date, date]]:
    plan_asks(episode, by=cast.anna)
    return [(ask.opens_on, ask.closes_on) for ask in Ask.objects.of_episode(episode).filter(kind=kind)]


def test_the_day_after_each_visit_until_three_days_after_it(cast: people.Cast, treated: Episode) -> None:
    with on(days(7)):
        sign(treated, "session", said.session(), by=cast.anna)
        assert asked(treated, "day_after", cast) == [(days(8), days(10))]


def test_a_corrected_visit_is_not_asked_about_twice(cast: people.Cast, treated: Episode) -> None:
    with on(MONDAY, 12):
        assert asked(treated, "day_after", cast) == [(days(1), days(3))]
        reading = Situation.of(treated).reading(treated.entries.get(form="session").pk)
        correct(treated, reading, said.session(pain_after=2), by=cast.anna, reason="Cijfer verkeerd ingetikt")
        assert asked(treated, "day_after", cast) == [(days(1), days(3))]


def closing(episode: Episode, cast: people.Cast, **other: object) -> date:
    with on(days(30)):
        sign(episode, "closing", said.closing(**other), by=cast.anna)
    return days(30)


def check_ins(episode: Episode, cast: people.Cast) -> list[date]:
    with on(days(31)):
        return [opens for opens, _closes in asked(episode, "check_in", cast)]


def test_check_ins_come_at_one_three_six_and_twelve_months(cast: people.Cast, treated: Episode) -> None:
    assert closing(treated, cast) == date(2026, 4, 1)
    assert check_ins(treated, cast) == [date(2026, 5, 1), date(2026, 7, 1), date(2026, 10, 1), date(2027, 4, 1)]


def test_the_agreed_day_takes_the_place_of_the_first_and_joins_measures_of_that_week(
    cast: people.Cast, treated: Episode
) -> None:
    closing(treated, cast, follow_up_on="2026-06-28")
    # 28 June is in the week of the measures of 1 July: both on one day, in one mail; no second one three days later.
    assert check_ins(treated, cast) == [date(2026, 7, 1), date(2026, 10, 1), date(2027, 4, 1)]


def test_after_some_ends_nobody_is_asked(cast: people.Cast, treated: Episode) -> None:
    with on(days(30)):
        sign(treated, "closing", said.closing(end_reason="deceased"), by=cast.anna)
    assert check_ins(treated, cast) == []


@pytest.mark.parametrize("kind", ["day_after", "check_in"])
def test_they_are_quiet(kind: str) -> None:
    assert KINDS[kind].remind_after is None and KINDS[kind].page == f"portal:{kind}"
