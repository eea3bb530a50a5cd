"""The diary: what counts of each day, and how it is said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from pathways.explain import say
from pathways.model import Answers
from ruggespraak import clock
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway_with
from ruggespraak.language import language
from ruggespraak.outcomes.models import DiaryDay

FORM = "diary"
PAIN, MINUTES, SLEEP, MOOD, SIGNS = "diary_pain", "diary_minutes", "diary_sleep", "diary_mood", "diary_signs"
NOTHING_NEW = "sign_none"
DAYS_BACK = 14
"""So far back a day may still be filled in."""


@dataclass(frozen=True)
class Day:
    """What counts of one day; None is not said, and never a value."""

    on: date
    answers: Answers
    pack: str
    said_at: datetime

    @property
    def pain(self) -> int | None:
        """0 to 10."""
        return self._number(PAIN)

    @property
    def minutes(self) -> int | None:
        """Minutes active, all together."""
        return self._number(MINUTES)

    @property
    def has_sign(self) -> bool:
        """Whether a reason to stop was ticked. False means only that none was."""
        return bool(self.signs)

    @property
    def signs(self) -> tuple[str, ...]:
        """The reasons to stop that were ticked."""
        ticked = self.answers.get(SIGNS)
        return tuple(str(one) for one in ticked if one != NOTHING_NEW) if isinstance(ticked, tuple) else ()

    @property
    def sleep(self) -> str:
        """In words; empty when not said."""
        return self._words(SLEEP)

    @property
    def mood(self) -> str:
        """In words; empty when not said."""
        return self._words(MOOD)

    @property
    def signs_say(self) -> str:
        """The reasons to stop in words; empty when none was ticked."""
        return self._words(SIGNS) if self.has_sign else ""

    @property
    def in_short(self) -> str:
        """All that was said, in one line, without the reasons to stop."""
        said = (
            _("pain %(pain)d") % {"pain": self.pain} if self.pain is not None else "",
            _("%(minutes)d min") % {"minutes": self.minutes} if self.minutes is not None else "",
            _("sleep %(sleep)s") % {"sleep": self.sleep} if self.sleep else "",
            _("mood %(mood)s") % {"mood": self.mood} if self.mood else "",
        )
        return ", ".join(part for part in said if part)

    def _number(self, name: str) -> int | None:
        value = self.answers.get(name)
        return int(value) if isinstance(value, int) and not isinstance(value, bool) else None

    def _words(self, name: str) -> str:
        value = self.answers.get(name)
        question = pathway_with(self.pack).questions.get(name)
        return "" if value is None or question is None else say(question, value, language())


def days_of(episode: Episode, since: date | None = None) -> tuple[Day, ...]:
    """What counts of every day that anything was said of, oldest day first."""
    rows = DiaryDay.objects.of_episode(episode)
    return days_in(rows.filter(on__gte=since) if since else rows, episode.dossier.key)


def days_in(rows: Iterable[DiaryDay], key: bytes) -> tuple[Day, ...]:
    """The same, of rows of one episode in the order of writing; `key` is that of its dossier."""
    newest: dict[date, DiaryDay] = {}
    for row in rows:
        if row.on not in newest or _said_at(row) >= _said_at(newest[row.on]):
            newest[row.on] = row
    return tuple(Day(on, row.answers(key), row.pack_id, _said_at(row)) for on, row in sorted(newest.items()))


def _said_at(row: DiaryDay) -> datetime:
    """When it was said: a phone that was offline tells late; a clock that runs ahead cannot be later than now."""
    return min(row.said_at, row.recorded_at)


def day_on(episode: Episode, on: date) -> Day | None:
    """What counts of this one day."""
    return next((day for day in days_of(episode, on) if day.on == on), None)


def last_two_weeks(days: tuple[Day, ...]) -> Iterator[tuple[date, Day | None]]:
    """Today and the days before, newest first, also those of which nothing was said."""
    said, today = {day.on: day for day in days}, clock.today()
    for back in range(DAYS_BACK):
        on = today - timedelta(days=back)
        yield on, said.get(on)
