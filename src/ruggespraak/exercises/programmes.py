"""The programmes to start with, as the pack offers them. One of them fills in the form; it signs nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from pathways.fhir.doses import in_words
from pathways.model import Answers, Pathway, Programme
from pathways.model.exercises import PHASES, ProgrammeItem
from ruggespraak.exercises.prescription import LIST, Row, as_row, rows_of
from ruggespraak.language import language


@dataclass(frozen=True)
class Starter:
    """A programme of the pack, at its place (from 1): an address that says nothing about the client."""

    place: int
    programme: Programme
    pathway: Pathway

    @property
    def name(self) -> str:
        """In the page's language."""
        return self.programme.name.in_(language())

    @property
    def for_whom(self) -> str:
        """Whom it is meant for."""
        return self.programme.for_whom.in_(language())

    @property
    def phases(self) -> str:
        """In which phases of the complaint it fits."""
        return ", ".join(PHASES[phase].in_(language()) for phase in self.programme.phases)

    @property
    def exercises(self) -> tuple[str, ...]:
        """Its exercises by name, each with the other in its place and the word for the therapist."""
        return tuple(self._named(item) for item in self.programme.exercises)

    @property
    def answers(self) -> Answers:
        """What the form opens with: the first exercises, as many as it holds, each with its dose to start with."""
        return {LIST: tuple(self._row(item) for item in self.programme.exercises[: self.most])}

    @property
    def left_out(self) -> tuple[str, ...]:
        """What the form has no room for."""
        return self.exercises[self.most :]

    @property
    def to_choose(self) -> tuple[str, ...]:
        """What was filled in and still asks for a choice."""
        return tuple(self._named(item) for item in self.programme.exercises[: self.most] if item.or_ or item.note)

    @property
    def most(self) -> int:
        """How many exercises the form holds."""
        return self.pathway.questions[LIST].max_items

    def _row(self, item: ProgrammeItem) -> Row:
        return as_row(item.exercise, item.dose or self.pathway.exercise[item.exercise].dose)

    def _named(self, item: ProgrammeItem) -> str:
        both = (self.pathway.exercise[name].name.in_(language()) for name in (item.exercise, item.or_) if name)
        names = _(" or ").join(both)
        return f"{names} ({item.note.in_(language())})" if item.note else names


@dataclass(frozen=True)
class StartDose:
    """The dose to start with that the pack gives for one exercise."""

    name: str
    dose: str


def starters(pathway: Pathway) -> tuple[Starter, ...]:
    """All programmes of the pack."""
    return tuple(Starter(place, one, pathway) for place, one in enumerate(pathway.programmes, start=1))


def starter_at(place: str, pathway: Pathway) -> Starter | None:
    """The programme at this place, as it stands in an address; None when there is none."""
    return next((one for one in starters(pathway) if str(one.place) == place), None)


def start_doses(pathway: Pathway, answers: Answers) -> tuple[StartDose, ...]:
    """The doses to start with of the exercises that are chosen, each once."""
    chosen = dict.fromkeys(str(row.get("exercise")) for row in rows_of(answers))
    return tuple(_start_doses(pathway, [name for name in chosen if name in pathway.exercise]))


def other_start_doses(pathway: Pathway, answers: Answers) -> tuple[StartDose, ...]:
    """The same of all other exercises."""
    chosen = {row.get("exercise") for row in rows_of(answers)}
    return tuple(_start_doses(pathway, [name for name in pathway.exercise if name not in chosen]))


def _start_doses(pathway: Pathway, names: list[str]) -> Iterator[StartDose]:
    for exercise in map(pathway.exercise.__getitem__, names):
        yield StartDose(exercise.name.in_(language()), in_words(exercise.dose).in_(language()))
