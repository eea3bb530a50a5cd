"""What is asked when: one table, with the rule of each kind beside it.

A rule reads the story of an episode and says at which moments something is wanted. It sees entries only, never the
clock, so that planning twice gives the same. Sources: clinical file 5.6 (start, interim, end), 8.2 (moments).
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pathways.model import Answers
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import Reading, in_place

REMIND_AFTER = timedelta(days=4)
EVERY = timedelta(weeks=3)  # 8.2: psfs and gpe at start, every 3 weeks, end
BEFORE_EVALUATION = timedelta(days=3)
APART = timedelta(days=10)
"""Nobody is asked the same again sooner than this."""
AHEAD = 4
"""Without a day of evaluation this many moments are planned: twelve weeks."""
OPEN_FOR = timedelta(days=14)
OPEN_FOR_LATER = timedelta(days=21)
NEXT_DAY, AFTER_EFFECTS_FOR = timedelta(days=1), timedelta(days=3)
CHECK_IN_MONTHS = (1, 3, 6, 12)
CHECK_INS_APART = timedelta(days=21)
WEEK = timedelta(days=7)
NOT_AFTER = frozenset({"deceased", "red_flag_or_niet_pluis"})
"""Ends of care after which nothing is asked."""


@dataclass(frozen=True)
class Wanted:
    """A moment at which something is asked: open from the one day up to and with the other."""

    opens_on: date
    closes_on: date
    moment: str = ""


@dataclass(frozen=True)
class Story:
    """The entries of an episode that count, oldest first, as far as they say when to ask."""

    episode: Episode
    readings: tuple[Reading, ...]

    @classmethod
    def of(cls, episode: Episode, readings: Sequence[Reading]) -> "Story":
        """From all entries of the episode, in the order of recording."""
        return cls(episode, in_place(readings))

    def all(self, *forms: str) -> tuple[Reading, ...]:
        """The entries of these forms."""
        return tuple(reading for reading in self.readings if reading.form in forms)

    def last(self, *forms: str) -> Reading | None:
        """The newest entry of these forms."""
        return next(iter(self.all(*forms)[::-1]), None)

    @cached_property
    def closing(self) -> Reading | None:
        """How the episode ended."""
        return self.last("closing")

    @property
    def is_treated(self) -> bool:
        """Whether treatment began: by a session, or by a yes to a plan."""
        agreed = (reading.answers.get("consent_decision") == "given" for reading in self.all("consent"))
        return bool(self.all("session")) or any(agreed)

    @property
    def has_ended_quietly(self) -> bool:
        """Whether this is an end after which nobody is asked anything."""
        return self.closing is not None and self.closing.answers.get("end_reason") in NOT_AFTER


Rule = Callable[[Story], Iterable[Wanted]]


@dataclass(frozen=True)
class Kind:
    """One kind of thing that is asked: its form, its name to the client, when, and where the answer leads."""

    id: str
    form: str
    name: Promise
    """The moment, as a client reads it beside a measurement: “Start”."""
    title: Promise
    """What is asked, as a sentence on the page Today."""
    why: Promise
    rule: Rule
    then: str = "portal:measures"
    """The page after answering."""
    page: str = ""
    """Where it is asked, when it has a page of its own."""
    is_mailed: bool = True
    remind_after: timedelta | None = REMIND_AFTER
    """One reminder after this; None for never."""


def start(story: Story) -> Iterator[Wanted]:
    """After the intake, before much was done: from then on there is something to compare with."""
    intake = next(iter(story.all("intake")), None)
    if intake and story.closing is None:
        yield Wanted(day_of(intake), day_of(intake) + OPEN_FOR)


def interim(story: Story) -> Iterator[Wanted]:
    """Every three weeks of treatment, and just before the agreed evaluation, so that it lies on the table there."""
    begun = story.last("plan", "evaluation")
    if begun is None or story.closing or not story.is_treated:
        return
    due, begin = evaluation_due(story), day_of(begun)
    last = due - BEFORE_EVALUATION if due else begin + AHEAD * EVERY
    opens = begin + EVERY
    while opens <= last - (APART if due else timedelta(0)):
        yield _interim_on(opens)
        opens += EVERY
    if due and last > begin + APART:
        yield _interim_on(last)


def _interim_on(opens: date) -> Wanted:
    return Wanted(opens, opens + APART - timedelta(days=1), moment=opens.isoformat())


def evaluation_due(story: Story) -> date | None:
    """The day of the next evaluation, as the newest plan or evaluation says."""
    due: date | None = None
    for reading in story.all("plan", "evaluation"):
        if reading.form == "plan":
            due = _day(reading.answers, "evaluation_on") or due
        else:
            due = _day(reading.answers, "evaluation_next_on")
    return due


def end(story: Story) -> Iterator[Wanted]:
    """At the closing of a treatment."""
    if story.closing and story.is_treated and not story.has_ended_quietly:
        yield Wanted(day_of(story.closing), day_of(story.closing) + OPEN_FOR)


def after(months: int) -> Rule:
    """So many months after the closing of a treatment."""

    def rule(story: Story) -> Iterator[Wanted]:
        for ended in end(story):
            opens = months_after(ended.opens_on, months)
            yield Wanted(opens, opens + OPEN_FOR_LATER)

    return rule


def day_after(story: Story) -> Iterator[Wanted]:
    """The day after each session, for as long as mild after-effects last (6.7)."""
    for session in story.all("session"):
        if not story.has_ended_quietly:
            yield Wanted(day_of(session) + NEXT_DAY, day_of(session) + AFTER_EFFECTS_FOR, day_of(session).isoformat())


def check_in(story: Story) -> Iterator[Wanted]:
    """After the closing: on the day that was agreed, else after a month; then at 3, 6 and 12 months.

    Together with the measures when those are asked in the same week, so that one mail tells of both.
    """
    closing = story.closing
    if closing is None or story.has_ended_quietly:
        return
    agreed, ended = _day(closing.answers, "follow_up_on"), day_of(closing)
    first, *later = CHECK_IN_MONTHS
    days = [agreed or months_after(ended, first), *(months_after(ended, months) for months in later)]
    days = [day for day in sorted(days) if day == agreed or not agreed or abs(day - agreed) >= CHECK_INS_APART]
    measured = [day.opens_on for kind in ("after_3", "after_6", "after_12") for day in KINDS[kind].rule(story)]
    for n, day in enumerate(days, 1):
        opens = next((other for other in measured if abs(other - day) < WEEK), day)
        yield Wanted(opens, opens + OPEN_FOR_LATER, moment=str(n))


_COMPARE = _("This takes two minutes. It shows you and your therapist what changes.")
_LATER = _("This takes two minutes. It shows whether it lasts.")

KINDS: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind(
            "start", "measures_start", pgettext_lazy("moment", "Start"), _("How are you at the start?"), _COMPARE, start
        ),
        Kind("interim", "measures_interim", _("On the way"), _("How are you now?"), _COMPARE, interim),
        Kind(
            "end",
            "measures_end",
            pgettext_lazy("moment", "End"),
            _("How are you at the end of treatment?"),
            _COMPARE,
            end,
        ),
        Kind("after_3", "measures_later", _("After 3 months"), _("How are you after 3 months?"), _LATER, after(3)),
        Kind("after_6", "measures_later", _("After 6 months"), _("How are you after 6 months?"), _LATER, after(6)),
        Kind("after_12", "measures_later", _("After a year"), _("How are you after a year?"), _LATER, after(12)),
        Kind(
            "day_after",
            "day_after",
            _("The day after"),
            _("How are you after your visit?"),
            _("It takes one minute. Being sore or tired is fine; some things must not wait."),
            day_after,
            page="portal:day_after",
            is_mailed=False,
            remind_after=None,
        ),
        Kind(
            "check_in",
            "check_in",
            _("Check-in"),
            _("How are you now?"),
            _("It takes one minute. You see at once what you can do, and help is one tap away."),
            check_in,
            page="portal:check_in",
            remind_after=None,
        ),
    )
}
"""Kind → what is asked, when, and how. A new kind is a row here and a form in the pack."""

LATEST = timedelta(days=400)
"""So long after the closing nothing of an episode is planned any more."""


def wanted(story: Story) -> dict[tuple[str, str], Wanted]:
    """All that this story asks for, by kind and moment."""
    return {(kind.id, moment.moment): moment for kind in KINDS.values() for moment in kind.rule(story)}


def day_of(reading: Reading) -> date:
    """The day on which it happened, where the practice is."""
    return timezone.localdate(reading.entry.occurred_at)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day(answers: Answers, question: str) -> date | None:
    value = answers.get(question)
    return date.fromisoformat(value) if isinstance(value, str) else None
