"""Boundary patients: two people, one answer apart, of whom a rule fires for one only. Is this what you mean?

    for boundary in boundary_pairs(pathway): ...      one pair per leaf of each rule, on the smallest form that has it

Every leaf of a condition is looked at by itself: each threshold at its edge (70 and 71), each option, each occurrence
of a question. Both people have answered all that they are asked, and whatever is not the point is ordinary. What the
one answer opens or closes is ordinary too, where it can be. Evaluate confirms each pair before it is handed out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pathways.explain import question_text, say, sentence
from pathways.model import Form, Pathway, Value
from pathways.prove.ordinary import ordinary
from pathways.prove.patients import Patient
from pathways.prove.turning import (
    KINDS,
    RULES,
    Kind,
    Leaf,
    Turn,
    leaves_of,
    ordinary_answers,
    to_answer_otherwise,
    turned,
    turns,
)
from pathways.prove.twins import Search

__all__ = [
    "KINDS",
    "RULES",
    "Boundary",
    "Kind",
    "Unpaired",
    "boundary_pairs",
    "ordinary_answers",
    "pairs_sought",
    "turned",
]


@dataclass(frozen=True)
class Boundary:
    """Two people who differ in their answer to `question`. For the `calm` one the rule is silent, for `flipped` not.

    `rule` is the rule's id; with another `kind` that of the definition, the follow-up question or the form.
    """

    form: Form
    rule: str
    question: str
    calm: Patient
    flipped: Patient
    kind: Kind = "rule"

    @property
    def changes_level(self) -> bool:
        """Two patients, one answer apart, two advices."""
        return self.calm.evaluation.level != self.flipped.evaluation.level

    @cached_property
    def follow_ups(self) -> tuple[str, ...]:
        """What only one of them is asked, because of the one answer."""
        asked = self.calm.answers.keys() ^ self.flipped.answers.keys()
        return tuple(name for name in self.form.supplied if name in asked and name != self.question)

    @cached_property
    def is_small(self) -> bool:
        """Nothing but the one answer is remarkable about the difference."""
        said = {**self.calm.answers, **self.flipped.answers}
        return all(said[name] == ordinary(self.form.supplied[name]) for name in self.follow_ups)

    @cached_property
    def shared(self) -> Mapping[str, Value]:
        """The remarkable answers that they have in common."""
        return {
            name: value
            for name, value in self.calm.remarkable.items()
            if name != self.question and self.flipped.answers.get(name) == value
        }

    def told(self, language: str = "en") -> Iterator[str]:
        """What they share, then each of them: the answer that differs, what it opened, and the advice."""
        for name, value in self.shared.items():
            yield self._said(name, value, language)
        for patient in (self.calm, self.flipped):
            apart = [name for name in (self.question, *self.follow_ups) if name in patient.answers]
            said = "; ".join(self._said(name, patient.answers[name], language) for name in apart)
            yield f"  {said} -> {patient.outcome(language)}"

    def _said(self, name: str, value: Value, language: str) -> str:
        return sentence(question_text(self.form, name, language), say(self.form.supplied[name], value, language))


@dataclass(frozen=True)
class Unpaired:
    """A leaf of a condition that no two people one answer apart can turn, on any form that was looked at."""

    kind: Kind
    rule: str
    question: str


def boundary_pairs(
    pathway: Pathway, forms: Collection[str] = (), kinds: Collection[Kind] = RULES
) -> Iterator[Boundary]:
    """One pair per leaf of each rule, on the smallest judged form that has one; with `forms`, among these only.

    Raises ReadingsDisagree when evaluate does not confirm a pair, Undecided when the solver cannot say.
    """
    for pair in pairs_sought(pathway, forms, kinds):
        if isinstance(pair, Boundary):
            yield pair


def pairs_sought(
    pathway: Pathway, forms: Collection[str] = (), kinds: Collection[Kind] = KINDS
) -> Iterator[Boundary | Unpaired]:
    """The same, and each leaf without a pair. The order is that of the pathway."""
    every = sorted(pathway.forms.values(), key=lambda form: (not form.is_judged, len(form.supplied)))
    searches = [Search(form) for form in every if not forms or form.id in forms]
    handed_out: set[tuple[object, ...]] = set()
    for turn in turns(pathway, kinds):
        for leaf in dict.fromkeys(leaves_of(turn, pathway)):
            for questions in to_answer_otherwise(leaf.expr, pathway):
                tried = ((search, question) for question in questions for search in searches)
                found = (_pair(search, turn, leaf, question) for search, question in tried)
                pair = next((pair for pair in found if pair is not None), None)
                if pair is None:
                    yield Unpaired(turn.kind, turn.name, " or ".join(questions))
                elif (key := _identity(pair)) not in handed_out:
                    handed_out.add(key)
                    yield pair


def _identity(pair: Boundary) -> tuple[object, ...]:
    calm, flipped = (tuple(patient.answers.items()) for patient in (pair.calm, pair.flipped))
    return pair.kind, pair.rule, pair.form.id, calm, flipped


def _pair(search: Search, turn: Turn, leaf: Leaf, question: str) -> Boundary | None:
    people = search.pair(turn, leaf, question)
    return None if people is None else Boundary(search.form, turn.name, question, *people, kind=turn.kind)
