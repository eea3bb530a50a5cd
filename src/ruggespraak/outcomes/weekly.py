"""This week's minutes of one client, and in plain words why they are what they are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pathways.model import Pathway
from pathways.model.exercises import Training
from ruggespraak import clock
from ruggespraak.dossier.reading import Reading, latest
from ruggespraak.language import language
from ruggespraak.outcomes.diary import Day
from ruggespraak.outcomes.step_up import (
    START_MINUTES,
    START_PAIN,
    STEP_UP,
    WEEK,
    Because,
    Start,
    Told,
    Week,
    first_minutes,
    highest_pain,
    weeks,
)


@dataclass(frozen=True)
class Agreed:
    """Minutes of walking (or cycling …) that the therapist prescribed: these lead, and the rule only proposes."""

    minutes: int
    on: date
    by: str
    usual_pain: int | None = None


@dataclass(frozen=True)
class Weekly:
    """The week of today. `before` is the one before it, which says why; None in the first week."""

    week: Week
    before: Week | None
    training: Training
    said: int
    """The minutes that it began with."""
    limit: int
    """The most pain that is fine for this client."""
    agreed: Agreed | None

    @property
    def minutes(self) -> int:
        """What this week asks: what was agreed with the therapist, or else what the rule says; 0 once stopped."""
        return self.agreed.minutes if self.agreed and not self.is_stopped else self.week.minutes

    @property
    def days(self) -> int:
        """On how many days."""
        return self.training.step_up.days_a_week

    @property
    def is_stopped(self) -> bool:
        """A reason to stop was ticked: first the therapist, then anything more."""
        return self.week.because is Because.STOPPED

    @property
    def is_more(self) -> bool:
        """Whether this week asks more than the one before, or would by the rule."""
        return self.week.because is Because.MORE

    @property
    def title(self) -> str:
        """The week in one sentence."""
        if self.is_stopped:
            return _("Stop for now, and call your therapist")
        words = _("This week: %(minutes)d minutes, on %(days)d days")
        return words % {"minutes": self.minutes, "days": self.days}

    @property
    def so_far(self) -> str:
        """How the week goes until now."""
        done = min(self.week.done, self.days)
        return _("So far %(done)d of %(days)d days count.") % {"done": done, "days": self.days}

    @property
    def why(self) -> str:
        """Why it is what it is, from what was said last week."""
        return f"{_WHY[self.week.because](self)} {self._so()}".strip()

    @property
    def for_staff(self) -> str:
        """The week in one line for the therapist: what it asks, how last week went, and what the rule says."""
        if self.is_stopped:
            return _("Stopped: a reason to stop was ticked.")
        parts = [self.title + ".", self.so_far]
        if self.before:
            parts.append(_("The week before, %(done)d days counted.") % {"done": self.before.done})
        if self.before and self.before.hard:
            words = _("On %(hard)d days the pain was above %(limit)d.")
            parts.append(words % {"hard": self.before.hard, "limit": self.limit})
        if self.agreed and self.is_more:
            parts.append(_("By the rule a step to %(minutes)d minutes would fit.") % {"minutes": self.week.minutes})
        return " ".join(parts)

    @property
    def rule(self) -> str:
        """The rule itself, as the pack says it."""
        return self.training.step_up.text.in_(language())

    @property
    def fine(self) -> str:
        """How much pain is fine."""
        return self.training.pain.fine.in_(language())

    @property
    def stop(self) -> str:
        """When to stop and call."""
        return self.training.pain.stop.in_(language())

    @property
    def counts(self) -> str:
        """What makes a day count."""
        words = _("A day counts when you reach %(minutes)d minutes and your pain is %(limit)d or lower. Fill in both.")
        return words % {"minutes": self.minutes, "limit": self.limit}

    def _so(self) -> str:
        because, agreed = self.week.because, self.agreed
        if because is Because.STOPPED:
            return ""
        if agreed is None and because is Because.MORE and self.before:
            more = self.week.minutes - self.before.minutes
            return _("So this week %(more)d minutes more.") % {"more": more}
        if agreed is None:
            return "" if because in (Because.FIRST, Because.GOAL) else _("So this week the same again.")
        if because is Because.MORE:
            words = _("A step to %(minutes)d minutes would fit. Ask %(by)s about it.")
            return words % {"minutes": self.week.minutes, "by": agreed.by}
        return _("You agreed on %(minutes)d minutes with %(by)s.") % {"minutes": agreed.minutes, "by": agreed.by}


def _first(here: Weekly) -> str:
    if here.agreed:
        return _("This is the first week.")
    if here.said > here.week.minutes:
        words = _("You manage %(said)d minutes: more than the goal of %(goal)d already. Keep it up, on %(days)d days.")
        return words % {"said": here.said, "goal": here.week.minutes, "days": here.days}
    if here.said < here.week.minutes:
        return _("Everybody begins with %(minutes)d minutes at least.") % {"minutes": here.week.minutes}
    return _("You said that %(minutes)d minutes go well. There you begin.") % {"minutes": here.said}


def _more(here: Weekly) -> str:
    return _("Last week %(count)d days counted, and the pain stayed fine.") % {"count": _done(here)}


def _few_days(here: Weekly) -> str:
    done, needed = _done(here), here.training.step_up.days_needed
    words = ngettext(
        "Last week %(count)d day counted. From %(needed)d days on a little is added.",
        "Last week %(count)d days counted. From %(needed)d days on a little is added.",
        done,
    )
    return words % {"count": done, "needed": needed}


def _too_much_pain(here: Weekly) -> str:
    words = _("Last week your pain was above %(limit)d on %(count)d days.")
    return words % {"limit": here.limit, "count": here.before.hard if here.before else 0}


def _goal(here: Weekly) -> str:
    words = _("You have reached the goal of %(goal)d minutes. Keep it up, on %(days)d days.")
    return words % {"goal": here.training.step_up.goal_minutes, "days": here.days}


def _stopped(here: Weekly) -> str:
    return _("You ticked something new. That comes first; walking can wait.")


def _done(here: Weekly) -> int:
    return here.before.done if here.before else 0


_WHY: Mapping[Because, Callable[[Weekly], str]] = {
    Because.FIRST: _first,
    Because.MORE: _more,
    Because.FEW_DAYS: _few_days,
    Because.TOO_MUCH_PAIN: _too_much_pain,
    Because.GOAL: _goal,
    Because.STOPPED: _stopped,
}


def weekly_of(
    readings: Sequence[Reading], days: Sequence[Day], pack: Pathway, agreed: Agreed | None = None
) -> Weekly | None:
    """The week of today; None while the client has not begun, or the pack has no such rule.

    `readings` holds the entries of the form `step_up` (others are ignored).
    """
    begun, training = latest(readings, STEP_UP), pack.training
    if training is None:
        return None
    if agreed is not None:
        return _by_agreement(agreed, days, training)
    return _by_rule(begun, days, training) if begun else None


def _by_rule(begun: Reading, days: Sequence[Day], training: Training) -> Weekly:
    said, pain = _number(begun, START_MINUTES) or 0, _number(begun, START_PAIN)
    at = begun.entry.occurred_at
    start = Start(timezone.localdate(at), first_minutes(said, training.step_up), pain)
    # What was ticked before the client began (anew) is what they began anew after.
    told = [_told(day, is_new=day.said_at >= at) for day in days]
    found = weeks(start, told, clock.today(), training)
    limit = highest_pain(training.pain, pain)
    return Weekly(found[-1], found[-2] if len(found) > 1 else None, training, said, limit, None)


def _by_agreement(agreed: Agreed, days: Sequence[Day], training: Training) -> Weekly:
    """Only the step after last week: what was prescribed does not rise by itself."""
    today = clock.today()
    this_week = today - timedelta(days=(today - agreed.on).days % WEEK)
    start = Start(max(agreed.on, this_week - timedelta(days=WEEK)), agreed.minutes, agreed.usual_pain)
    found = weeks(start, [_told(day) for day in days], today, training)
    limit = highest_pain(training.pain, agreed.usual_pain)
    return Weekly(found[-1], found[-2] if len(found) > 1 else None, training, agreed.minutes, limit, agreed)


def _told(day: Day, *, is_new: bool = True) -> Told:
    return Told(day.on, day.minutes, day.pain, day.has_sign and is_new)


def _number(reading: Reading, name: str) -> int | None:
    value = reading.answers.get(name)
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else None
