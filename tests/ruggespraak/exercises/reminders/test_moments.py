"""When a reminder is due: wall-clock hours, repeats, the night, and both changes of the clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from ruggespraak.exercises.reminders.moments import moments_of, next_moment

SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)  # the clock goes on, and back


def told(day: date, *hours: int, repeats: bool = True) -> list[str]:
    return [f"{timezone.localtime(moment):%H:%M}" for moment in moments_of(day, hours, repeats=repeats)]


def test_a_chosen_hour_comes_back_twice_after_three_hours() -> None:
    assert told(AUTUMN, 8) == ["08:00", "11:00", "14:00"]
    assert told(AUTUMN, 8, repeats=False) == ["08:00"]


def test_never_at_night_and_not_beside_the_next_hour_that_was_chosen() -> None:
    assert told(AUTUMN, 17) == ["17:00", "20:00"]
    assert told(AUTUMN, 20) == ["20:00"]
    assert told(AUTUMN, 18, 8, 10) == ["08:00", "10:00", "13:00", "16:00", "18:00"]


@pytest.mark.parametrize(
    ("day", "in_utc"), [(SPRING - timedelta(1), 7), (SPRING, 6), (AUTUMN - timedelta(1), 6), (AUTUMN, 7)]
)
def test_eight_o_clock_stays_eight_o_clock_when_the_clock_changes(day: date, in_utc: int) -> None:
    first = moments_of(day, [8], repeats=True)[0]
    assert (first.hour, first.tzinfo) == (in_utc, UTC)
    assert told(day, 8) == ["08:00", "11:00", "14:00"]


def test_the_next_moment_may_be_tomorrow_across_the_change() -> None:
    evening = datetime(2027, 3, 27, 21, 30, tzinfo=UTC)  # 22:30
    assert next_moment(evening, [8], repeats=True) == datetime(2027, 3, 28, 6, tzinfo=UTC)
    night = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30, for the first time
    assert next_moment(night, [8], repeats=True) == datetime(2026, 10, 25, 7, tzinfo=UTC)


def test_a_moment_is_not_its_own_next() -> None:
    eight = datetime(2026, 10, 25, 7, tzinfo=UTC)
    assert next_moment(eight, [8], repeats=False) == eight + timedelta(days=1)
    assert next_moment(eight - timedelta(seconds=1), [8], repeats=False) == eight


def test_without_hours_there_is_no_moment() -> None:
    assert next_moment(datetime(2026, 10, 25, 7, tzinfo=UTC), [], repeats=True) is None
