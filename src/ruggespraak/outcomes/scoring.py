"""Scores and their change, on bare values: no database, no words.

Sources: clinical file 8.1 (direction, smallest change), 8.4 (missing items, improved, probably real), 5.6 (worse).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from pathways.model import Answers, Measure, Pathway, Question, Text

FORMULAS = ("single", "points", "sum", "mean", "percent")
"""Formulas that are computed here. A measure with another one is recorded and not scored."""


@dataclass(frozen=True)
class Score:
    """What a measure came to on one occasion; `value` None when too few items were answered.

    `items` are the points of each item in their order, None where it was not answered. `label` is what the chosen
    option says, where a single option is the whole measure.
    """

    measure: Measure
    value: Fraction | None
    items: tuple[Fraction | None, ...]
    label: Text | None = None

    @property
    def answered(self) -> int:
        """How many items have an answer."""
        return sum(item is not None for item in self.items)


class Verdict(StrEnum):
    """What a change amounts to."""

    PROBABLY_REAL = "probably_real"
    """Better by what matters, and by more than chance explains."""
    IMPROVED = "improved"
    """Better by what matters; chance may have a part in it."""
    NO_CLEAR_CHANGE = "no_clear_change"
    WORSE = "worse"
    CANNOT_BE_SAID = "cannot_be_said"


class Gap(StrEnum):
    """Why nothing can be said about a change."""

    MISSING = "missing"
    """Too little was answered on one of the two occasions."""
    DIFFERENT = "different"
    """Not the same instrument: other questions, another range or direction."""
    UNKNOWN = "unknown"
    """Nobody has established what a change of this measure means."""


@dataclass(frozen=True)
class Change:
    """From one score to another. `gain` is in points, above zero when it got better; None when it cannot be said."""

    verdict: Verdict
    before: Fraction | None = None
    after: Fraction | None = None
    gain: Fraction | None = None
    gap: Gap | None = None


def is_scored(measure: Measure) -> bool:
    """Whether we have its formula and its questions."""
    return measure.score in FORMULAS and bool(measure.questions)


def score_of(measure: Measure, answers: Answers, pathway: Pathway) -> Score | None:
    """What these answers come to; None when they hold none of its items. A missing item is never a silent zero."""
    if not is_scored(measure):
        return None
    found = (_items(names, answers, pathway) for names in (measure.questions, measure.questions_again))
    items = next((points for points in found if any(point is not None for point in points)), ())
    return Score(measure, _value(measure, items, pathway), items, _label(measure, answers, pathway)) if items else None


def _label(measure: Measure, answers: Answers, pathway: Pathway) -> Text | None:
    if len(measure.questions) != 1:
        return None
    question = pathway.questions[measure.questions[0]]
    chosen = question.option.get(str(answers.get(question.id)))
    return chosen.label if chosen else None


def _items(names: Sequence[str], answers: Answers, pathway: Pathway) -> tuple[Fraction | None, ...]:
    return tuple(_points(pathway.questions[name], answers) for name in names)


def _points(question: Question, answers: Answers) -> Fraction | None:
    """A number as it is, a yes as 1 and a no as 0, an option by its points."""
    value = answers.get(question.id)
    if isinstance(value, bool | int | Decimal):
        return Fraction(value)
    if isinstance(value, str) and value in question.option:
        points = question.option[value].points
        return None if points is None else Fraction(points)
    return None


def _value(measure: Measure, items: Sequence[Fraction | None], pathway: Pathway) -> Fraction | None:
    given = [item for item in items if item is not None]
    if len(given) < _least(measure, len(items)):
        return None
    mean = Fraction(sum(given), len(given))
    if measure.score == "sum":
        return mean * len(items)  # what is missing counts as the mean of what is not (8.4)
    if measure.score == "percent":
        return _percent(measure, mean, pathway)
    return mean


def _least(measure: Measure, count: int) -> int:
    return count if measure.min_answered is None else max(measure.min_answered, 1)


def _percent(measure: Measure, mean: Fraction, pathway: Pathway) -> Fraction | None:
    """Where the mean lies between the lowest and the highest that an item can give."""
    points = [point for name in measure.questions for point in _reach(pathway.questions[name])]
    low, high = (min(points), max(points)) if points else (Fraction(0), Fraction(0))
    return None if low == high else 100 * (mean - low) / (high - low)


def _reach(question: Question) -> tuple[Fraction, ...]:
    """What an item can give: at least and at most."""
    if question.type == "yes_no":
        return Fraction(0), Fraction(1)
    if question.type == "number":
        return Fraction(question.min), Fraction(question.max)
    return tuple(Fraction(option.points) for option in question.options if option.points is not None)


def change_between(before: Score, after: Score) -> Change:
    """What the change amounts to, by the smallest change that the measure declares; own activities one by one."""
    if _design(before.measure) != _design(after.measure):
        return Change(Verdict.CANNOT_BE_SAID, before.value, after.value, gap=Gap.DIFFERENT)
    first, last = _on_the_same_items(before, after)
    if first is None or last is None:
        return Change(Verdict.CANNOT_BE_SAID, first, last, gap=Gap.MISSING)
    measure = after.measure
    gain = first - last if measure.better == "lower" else last - first
    if measure.change_absolute is None and measure.change_percent is None:
        return Change(Verdict.CANNOT_BE_SAID, first, last, gain, gap=Gap.UNKNOWN)
    return Change(_verdict(measure, first, gain), first, last, gain)


def _design(measure: Measure) -> tuple[object, ...]:
    """What makes two instruments the same one."""
    return measure.id, measure.low, measure.high, measure.better, measure.score, measure.questions


def _on_the_same_items(before: Score, after: Score) -> tuple[Fraction | None, Fraction | None]:
    """The two values; a mean only over items answered both times, as leaving one out would move it."""
    if before.measure.score != "mean":
        return before.value, after.value
    pairs = [(one, two) for one, two in zip(before.items, after.items, strict=True) if None not in (one, two)]
    if len(pairs) < _least(after.measure, len(after.items)):
        return None, None
    ones, twos = zip(*pairs, strict=True)
    return Fraction(sum(ones), len(ones)), Fraction(sum(twos), len(twos))


def _verdict(measure: Measure, start: Fraction, gain: Fraction) -> Verdict:
    if matters(measure, start, gain):
        is_more = measure.change_detectable is not None and gain >= Fraction(measure.change_detectable)
        return Verdict.PROBABLY_REAL if is_more else Verdict.IMPROVED
    return Verdict.WORSE if _is_worse(measure, start, -gain) else Verdict.NO_CLEAR_CHANGE


def matters(measure: Measure, start: Fraction, gain: Fraction) -> bool:
    """Better by the points that matter, or by the part of the start that does (8.1: 2 points or 30%)."""
    if gain <= 0:
        return False
    by_points = measure.change_absolute is not None and gain >= Fraction(measure.change_absolute)
    # Of zero no part can be taken: a start at zero is judged by points only.
    by_part = (
        measure.change_percent is not None and start > 0 and 100 * gain >= Fraction(measure.change_percent) * start
    )
    return by_points or by_part


def _is_worse(measure: Measure, start: Fraction, loss: Fraction) -> bool:
    """Worse is judged by points where there are any (5.6: two points of pain). From 1 to 2 is not twice as bad."""
    if measure.change_absolute is not None:
        return loss >= Fraction(measure.change_absolute)
    return start > 0 and loss > 0 and 100 * loss >= Fraction(measure.change_percent or 0) * start


def judged(score: Score) -> Verdict:
    """What a measure says that asks about the change itself (GPE): better, worse, or neither.

    Worse is the mirror of what counts as success: 6 and 7 where 1 and 2 are success.
    """
    measure, value = score.measure, score.value
    if value is None:
        return Verdict.CANNOT_BE_SAID
    low, high = Fraction(measure.low), Fraction(measure.high)
    if measure.success_at_most is not None:
        success = Fraction(measure.success_at_most)
        value, low, high = -value, -high, -low
        success = -success
    elif measure.success_at_least is not None:
        success = Fraction(measure.success_at_least)
    else:
        return Verdict.CANNOT_BE_SAID
    if value >= success:
        return Verdict.IMPROVED
    return Verdict.WORSE if value <= low + high - success else Verdict.NO_CLEAR_CHANGE


def asks_about_change(measure: Measure) -> bool:
    """Whether its answer is itself a comparison with the start."""
    return measure.success_at_most is not None or measure.success_at_least is not None
