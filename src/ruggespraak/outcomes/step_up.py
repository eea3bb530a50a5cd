"""A bit more each week: how many minutes of walking or other activity, computed from the diary (clinical 7.3, 6.3).

A day counts when the minutes of the week were reached and the pain of that day was within the pain rule. What was not
said counts for nothing: a day without minutes, or without pain, is not done. Our reading of the rule where it leaves
room, all to the careful side (docs/decisions/0024): two days of too much pain repeat the week, whatever else went well;
one such day only does not count. After a sign to stop nothing rises until the client begins anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pathways.model.exercises import PainRule, StepUp, Training

STEP_UP = "step_up"
START_MINUTES, START_PAIN = "step_up_minutes", "step_up_pain"
WEEK = 7  # days
TOO_OFTEN = 2  # days of too much pain in one week


@dataclass(frozen=True)
class Told:
    """What the rule sees of one day. None: not said."""

    on: date
    minutes: int | None = None
    pain: int | None = None
    has_sign: bool = False
    """A reason to stop was ticked."""


@dataclass(frozen=True)
class Start:
    """Where the client began: minutes that went well, and the pain that was usual then."""

    on: date
    minutes: int
    usual_pain: int | None = None


class Because(StrEnum):
    """Why this week is what it is."""

    FIRST = "first"
    MORE = "more"
    FEW_DAYS = "few_days"
    TOO_MUCH_PAIN = "too_much_pain"
    GOAL = "goal"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Week:
    """One week: what it asks, why, and how many days of it counted. `minutes` is 0 once stopped."""

    first: date
    minutes: int
    because: Because
    done: int = 0
    hard: int = 0
    """Days on which the pain was above the limit."""

    @property
    def last(self) -> date:
        """Its seventh day."""
        return self.first + timedelta(days=WEEK - 1)


def weeks(start: Start, told: Sequence[Told], today: date, rules: Training) -> tuple[Week, ...]:
    """All weeks from the start up to the one of today, each with what it asked and how it went."""
    limit = highest_pain(rules.pain, start.usual_pain)
    found = [_counted(Week(start.on, start.minutes, Because.FIRST), told, limit)]
    while found[-1].last < today:
        before = found[-1]
        minutes, because = after(before, rules.step_up)
        found.append(_counted(Week(before.last + timedelta(days=1), minutes, because), told, limit))
    return tuple(found)


def first_minutes(said: int, rule: StepUp) -> int:
    """What the first week asks of somebody who manages so many minutes now."""
    return min(max(said, rule.start_minutes), rule.goal_minutes)


def after(week: Week, rule: StepUp) -> tuple[int, Because]:
    """What the week after this one asks, and why."""
    if week.because is Because.STOPPED:
        return 0, Because.STOPPED
    if week.hard >= TOO_OFTEN:
        return week.minutes, Because.TOO_MUCH_PAIN
    if week.minutes >= rule.goal_minutes:
        return week.minutes, Because.GOAL
    if week.done < rule.days_needed:
        return week.minutes, Because.FEW_DAYS
    more = min(max(round(week.minutes * rule.percent / 100), rule.least_minutes), rule.most_minutes)
    return min(week.minutes + more, rule.goal_minutes), Because.MORE


def highest_pain(rule: PainRule, usual_pain: int | None) -> int:
    """The most pain that is fine; without knowing the usual pain the lower limit counts."""
    return max(rule.highest, usual_pain + rule.above_start) if usual_pain is not None else rule.highest


def _counted(week: Week, told: Iterable[Told], limit: int) -> Week:
    own = [day for day in told if week.first <= day.on <= week.last]
    if week.because is Because.STOPPED or any(day.has_sign for day in own):
        return Week(week.first, 0, Because.STOPPED)
    done = sum(_is_done(day, week.minutes, limit) for day in own)
    hard = sum(day.pain is not None and day.pain > limit for day in own)
    return Week(week.first, week.minutes, week.because, done, hard)


def _is_done(day: Told, minutes: int, limit: int) -> bool:
    return day.minutes is not None and day.minutes >= minutes and day.pain is not None and day.pain <= limit
