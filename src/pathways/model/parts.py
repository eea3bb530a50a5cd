"""The parts of a pathway: what is asked, weighed, advised, claimed, measured and read. All frozen."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from pathways.language import Expr, Yes
from pathways.model.values import Answers, Text, Value

QuestionType = Literal["yes_no", "number", "duration", "one", "many", "text", "date", "body", "table", "list"]
#: Question types that expressions may use.
RULE_TYPES: tuple[QuestionType, ...] = ("yes_no", "number", "duration", "one", "many", "body")

#: Question types as people name them.
TYPE_WORDS: Mapping[QuestionType, str] = {
    "yes_no": "yes/no",
    "one": "single choice",
    "many": "multiple choice",
    "body": "body map",
    **{kind: kind for kind in ("number", "duration", "text", "date", "table", "list")},
}

LONGEST_DURATION = 36500
LONGEST_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Level:
    """A level of urgency. The order of a pathway's levels, light to heavy, is their meaning."""

    id: str
    label: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Source:
    """A guideline or study that rules, claims and pages rest on, and when it was last looked at."""

    id: str
    title: str
    year: int | None
    reviewed_on: datetime.date
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the body map."""

    id: str
    label: Text
    zone: str | None
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Alarm:
    """When this is true, the level must be at least this: a promise beside the question, kept by the rules.

    `dont_know` is the level that the answer "don't know" itself asks for.
    """

    at_least: str
    when: Expr
    dont_know: str | None
    source: str


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One option of a choice. An exclusive one is never chosen beside another."""

    id: str
    label: Text
    points: int | None = None
    exclusive: bool = False
    information_only: bool = False
    plain: Text | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table question."""

    id: str
    label: Text
    plain: Text | None = None


@dataclass(frozen=True)
class Question:
    """One question. A `table` has rows × columns of `cells`, each a question itself; a `list` has `fields`."""

    id: str
    type: QuestionType
    ask: Text
    term: Text | None = None
    plain: Text | None = None
    why: Text | None = None
    help: Text | None = None
    ask_when: Expr | None = None
    if_hidden: Value = None
    required: bool = False
    dont_know: bool = False
    alarms: tuple[Alarm, ...] = ()
    options: tuple[AnswerOption, ...] = ()
    min: Decimal = Decimal(0)
    max: Decimal = Decimal(0)
    unit: str | None = None
    decimals: int = 0
    max_length: int = LONGEST_TEXT
    rows: tuple[Row, ...] = ()
    columns: tuple[Question, ...] = ()
    fields: tuple[Question, ...] = ()
    cells: tuple[Question, ...] = ()
    min_items: int = 0
    max_items: int = 20
    table: str | None = None
    row: str | None = None
    column: str | None = None
    source: str | None = None
    information_only: bool = False
    #: Folded away in the patient's own record: somebody else may look over a shoulder.
    discreet: bool = False
    #: The id it bore in the version before, for who compares the two.
    was: str | None = None

    @cached_property
    def option(self) -> Mapping[str, AnswerOption]:
        return {option.id: option for option in self.options}

    @cached_property
    def is_alarm(self) -> bool:
        """Whether "yes" is an alarm sign by itself; other questions raise an alarm only together with more."""
        return any(alarm.when == Yes(self.id) for alarm in self.alarms)

    @cached_property
    def exclusive_options(self) -> frozenset[str]:
        return frozenset(option.id for option in self.options if option.exclusive)

    @cached_property
    def answered(self) -> tuple[Question, ...]:
        """The questions that hold the answers: the cells of a table, else the question itself."""
        return self.cells or (self,)

    def cell(self, row: str, column: str) -> Question:
        return next(cell for cell in self.cells if (cell.row, cell.column) == (row, column))


@dataclass(frozen=True, slots=True)
class ScoreBand:
    """A named part of a score: from this value up to the next band."""

    id: str
    starts_at: Decimal
    label: Text


@dataclass(frozen=True, slots=True)
class Score:
    """A score over questions. `missing_allowed` counts only once the form is closed: never while it is open."""

    id: str
    label: Text
    method: Literal["sum", "mean", "percent"]
    items: tuple[str, ...]
    bands: tuple[ScoreBand, ...]
    missing_allowed: int
    source: str | None


@dataclass(frozen=True, slots=True)
class Definition:
    """A condition with a name and a label."""

    id: str
    when: Expr
    label: Text


@dataclass(frozen=True, slots=True)
class Rule:
    """When this is true, the level is at least `urgency`. The strongest rule wins; no rule switches off another."""

    id: str
    when: Expr
    urgency: str
    because: Text
    advice: tuple[str, ...]
    source: str
    #: Rules beside which it gives a further reason; it never decides without one of them.
    adds_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """A text that hangs on rules; not given when the level is above `up_to`, nor beside any of `not_with`."""

    id: str
    label: Text
    up_to: str | None
    not_with: tuple[str, ...]
    source: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """What must hold for every possible patient, said by another owner than the rules."""

    id: str
    condition: Expr
    at_least: str | None
    at_most: str | None
    source: str
    because: Text | None


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """What a clinician has still to settle, and the ids of what may change with it."""

    id: str
    text: Text
    do: Text
    touches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lowering:
    """Some people are told something lighter than before, on purpose. No levels: the form gives none any more."""

    form: str
    old_level: str | None
    new_level: str | None
    because: Text
    source: str


@dataclass(frozen=True, slots=True)
class Release:
    """What one version says of itself. `english_stands`: texts whose Dutch changed and whose English still says it."""

    version: str
    date: datetime.date
    text: Text
    lowers: tuple[Lowering, ...]
    english_stands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """An example patient with what must come out. `urgency` None: nothing is said about the level."""

    form: str
    name: str
    file: str
    line: int
    answers: Answers
    earlier: Mapping[str, Answers]
    urgency: str | None
    rules: tuple[str, ...] | None
    shown: tuple[str, ...]
    not_shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContraIndication:
    """`when` None: a human judges."""

    id: str
    level: Literal["absolute", "relative"]
    when: Expr | None
    label: Text
    source: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """People out of some number: from low up to and including high; the same twice for one count."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Frequency:
    """How many of `of` people have an outcome, with the option and without it; `otherwise`: what the others have.

    None for `with_it`: no honest count exists, and `in_words` says what is known instead. None for `without_it`:
    nobody counted it. `reckoned` tells how a count was worked out when no study counted it as such.
    """

    outcome: Text
    otherwise: Text | None
    of: int | None
    with_it: Count | None
    without_it: Count | None
    without_is: Text | None
    in_words: Text | None
    reckoned: Text | None
    certainty: Literal["high", "moderate", "low", "very_low"]
    source: str


@dataclass(frozen=True, slots=True)
class TreatmentOption:
    """What a therapist can offer, in the words of the field and in plain words, with what speaks against it.

    `suits`: when it is laid beside the others before a therapist chose which; `unknown`: what we do not know.
    """

    id: str
    group: Literal["hands_on", "hands_off", "coaching", "no_treatment"]
    label: Text
    plain: Text
    what: Text
    why: Text
    benefit: Text
    risk: Text
    burden: Text
    dose: Text | None
    source: str
    contra_indications: tuple[ContraIndication, ...]
    frequencies: tuple[Frequency, ...] = ()
    unknown: Text | None = None
    suits: Expr | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """An instrument: what it asks, its range and the smallest change that means something.

    `items` are texts in our own wording, `questions` our own question ids; `questions_again` are asked at a later
    moment in their place, in the same order. `score` names the formula: single, points, sum, mean, …
    `change_absolute` and `change_percent` say what matters to people, `change_detectable` what chance can explain.
    """

    id: str
    label: Text
    plain: Text | None
    why: Text | None
    items: tuple[Text, ...]
    questions: tuple[str, ...]
    questions_again: tuple[str, ...]
    min_answered: int | None
    score: str | None
    low: Decimal
    high: Decimal
    better: Literal["lower", "higher"]
    unit: str | None
    recall: Text | None
    low_anchor: Text | None
    high_anchor: Text | None
    change_absolute: Decimal | None
    change_percent: Decimal | None
    success_at_most: Decimal | None
    success_at_least: Decimal | None
    licence: str
    source: str
    change_detectable: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Information:
    """A page that patients read, in one language. `body` is Markdown as written."""

    page: str
    language: str
    title: str
    lead: str
    order: int
    reviewed_on: datetime.date
    sources: tuple[str, ...]
    body: str
