"""All that the diary shows of one client: to themselves, to their therapist, and in short on the page of today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from ruggespraak import clock
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import Reading, latest, read_latest
from ruggespraak.outcomes.course import Course, course_of
from ruggespraak.outcomes.diary import DAYS_BACK, Day, days_of, last_two_weeks
from ruggespraak.outcomes.small_step import SMALL_STEP, Pillar, SmallStep, pillars, step_in
from ruggespraak.outcomes.step_up import STEP_UP, WEEK
from ruggespraak.outcomes.weekly import Agreed, Weekly, weekly_of

DURATION = "duration"
WITH_DURATION = ("intake", "intake_home", "self_check")
"""Forms that ask how long the pain has been there, the one that counts most first."""


@dataclass(frozen=True)
class Overview:
    """The diary of one complaint."""

    episode: Episode
    days: tuple[Day, ...]
    step: SmallStep | None
    weekly: Weekly | None
    pillars: Sequence[Pillar]
    readings: Sequence[Reading]

    @property
    def today(self) -> Day | None:
        """What was said of today."""
        return self.of(clock.today())

    def of(self, on: date) -> Day | None:
        """What was said of one day."""
        return next((day for day in self.days if day.on == on), None)

    @property
    def two_weeks(self) -> tuple[tuple[date, Day | None], ...]:
        """Today and thirteen days before, newest first."""
        return tuple(last_two_weeks(self.days))

    @property
    def course(self) -> Course:
        """My pain beside the usual course."""
        return course_of(self.days, pathway(self.episode.complaint), self._had_it_for)

    @property
    def course_for_staff(self) -> Course:
        """The same, as it is said of the client."""
        return course_of(self.days, pathway(self.episode.complaint), self._had_it_for, is_for_staff=True)

    @property
    def newest_sign(self) -> Day | None:
        """The newest day of the last two weeks on which a reason to stop was ticked."""
        return self._sign_since(DAYS_BACK)

    @property
    def fresh_sign(self) -> Day | None:
        """The same of this week: so long the client is told to call."""
        return self._sign_since(WEEK - 1)

    def _sign_since(self, days: int) -> Day | None:
        first = clock.today() - timedelta(days=days)
        return next((day for day in reversed(self.days) if day.has_sign and day.on >= first), None)

    @property
    def _had_it_for(self) -> int | None:
        """For how many days the pain had lasted on the first day of the diary; None when nobody said so."""
        first = self.days[0].on if self.days else clock.today()
        for form in WITH_DURATION:
            reading = latest(self.readings, form)
            duration = reading.answers.get(DURATION) if reading else None
            if reading and isinstance(duration, int) and not isinstance(duration, bool):
                return duration + (first - timezone.localdate(reading.entry.occurred_at)).days
        return None


@dataclass(frozen=True)
class InShort:
    """What the page of today shows of the diary."""

    step: SmallStep | None
    today: Day | None
    weekly: Weekly | None

    @property
    def is_filled(self) -> bool:
        """Whether anything was said of today."""
        return self.today is not None


def in_short(episode: Episode, readings: Sequence[Reading], agreed: Agreed | None = None) -> InShort:
    """The small step now, today's day and this week's minutes; only the days that these need are opened."""
    today = clock.today()
    begun = latest(readings, STEP_UP)
    two_weeks_ago = today - timedelta(days=DAYS_BACK)
    begun_on = timezone.localdate(begun.entry.occurred_at) if begun else two_weeks_ago
    days = days_of(episode, two_weeks_ago if agreed else min(begun_on, two_weeks_ago))
    said = next((day for day in days if day.on == today), None)
    return InShort(step_in(readings), said, weekly_of(readings, days, pathway(episode.complaint), agreed))


def overview_of(episode: Episode, readings: Sequence[Reading] | None = None, agreed: Agreed | None = None) -> Overview:
    """The diary as it is now. `readings` saves a query where all entries are open already."""
    if readings is None:
        readings = read_latest(episode, (SMALL_STEP, STEP_UP, *WITH_DURATION))
    pack, days, step = pathway(episode.complaint), days_of(episode), step_in(readings)
    return Overview(episode, days, step, weekly_of(readings, days, pack, agreed), pillars(pack, step), readings)
