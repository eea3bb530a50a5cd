"""What was measured: reads the scores of an episode out of its entries, each by the pathway it was made with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pathways.model import Measure, Pathway
from ruggespraak.dossier.reading import Reading, in_place
from ruggespraak.outcomes.kinds import KINDS, day_of
from ruggespraak.outcomes.scoring import Change, Score, change_between, score_of

START = ("intake_home", "intake", "measures_start")
"""Forms that tell how it was at the start; the newest with a score is what all later is compared with."""
NAMES: Mapping[str, Promise] = {
    **dict.fromkeys(START, KINDS["start"].name),
    "measures_interim": KINDS["interim"].name,
    "evaluation": _("Evaluation"),
    "measures_end": KINDS["end"].name,
}
LATER = "measures_later"
DAYS_IN_MONTH = 30.4


@dataclass(frozen=True)
class Taken:
    """One score, when it was taken and on which occasion."""

    on: date
    name: str
    score: Score


@dataclass(frozen=True)
class Series:
    """All scores of one measure, oldest first; the first is the start when there was one."""

    measure: Measure
    taken: tuple[Taken, ...]
    has_start: bool
    activities: tuple[str, ...] = ()
    """For a measure of own activities: what they are, in the order of its questions."""

    @property
    def change(self) -> Change | None:
        """The newest score against the start; None with less than two."""
        if not self.has_start or len(self.taken) < 2:
            return None
        return change_between(self.taken[0].score, self.taken[-1].score)


def series_of(readings: Sequence[Reading], pathway: Pathway) -> tuple[Series, ...]:
    """Every measure of the pathway that was taken at least once, each apart. Give all entries of one episode."""
    counting = in_place(readings)
    closed_on = next((day_of(reading) for reading in reversed(counting) if reading.form == "closing"), None)
    found = (_series(measure, counting, closed_on) for measure in pathway.measures.values())
    return tuple(series for series in found if series.taken)


def _series(measure: Measure, readings: Sequence[Reading], closed_on: date | None) -> Series:
    scored = [
        (occasion, reading, score)
        for occasion, reading in _occasions(readings)
        if (score := _score(measure, reading)) is not None
    ]
    start = next((one for one in reversed(scored) if one[0] in START), None)
    kept = ([start] if start else []) + [one for one in scored if one[0] not in START]
    taken = tuple(
        Taken(day_of(reading), _name(occasion, reading, closed_on), score) for occasion, reading, score in kept
    )
    return Series(measure, taken, start is not None, activities(readings, measure))


def _occasions(readings: Sequence[Reading]) -> Iterator[tuple[str, Reading]]:
    """Each entry with the form that says on which occasion it was made.

    An instrument of others is an entry of its own, handed in right after our own form of that moment.
    """
    asked: Reading | None = None
    for reading in readings:
        if reading.form in NAMES or reading.form == LATER:
            asked = reading
        is_with_it = reading.form in reading.pathway.measures and asked and day_of(asked) == day_of(reading)
        yield (asked.form if is_with_it and asked else reading.form), reading


def _score(measure: Measure, reading: Reading) -> Score | None:
    """By the pathway of that day: what the measure was then."""
    if reading.form not in NAMES and reading.form not in (LATER, measure.id):
        return None
    then = reading.pathway.measures.get(measure.id)
    return score_of(then, reading.answers, reading.pathway) if then else None


def _name(occasion: str, reading: Reading, closed_on: date | None) -> str:
    if occasion in NAMES:
        return str(NAMES[occasion])
    if closed_on is None or day_of(reading) <= closed_on:
        return str(KINDS["interim"].name)
    months = (day_of(reading) - closed_on).days / DAYS_IN_MONTH
    nearest = min((3, 6, 12), key=lambda count: abs(count - months))
    return str(KINDS[f"after_{nearest}"].name)


def activities(readings: Sequence[Reading], measure: Measure) -> tuple[str, ...]:
    """The own activities that were picked at the start, in the order of the measure's questions; "" where none was.

    Give the entries that count. Empty for a measure that does not ask for activities.
    """
    named = tuple(activity_of(question) for question in measure.questions)
    for reading in reversed(readings):
        if reading.form in START:
            found = tuple(_text(reading, name) for name in named)
            if any(found):
                return found
    return ()


def activity_of(question: str) -> str:
    """The cell that names the activity which a cell like `psfs_1_now` is about."""
    return f"{question.removesuffix('_now')}_activity"


def _text(reading: Reading, question: str) -> str:
    value = reading.answers.get(question)
    return value.strip() if isinstance(value, str) else ""
