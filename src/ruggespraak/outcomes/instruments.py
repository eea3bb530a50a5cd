"""Which measures a practice asks, and what permits it to use those of others.

A measure that is not in our own words belongs to somebody. It is asked only while a right to use it is recorded that
counts today, and when its questions are in the pathway. The check of the switch and the page read the same sentence
here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.utils.formats import localize
from django.utils.translation import gettext as _

from pathways.model import Form, Measure, Pathway
from ruggespraak.errors import NotPossible, why_not
from ruggespraak.outcomes.models import Right, Switch
from ruggespraak.people.models import Practice

ALWAYS = ("nprs", "gpe")
"""The free core set (8.2, set_core_free): without pain and effect there is nothing to compare."""
AT_FIRST = (*ALWAYS, "psfs", "gpe_satisfaction_score")
EITHER = frozenset({"psfs", "psk"})
"""Two ways to ask for own activities that run in opposite directions (8.1): one of them, never both."""
FORMS = ("measures_start", "measures_interim", "measures_end", "measures_later")
OWN_TEXT = "own_text"


@dataclass(frozen=True)
class Instrument:
    """A measure as it stands in one practice today."""

    measure: Measure
    form: Form | None
    """The form that brings its questions along; None for what our own forms ask, and for what is not in the pack."""
    is_chosen: bool
    right: Right | None
    """The newest recorded right, also when it no longer counts."""
    today: date

    @property
    def is_own(self) -> bool:
        """In our own words: nobody's leave is needed."""
        return self.measure.licence == OWN_TEXT

    @property
    def is_always(self) -> bool:
        """Part of the core that every practice asks."""
        return self.measure.id in ALWAYS

    @property
    def is_on(self) -> bool:
        """Whether it is asked today. A right that is over switches it off by itself."""
        return self.is_always or (self.is_chosen and not why_not(check_may_be_used, self))

    @property
    def has_fallen_off(self) -> bool:
        """Whether it was switched on, and may not be used any more."""
        return self.is_chosen and not self.is_on


def check_may_be_used(instrument: Instrument) -> None:
    """A right that counts today, and questions to ask; NotPossible says what is missing."""
    if not instrument.is_own:
        check_right(instrument.right, instrument.today)
        if instrument.form is None:
            raise NotPossible(_("Its questions are not in the pathway yet. Bring in the questionnaire first."))


def check_right(right: Right | None, today: date) -> None:
    """Somebody's words are used with their leave only."""
    if right is None:
        raise NotPossible(_("No right to use it is recorded. First record who permits it."))
    if today < right.starts_on:
        raise NotPossible(_("The right to use it has not begun yet."))
    if not right.holds(today):
        raise NotPossible(_("The right to use it is over. Record a new one to go on."))


@dataclass(frozen=True)
class Instruments:
    """All that one practice can ask for one complaint."""

    pathway: Pathway
    all: tuple[Instrument, ...]

    @classmethod
    def of(cls, practice: Practice, pathway: Pathway, today: date) -> Self:
        """With its switches and rights: two queries."""
        switches = Switch.objects.of_practice(practice).filter(complaint=pathway.id)
        chosen = {switch.measure: switch.is_on for switch in switches}
        rights: dict[str, Right] = {}
        for right in Right.objects.of_practice(practice).filter(complaint=pathway.id):
            rights.setdefault(right.measure, right)
        return cls(pathway, tuple(_instruments(pathway, chosen, rights, today)))

    def find(self, measure_id: str) -> Instrument | None:
        """The instrument with this id."""
        return next((one for one in self.all if one.measure.id == measure_id), None)

    @property
    def on(self) -> frozenset[str]:
        """The ids of the measures that are asked today."""
        return frozenset(one.measure.id for one in self.all if one.is_on)

    @property
    def brought_along(self) -> tuple[Form, ...]:
        """The forms of instruments of others that are asked today, beside our own."""
        return tuple(one.form for one in self.all if one.is_on and one.form is not None)


def _instruments(
    pathway: Pathway, chosen: Mapping[str, bool], rights: Mapping[str, Right], today: date
) -> Iterator[Instrument]:
    pages = asked_in(pathway)
    for measure in pathway.measures.values():
        if measure.id in pages or measure.licence != OWN_TEXT:
            is_chosen = chosen.get(measure.id, measure.id in AT_FIRST)
            form = None if measure.licence == OWN_TEXT else pathway.forms.get(measure.id)
            yield Instrument(measure, form, is_chosen, rights.get(measure.id), today)


def rights_of(practice: Practice, pathway: Pathway, measure_id: str) -> tuple[Right, ...]:
    """All that was ever recorded about a measure, the newest first: that one counts."""
    return tuple(Right.objects.of_practice(practice).filter(complaint=pathway.id, measure=measure_id))


def asked_in(pathway: Pathway) -> Mapping[str, Sequence[str]]:
    """Measure → the forms that have a page for it."""
    found: dict[str, list[str]] = {}
    for name in FORMS:
        for page in pathway.forms[name].pages if name in pathway.forms else ():
            if page.id in pathway.measures:
                found.setdefault(page.id, []).append(name)
    return found


@dataclass(frozen=True)
class Row:
    """An instrument on the page of the owner. `why_not` is the sentence of the check that keeps it off."""

    id: str
    name: str
    scale: str
    change: str
    source: str
    is_on: bool
    is_own: bool
    is_always: bool
    has_fallen_off: bool
    why_not: str
    right: Right | None
    instead_of: str


def rows_of(instruments: Instruments, language: str) -> tuple[Row, ...]:
    """All instruments for the page, in the order of the pathway."""
    return tuple(_row(one, instruments, language) for one in instruments.all)


def _row(one: Instrument, instruments: Instruments, language: str) -> Row:
    measure, pathway = one.measure, instruments.pathway
    other = next((pathway.measures[name] for name in EITHER - {measure.id} if measure.id in EITHER), None)
    direction = _("lower is better") if measure.better == "lower" else _("higher is better")
    return Row(
        id=measure.id,
        name=measure.label.in_(language),
        scale=f"{measure.low:f} – {measure.high:f}, {direction}",
        change=_smallest_change(measure),
        source=pathway.sources[measure.source].title if measure.source in pathway.sources else "",
        is_on=one.is_on,
        is_own=one.is_own,
        is_always=one.is_always,
        has_fallen_off=one.has_fallen_off,
        why_not=why_not(check_may_be_used, one),
        right=one.right,
        instead_of=other.label.in_(language) if other else "",
    )


def _smallest_change(measure: Measure) -> str:
    parts = [] if measure.change_absolute is None else [localize(measure.change_absolute)]
    parts += [] if measure.change_percent is None else [f"{localize(measure.change_percent)}%"]
    said = _(" or ").join(parts) or "–"
    return said if measure.change_detectable is None else f"{said}; SDC {localize(measure.change_detectable)}"
