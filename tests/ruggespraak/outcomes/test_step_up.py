"""A bit more each week: every branch of the rule, and what holds for whatever is logged."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruggespraak.dossier.packs import pathway
from ruggespraak.outcomes.step_up import Because, Start, Told, Week, after, first_minutes, highest_pain, weeks

MONDAY = date(2026, 3, 2)
RULES = pathway().training
CAP, GOAL = RULES.step_up.most_minutes, RULES.step_up.goal_minutes


def good(days: int, minutes: int = 10, pain: int | None = 3, *, first: date = MONDAY) -> list[Told]:
    return [Told(first + timedelta(days=n), minutes, pain) for n in range(days)]


def second(told: list[Told], minutes: int = 10, usual_pain: int | None = None) -> Week:
    """The week after the first one."""
    return weeks(Start(MONDAY, minutes, usual_pain), told, MONDAY + timedelta(days=7), RULES)[1]


def test_the_numbers_are_those_of_the_clinical_file() -> None:
    rule = RULES.step_up
    assert (rule.start_minutes, rule.days_a_week, rule.days_needed, rule.percent) == (5, 5, 4, 15)
    assert (rule.least_minutes, rule.most_minutes, rule.goal_minutes) == (2, 5, 30)


@pytest.mark.parametrize(
    ("what", "told", "minutes", "because"),
    [
        ("four days done", good(4), 12, Because.MORE),
        ("five days done, more than asked", good(5, 40), 12, Because.MORE),
        ("three days are too few", good(3), 10, Because.FEW_DAYS),
        ("nothing was said at all", [], 10, Because.FEW_DAYS),
        ("too short is not done", good(5, 9), 10, Because.FEW_DAYS),
        ("without pain said a day does not count", good(5, pain=None), 10, Because.FEW_DAYS),
        ("without minutes said a day does not count", [Told(d.on, None, 2) for d in good(6)], 10, Because.FEW_DAYS),
        ("at the limit is fine", good(4, pain=4), 12, Because.MORE),
        ("one day of too much pain beside four", [*good(4), Told(MONDAY + timedelta(4), 10, 5)], 12, Because.MORE),
        ("one such day among four", [*good(3), Told(MONDAY + timedelta(3), 10, 5)], 10, Because.FEW_DAYS),
        ("too much pain twice repeats the week", [*good(5), *good(2, pain=7, first=MONDAY + timedelta(5))], 10,
         Because.TOO_MUCH_PAIN),
        ("also on days of rest", [*good(4), *[Told(MONDAY + timedelta(n), None, 7) for n in (5, 6)]], 10,
         Because.TOO_MUCH_PAIN),
        ("a sign to stop", [*good(5), Told(MONDAY + timedelta(6), 10, 2, has_sign=True)], 0, Because.STOPPED),
        ("a sign, and nothing else said", [Told(MONDAY, has_sign=True)], 0, Because.STOPPED),
        ("days before the start are no part of it", good(7, first=MONDAY - timedelta(7)), 10, Because.FEW_DAYS),
    ],
)  # fmt: skip
def test_what_the_second_week_asks(what: str, told: list[Told], minutes: int, because: Because) -> None:
    week = second(told)
    assert (week.minutes, week.because) == (minutes, because), what


@pytest.mark.parametrize(
    ("before", "then"), [(5, 7), (10, 12), (13, 15), (20, 23), (24, 28), (27, 30), (29, 30), (30, 30)]
)
def test_how_much_is_added(before: int, then: int) -> None:
    minutes, because = after(Week(MONDAY, before, Because.MORE, done=4), RULES.step_up)
    assert minutes == then and because is (Because.GOAL if before == 30 else Because.MORE)


def test_the_pain_that_is_usual_moves_the_limit() -> None:
    assert highest_pain(RULES.pain, None) == highest_pain(RULES.pain, 2) == 4
    assert highest_pain(RULES.pain, 6) == 8
    assert second(good(4, pain=7)).because is Because.TOO_MUCH_PAIN
    assert second(good(4, pain=7), usual_pain=6).because is Because.MORE


def test_the_first_week_asks_what_goes_well_from_five_minutes_to_the_goal() -> None:
    assert [first_minutes(said, RULES.step_up) for said in (0, 3, 5, 12, 30, 90)] == [5, 5, 5, 12, 30, 30]


def test_from_week_to_week_it_climbs_to_the_goal_and_stays_there() -> None:
    told = [day for n in range(12) for day in good(5, 60, first=MONDAY + timedelta(weeks=n))]
    found = weeks(Start(MONDAY, 5), told, MONDAY + timedelta(weeks=11), RULES)
    assert [week.minutes for week in found] == [5, 7, 9, 11, 13, 15, 17, 20, 23, 26, 30, 30]
    assert found[-1].because is Because.GOAL and found[0].because is Because.FIRST


def test_once_stopped_it_stays_stopped_until_somebody_begins_anew() -> None:
    told = [Told(MONDAY, 10, 2, has_sign=True), *good(7, first=MONDAY + timedelta(7))]
    found = weeks(Start(MONDAY, 10), told, MONDAY + timedelta(weeks=2), RULES)
    assert {(week.minutes, week.because) for week in found} == {(0, Because.STOPPED)}
    anew = weeks(Start(MONDAY + timedelta(7), 10), told, MONDAY + timedelta(weeks=2), RULES)
    assert [week.minutes for week in anew] == [10, 12]


days = st.builds(
    Told,
    on=st.dates(MONDAY - timedelta(days=10), MONDAY + timedelta(days=80)),
    minutes=st.none() | st.integers(0, 600),
    pain=st.none() | st.integers(0, 10),
    has_sign=st.sampled_from([False] * 9 + [True]),
)
logs = st.lists(days, max_size=80, unique_by=lambda day: day.on)
starts = st.builds(Start, st.just(MONDAY), st.integers(5, 30), st.none() | st.integers(0, 10))


@given(start=starts, told=logs, ahead=st.integers(0, 75))
def test_whatever_is_logged_it_rises_by_the_cap_at_most_and_never_after_a_stop(
    start: Start, told: list[Told], ahead: int
) -> None:
    found = weeks(start, told, MONDAY + timedelta(days=ahead), RULES)
    stopped = False
    for before, week in pairwise(found):
        stopped = stopped or before.because is Because.STOPPED
        assert week.minutes <= min(before.minutes + CAP, max(GOAL, before.minutes))
        assert not stopped or (week.minutes, week.because) == (0, Because.STOPPED)
        if week.minutes > before.minutes:
            own = [day for day in told if before.first <= day.on <= before.last]
            known = [day for day in own if day.minutes is not None and day.pain is not None]
            assert len(known) >= RULES.step_up.days_needed and not any(day.has_sign for day in own)


@given(start=starts, told=logs, ahead=st.integers(0, 75))
def test_saying_less_never_makes_it_rise_faster(start: Start, told: list[Told], ahead: int) -> None:
    """What is not said is never done. (A sign or too much pain that is not said cannot be known.)"""
    today = MONDAY + timedelta(days=ahead)
    less = [Told(day.on, None, day.pain, day.has_sign) for day in told]
    assert weeks(start, less, today, RULES)[-1].minutes <= max(
        start.minutes, weeks(start, told, today, RULES)[-1].minutes
    )
    assert all(week.minutes in (0, start.minutes) for week in weeks(start, less, today, RULES))
