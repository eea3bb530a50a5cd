"""How the exercises went in two weeks, with a proposal to make one heavier or lighter. Never applied by itself.

Rules: clinical file 6.3 (pain rule; heavier after two easy times) and 7.3 (minutes of walking). That two taps “too
hard” count like too much pain is our own, and the numbers are a proposal until a clinician approves them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from pathways.model import Exercise, Value
from pathways.model.exercises import DoseOfKind, Step, Training
from ruggespraak import clock
from ruggespraak.dossier.models import Episode
from ruggespraak.exercises.doing import (
    JUST_RIGHT,
    MOST_A_DAY,
    TOO_EASY,
    TOO_HARD,
    TWO_WEEKS,
    Done,
    done_since,
    of_exercise,
)
from ruggespraak.exercises.prescription import EVERY_DAY, NUMBERS, Prescribed, Prescription, Row, as_row, number
from ruggespraak.language import LANGUAGES, language

IN_A_ROW = 2  # times that must agree before a dose changes


@dataclass(frozen=True)
class Proposal:
    """One step for one exercise: which way, why, what, and the row to sign."""

    is_heavier: bool
    why: str
    what: str
    row: Row


@dataclass(frozen=True)
class Progress:
    """One exercise in the last two weeks."""

    prescribed: Prescribed
    done: tuple[Done, ...]
    expected: int
    """On how many days it was asked in this time."""
    proposal: Proposal | None

    @property
    def times(self) -> int:
        """On how many days it was done."""
        return len(self.done)

    @property
    def too_hard(self) -> int:
        """How often it was too hard."""
        return self._felt(TOO_HARD)

    @property
    def just_right(self) -> int:
        """How often it was just right."""
        return self._felt(JUST_RIGHT)

    @property
    def too_easy(self) -> int:
        """How often it was too easy."""
        return self._felt(TOO_EASY)

    @property
    def not_back(self) -> int:
        """How often it was not as usual again within a day."""
        return sum(one.is_back is False for one in self.done)

    @property
    def pain(self) -> tuple[int, ...]:
        """Pain as it was tapped, oldest first."""
        return tuple(one.pain for one in self.done if one.pain is not None)

    @property
    def pain_says(self) -> str:
        """The same in a sentence."""
        return _("Pain from %(first)d to %(last)d") % {"first": self.pain[0], "last": self.pain[-1]}

    def _felt(self, felt: str) -> int:
        return sum(one.felt == felt for one in self.done)


def progress_of(episode: Episode, prescription: Prescription, usual_pain: int | None = None) -> tuple[Progress, ...]:
    """How each prescribed exercise went since it was prescribed, at most two weeks back.

    `usual_pain` (0 to 10) is where the client starts from; without it the lower limit of the pain rule counts.
    """
    today = clock.today()
    first = max(today - timedelta(days=TWO_WEEKS - 1), prescription.signed_on)
    done = done_since(episode, first, of=prescription)  # a tap on an earlier dose asks no other step
    training = prescription.reading.pathway.training
    exercises = prescription.reading.pathway.exercise
    a_week = sum(one.days_a_week for one in prescription.exercises)
    share = min(1, MOST_A_DAY * EVERY_DAY / a_week)  # when they take turns

    def progress(one: Prescribed) -> Progress:
        own = of_exercise(done, one.exercise.id)
        days = (today - first).days + 1
        expected = min(max(1, round(one.days_a_week * share * days / EVERY_DAY)), days)
        proposal = _Weighing(one, own, training, exercises, usual_pain).proposal(today) if training else None
        return Progress(one, own, expected, proposal)

    return tuple(progress(one) for one in prescription.exercises)


@dataclass(frozen=True)
class _Weighing:
    prescribed: Prescribed
    done: Sequence[Done]
    training: Training
    exercises: Mapping[str, Exercise]
    usual_pain: int | None

    def proposal(self, today: date) -> Proposal | None:
        """Lighter goes before heavier."""
        return self._lighter() or self._longer(today) or self._heavier()

    def _lighter(self) -> Proposal | None:
        if self.done and self._is_above(self.done[-1]):
            words = _("Pain %(pain)d during the exercise, above the limit of %(limit)d.")
            return self._step_down(words % {"pain": self.done[-1].pain, "limit": self._limit})
        if self.done and self.done[-1].is_back is False:
            words = _("The pain was not as usual again within %(hours)d hours.")
            return self._step_down(words % {"hours": self.training.pain.back_within_hours})
        if self._last_were(TOO_HARD):
            return self._step_down(_("Too hard, the last two times."))
        return None

    def _heavier(self) -> Proposal | None:
        if not self._last_were(TOO_EASY) or any(self._hurts(one) for one in self.done[-IN_A_ROW:]):
            return None
        return self._step_up(_("Too easy, the last two times."))

    def _longer(self, today: date) -> Proposal | None:
        """Minutes of an aerobic exercise, after a week in which enough days were done (7.3)."""
        rule, minutes = self.training.step_up, number(self.prescribed.row, "minutes")
        week = [one for one in self.done if one.on > today - timedelta(days=EVERY_DAY)]
        is_hard = any(self._hurts(one) or one.felt == TOO_HARD for one in week)
        is_kind = self.prescribed.exercise.kind == "aerobic"
        if not is_kind or is_hard or len(week) < rule.days_needed or not 0 < minutes < rule.goal_minutes:
            return None
        more = min(max(round(minutes * rule.percent / 100), rule.least_minutes), rule.most_minutes)
        longer = min(minutes + more, rule.goal_minutes)
        why = _("Done on %(count)d days this week, and the pain stayed fine.") % {"count": len(week)}
        what = _("From %(before)d to %(after)d minutes.") % {"before": minutes, "after": longer}
        return Proposal(True, why, what, {**self.prescribed.row, "minutes": longer})

    @property
    def _limit(self) -> int:
        pain = self.training.pain
        return max(pain.highest, (self.usual_pain or 0) + pain.above_start)

    def _hurts(self, one: Done) -> bool:
        """By the pain rule: too much during it, or not as usual again within a day."""
        return self._is_above(one) or one.is_back is False

    def _is_above(self, one: Done) -> bool:
        return one.pain is not None and one.pain > self._limit

    def _last_were(self, felt: str) -> bool:
        last = [one.felt for one in self.done[-IN_A_ROW:]]
        return last == [felt] * IN_A_ROW

    def _step_up(self, why: str) -> Proposal | None:
        steps = self.prescribed.exercise.progression
        if self._reached + 1 < len(steps):
            step = steps[self._reached + 1]
            return Proposal(True, why, step.text.in_(language()), self._row(step))
        kind = self._kind
        return Proposal(True, why, kind.progress.in_(language()), self.prescribed.row) if kind else None

    def _step_down(self, why: str) -> Proposal | None:
        exercise, reached = self.prescribed.exercise, self._reached
        if reached > 0:
            step = exercise.progression[reached - 1]
            return Proposal(False, why, step.text.in_(language()), self._row(step))
        if reached == 0:
            row = {**self._bare_row, **as_row(exercise.id, exercise.dose)}
            return Proposal(False, why, _("Back to the dose to start with."), row)
        if exercise.regression:
            step = exercise.regression[0]
            return Proposal(False, why, step.text.in_(language()), self._row(step))
        return None

    @property
    def _reached(self) -> int:
        """The last step up that the row stands at already; -1 for none."""
        steps = enumerate(self.prescribed.exercise.progression)
        return max((place for place, step in steps if self._stands_at(step)), default=-1)

    def _stands_at(self, step: Step) -> bool:
        if step.dose is None:
            return self.prescribed.note in {step.text.in_(tongue) for tongue in LANGUAGES}
        asked = {name: span.low for name in NUMBERS if (span := getattr(step.dose, name)) is not None}
        both = [name for name in asked if number(self.prescribed.row, name) and name != "days_a_week"]
        return bool(both) and all(number(self.prescribed.row, name) >= asked[name] for name in both)

    @property
    def _bare_row(self) -> dict[str, Value]:
        """What stays beside another dose; a note that was itself a step goes."""
        exercise = self.prescribed.exercise
        texts = (step.text for step in (*exercise.progression, *exercise.regression))
        steps = {text.in_(tongue) for text in texts for tongue in LANGUAGES}
        gone = {*NUMBERS, "note"} if self.prescribed.note in steps else set(NUMBERS)
        return {name: value for name, value in self.prescribed.row.items() if name not in gone}

    def _row(self, step: Step) -> Row:
        if step.exercise is not None and step.exercise in self.exercises:
            return as_row(step.exercise, step.dose or self.exercises[step.exercise].dose)
        if step.dose is None:
            return {**self.prescribed.row, "note": step.text.in_(language())}
        days = {"days_a_week": self.prescribed.days_a_week}
        given = as_row(self.prescribed.exercise.id, step.dose)
        return {**self._bare_row, **given, **(days if step.dose.days_a_week is None else {})}

    @property
    def _kind(self) -> DoseOfKind | None:
        return next((kind for kind in self.training.kinds if kind.kind == self.prescribed.exercise.kind), None)
