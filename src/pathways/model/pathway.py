"""The pathway, its forms and their pages: made once, at load, and never changed; as JSON and back, with its hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from pathways.language import Expr, names_in
from pathways.model.canonical import LANGUAGE_VERSION, from_data, read_json, to_data, write_json
from pathways.model.exercises import Exercise, Programme, Training
from pathways.model.parts import (
    Advice,
    Claim,
    Definition,
    Information,
    Level,
    Measure,
    OpenPoint,
    Question,
    Region,
    Release,
    Rule,
    Score,
    Source,
    Story,
    TreatmentOption,
)
from pathways.model.values import Text


@dataclass(frozen=True)
class Page:
    """One page of a form; it is shown when at least one of its questions is."""

    id: str
    title: Text
    intro: Text | None
    question_ids: tuple[str, ...]
    form: Form = field(init=False, repr=False, compare=False)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(self.form.pathway.questions[name] for name in self.question_ids)


@dataclass(frozen=True, eq=False)
class Form:
    """A view on the questions, for one kind of reader, judged or not."""

    id: str
    for_whom: Literal["visitor", "patient", "therapist"]
    title: Text
    intro: Text | None
    judged: Literal["urgency"] | None
    builds_on: tuple[str, ...]
    applies_when: Expr | None
    stop_at: tuple[str, ...]
    pages: tuple[Page, ...]
    pathway: Pathway = field(init=False, repr=False)

    @property
    def is_judged(self) -> bool:
        return self.judged is not None

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Its questions in page order; a table stands as one."""
        return tuple(question for page in self.pages for question in page.questions)

    @cached_property
    def earlier_forms(self) -> tuple[Form, ...]:
        return tuple(self.pathway.forms[name] for name in self.builds_on)

    @cached_property
    def own(self) -> tuple[Question, ...]:
        """The questions that hold its answers, tables flattened to their cells, in page order."""
        return tuple(inner for question in self.questions for inner in question.answered)

    @cached_property
    def supplied(self) -> Mapping[str, Question]:
        """Every question whose answer can count here: its own, then those of the forms it builds on."""
        forms = (self, *self.earlier_forms)
        return {question.id: question for form in forms for question in form.own}


@dataclass(frozen=True, eq=False)
class Pathway:
    """One complaint: its questions, forms, rules and texts. Load it once and share it."""

    id: str
    version: str
    status: Literal["draft", "reviewed", "published"]
    title: Text
    authors: tuple[str, ...]
    levels: tuple[Level, ...]
    reassuring: tuple[str, ...]
    otherwise: str
    incomplete: str
    phone_from: str | None
    safety_net: Text
    sources: Mapping[str, Source]
    regions: Mapping[str, Region]
    questions: Mapping[str, Question]
    forms: Mapping[str, Form]
    scores: Mapping[str, Score]
    definitions: Mapping[str, Definition]
    rules: tuple[Rule, ...]
    advice: Mapping[str, Advice]
    claims: tuple[Claim, ...]
    options: Mapping[str, TreatmentOption]
    measures: Mapping[str, Measure]
    information: tuple[Information, ...]
    #: The red flags of the clinical file that its claims must speak for.
    red_flags: tuple[str, ...] = ()
    #: What a clinician has still to settle.
    open_points: tuple[OpenPoint, ...] = ()
    stories: tuple[Story, ...] = ()
    #: The release notes, newest first.
    releases: tuple[Release, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    #: Exercises that go together at the start, and what holds for every exercise.
    programmes: tuple[Programme, ...] = ()
    training: Training | None = None
    #: Where rules, claims and alarms stand, for messages: "claim calm" → "safety.yaml:3". Empty when read from JSON.
    places: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for form in self.forms.values():
            object.__setattr__(form, "pathway", self)
            for page in form.pages:
                object.__setattr__(page, "form", form)

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """Level id → its place in the order, light (0) to heavy."""
        return {level.id: place for place, level in enumerate(self.levels)}

    @cached_property
    def level(self) -> Mapping[str, Level]:
        return {level.id: level for level in self.levels}

    @cached_property
    def rule(self) -> Mapping[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def exercise(self) -> Mapping[str, Exercise]:
        return {exercise.id: exercise for exercise in self.exercises}

    @cached_property
    def programme(self) -> Mapping[str, Programme]:
        return {programme.id: programme for programme in self.programmes}

    def heaviest(self, *levels: str | None) -> str:
        """The strongest of these levels; None counts as nothing."""
        return max((level for level in levels if level is not None), key=self.rank.__getitem__)

    def asks_for_call(self, level: str | None) -> bool:
        """Whether a level is one from which a doctor is phoned; no level, or an unknown one, is not."""
        return self.phone_from is not None and self.rank.get(level or "", -1) >= self.rank[self.phone_from]

    def questions_behind(self, expr: Expr) -> Iterator[str]:
        """Every question an expression rests on, through definitions and scores; with repeats."""
        for name in names_in(expr):
            if name in self.definitions:
                yield from self.questions_behind(self.definitions[name].when)
            elif name in self.scores:
                yield from self.scores[name].items
            else:
                yield name

    def questions_behind_with_gates(self, expr: Expr) -> frozenset[str]:
        """The same, with those that the gates of these questions rest on."""
        found: set[str] = set()
        left = set(self.questions_behind(expr))
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                gate = self.questions[name].ask_when
                left |= set() if gate is None else set(self.questions_behind(gate))
        return frozenset(found)

    def information_in(self, language: str) -> tuple[Information, ...]:
        """The information pages in one language, in reading order."""
        pages = (page for page in self.information if page.language == language)
        return tuple(sorted(pages, key=lambda page: (page.order, page.page)))

    def to_json(self) -> str:
        """The canonical form: everything but stories and places in files. Enough to show and re-weigh an old entry."""
        return write_json({"language": LANGUAGE_VERSION, "pathway": to_data(self)})

    @staticmethod
    def from_json(text: str) -> Pathway:
        """The pathway that `to_json` wrote. Raises ValueError for one of another version of the language."""
        data = read_json(text)
        if data.get("language") != LANGUAGE_VERSION:
            raise ValueError(f"this pathway was kept in language version {data.get('language')}, not known here")
        kept: Pathway = from_data(Pathway, data["pathway"])
        questions = {name: _with_cells(kept, question) for name, question in kept.questions.items()}
        return replace(kept, questions=questions, definitions=_in_order_of_use(kept.definitions))

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 (hex) of the canonical form: the identity of exactly this content."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @cached_property
    def logic_hash(self) -> str:
        """SHA-256 (hex) of the canonical form without texts: it changes only when a result could."""
        logic = write_json({"language": LANGUAGE_VERSION, "logic": to_data(self, with_texts=False)})
        return hashlib.sha256(logic.encode()).hexdigest()


def _in_order_of_use(definitions: Mapping[str, Definition]) -> dict[str, Definition]:
    """Each definition after those that it uses, as they were written; the canonical form sorts them by name."""
    ordered: dict[str, Definition] = {}

    def add(name: str) -> None:
        for used in names_in(definitions[name].when):
            if used in definitions and used not in ordered:
                add(used)
        ordered[name] = definitions[name]

    for name in definitions:
        if name not in ordered:
            add(name)
    return ordered


def _with_cells(pathway: Pathway, question: Question) -> Question:
    """A table with its cells, which the canonical form leaves out because they are questions of their own."""
    if question.type != "table":
        return question
    cells = {(cell.row, cell.column): cell for cell in pathway.questions.values() if cell.table == question.id}
    ordered = tuple(cells[row.id, column.id] for row in question.rows for column in question.columns)
    return replace(question, cells=ordered)
