"""When somebody is reminded of today's exercises: the moments they chose, and again while nothing is logged.

A moment is a wall-clock hour where the practice is, so it stays eight o'clock when the clocks change.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from ruggespraak.dossier.models import Episode
from ruggespraak.exercises.doing import today_of
from ruggespraak.exercises.prescription import prescription_now

HOURS = tuple(range(7, 21))
"""Hours that can be chosen: nobody is woken."""
NIGHT_FROM = 21
MOST_MOMENTS = 3  # a day
REPEATS, REPEAT_AFTER = 2, timedelta(hours=3)
LATE = timedelta(hours=1)
"""A mail that could not be written within this time of its moment is not written any more."""
STOP, CALENDAR = "stop_reminders", "calendar"
"""Purposes of secret links."""
STOP_LASTS = timedelta(days=60)


def hour(of: int) -> str:
    """As a clock shows it: 08:00."""
    return f"{of:02}:00"


def at_hour(day: date, of: int) -> datetime:
    """That hour of that day where the practice is."""
    return datetime.combine(day, time(of), tzinfo=timezone.get_current_timezone())


def moments_of(day: date, hours: Sequence[int], *, repeats: bool) -> tuple[datetime, ...]:
    """All moments of a day in UTC: each chosen hour, and its repeats up to the next one and before the night."""
    return tuple(sorted(moment.astimezone(UTC) for moment in _moments_of(day, sorted(hours), repeats=repeats)))


def _moments_of(day: date, hours: Sequence[int], *, repeats: bool) -> Iterator[datetime]:
    for chosen, following in zip(hours, [*hours, NIGHT_FROM][1:], strict=True):
        yield at_hour(day, chosen)
        until = at_hour(day, following).astimezone(UTC)
        first = at_hour(day, chosen).astimezone(UTC)
        again = (first + REPEAT_AFTER * turn for turn in range(1, REPEATS + 1) if repeats)
        yield from (moment for moment in again if moment < until)


def next_moment(after: datetime, hours: Sequence[int], *, repeats: bool) -> datetime | None:
    """The first moment later than `after`, today or tomorrow; None when no hour is chosen."""
    today = timezone.localdate(after)
    days = (today, today + timedelta(days=1))
    moments = (moment for day in days for moment in moments_of(day, hours, repeats=repeats))
    return next((moment for moment in moments if moment > after), None)


def is_something_left(episode: Episode) -> bool:
    """Whether an exercise of today was not logged yet."""
    prescription = prescription_now(episode)
    today = today_of(episode, prescription) if prescription else ()
    return any(one.is_for_today and one.done is None for one in today)
