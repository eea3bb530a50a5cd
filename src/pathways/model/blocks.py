"""The files of a pathway as an author writes them: one frozen dataclass per block, one field per key.

`pathways.source.read` fills these from YAML, so this module is the file format. A trailing underscore keeps Python's
own words apart: `if_` is the key `if`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from pathways.model.parts import LONGEST_TEXT, QuestionType
from pathways.model.values import Text
from pathways.source import Formula, Node, Place, Prose, Word


@dataclass(frozen=True)
class LevelBlock:
    """An entry of `levels` in pathway.yaml"""

    id: Word
    label: Text
    text: Text | None = None


@dataclass(frozen=True)
class SourceBlock:
    """An entry of `sources` in pathway.yaml"""

    title: str
    reviewed_on: datetime.date
    year: int | None = None
    url: str | None = None


@dataclass(frozen=True)
class PathwayBlock:
    """pathway.yaml"""

    place: Place
    id: Word
    version: Prose
    status: Literal["draft", "reviewed", "published"]
    title: Text
    authors: tuple[str, ...]
    levels: tuple[LevelBlock, ...]
    reassuring: tuple[Word, ...]
    otherwise: Word
    incomplete: Word
    safety_net: Text
    sources: dict[Word, SourceBlock]
    phone_from: Word | None = None


@dataclass(frozen=True)
class AlarmBlock:
    """An entry of `alarm` beside a question"""

    place: Place
    at_least: Word
    source: Word
    when: Formula | None = None
    dont_know: Word | None = None


@dataclass(frozen=True)
class OptionBlock:
    """An entry of `options` beside a question"""

    id: Word
    label: Text
    points: int | None = None
    exclusive: bool = False


@dataclass(frozen=True)
class RowBlock:
    """An entry of `rows` of a table"""

    id: Word
    label: Text


@dataclass(frozen=True)
class QuestionBlock:
    """One question of questions/*.yaml; with an `id`, a column of a table or a field of a list."""

    place: Place
    ask: Text
    id: Word | None = None
    term: Text | None = None
    plain: Text | None = None
    why: Text | None = None
    help: Text | None = None
    type: QuestionType = "yes_no"
    ask_when: Formula | None = None
    if_hidden: Node | None = None
    required: bool = False
    dont_know: bool | None = None
    alarm: tuple[AlarmBlock, ...] = ()
    options: tuple[OptionBlock, ...] = ()
    min: Decimal | None = None
    max: Decimal | None = None
    unit: str | None = None
    decimals: int = 0
    max_length: int = LONGEST_TEXT
    regions: Literal["back"] | None = None
    rows: tuple[RowBlock, ...] = ()
    columns: tuple[QuestionBlock, ...] = ()
    fields: tuple[QuestionBlock, ...] = ()
    min_items: int = 0
    max_items: int = 20
    source: Word | None = None
    information_only: bool = False


@dataclass(frozen=True)
class RegionBlock:
    """One region of regions.yaml"""

    label: Text
    zone: Literal["low_back", "leg", "elsewhere", "saddle", "nowhere"] | None = None
    exclusive: bool = False


@dataclass(frozen=True)
class PageBlock:
    """An entry of `pages` of a form"""

    id: Word
    title: Text
    questions: tuple[Word, ...]
    intro: Text | None = None


@dataclass(frozen=True)
class FormBlock:
    """forms/<id>.yaml"""

    place: Place
    for_: Literal["visitor", "patient", "therapist"]
    title: Text
    pages: tuple[PageBlock, ...]
    intro: Text | None = None
    judged: Literal["urgency"] | None = None
    builds_on: tuple[Word, ...] = ()
    applies_when: Formula | None = None
    stop_at: tuple[Word, ...] = ()


@dataclass(frozen=True)
class BandBlock:
    """An entry of `bands` of a score"""

    id: Word
    from_: Decimal
    label: Text


@dataclass(frozen=True)
class ScoreBlock:
    """One score of rules.yaml"""

    place: Place
    label: Text
    items: tuple[Word, ...]
    method: Literal["sum", "mean", "percent"] = "sum"
    bands: tuple[BandBlock, ...] = ()
    missing_allowed: int = 0
    source: Word | None = None


@dataclass(frozen=True)
class DefinitionBlock:
    """One definition of rules.yaml"""

    when: Formula
    label: Text


@dataclass(frozen=True)
class RuleBlock:
    """One rule of rules.yaml"""

    id: Word
    when: Formula
    urgency: Word
    because: Text
    source: Word
    advice: tuple[Word, ...] = ()


@dataclass(frozen=True)
class AdviceBlock:
    """One advice of rules.yaml"""

    label: Text
    up_to: Word | None = None
    not_with: tuple[Word, ...] = ()
    source: Word | None = None


@dataclass(frozen=True)
class RulesBlock:
    """rules.yaml"""

    rules: tuple[RuleBlock, ...] = ()
    scores: dict[Word, ScoreBlock] = field(default_factory=dict)
    definitions: dict[Word, DefinitionBlock] = field(default_factory=dict)
    advice: dict[Word, AdviceBlock] = field(default_factory=dict)


@dataclass(frozen=True)
class ClaimBlock:
    """One claim of safety.yaml"""

    place: Place
    id: Word
    if_: Formula
    source: Word
    at_least: Word | None = None
    at_most: Word | None = None
    because: Text | None = None


@dataclass(frozen=True)
class SafetyBlock:
    """safety.yaml"""

    claims: tuple[ClaimBlock, ...]


@dataclass(frozen=True)
class StoryBlock:
    """One example patient of stories/*.yaml"""

    place: Place
    name: Prose
    answers: Node
    others: Literal["no"] | None = None
    assume: Node | None = None
    urgency: Word | None = None
    rules: tuple[Word, ...] | None = None
    shown: tuple[Word, ...] = ()
    not_shown: tuple[Word, ...] = ()


@dataclass(frozen=True)
class StoriesBlock:
    """stories/*.yaml"""

    form: Word
    stories: tuple[StoryBlock, ...]


@dataclass(frozen=True)
class ContraIndicationBlock:
    """An entry of `contra_indications` of a treatment option"""

    id: Word
    level: Literal["absolute", "relative"]
    label: Text
    when: Formula | None = None
    source: Word | None = None


@dataclass(frozen=True)
class TreatmentOptionBlock:
    """One option of options.yaml"""

    group: Literal["hands_on", "hands_off", "coaching", "no_treatment"]
    label: Text
    plain: Text
    what: Text
    why: Text
    benefit: Text
    risk: Text
    burden: Text
    source: Word
    dose: Text | None = None
    contra_indications: tuple[ContraIndicationBlock, ...] = ()


@dataclass(frozen=True)
class OptionsBlock:
    """options.yaml"""

    options: dict[Word, TreatmentOptionBlock]


@dataclass(frozen=True)
class ChangeBlock:
    """The smallest `change` of a measure that means something"""

    absolute: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True)
class RangeBlock:
    """The `range` of a measure"""

    min: Decimal
    max: Decimal


@dataclass(frozen=True)
class AnchorsBlock:
    """The words at both ends of a measure"""

    low: Text
    high: Text


@dataclass(frozen=True)
class MeasureBlock:
    """One instrument of measures.yaml"""

    place: Place
    label: Text
    range: RangeBlock
    better: Literal["lower", "higher"]
    licence: Word
    source: Word
    plain: Text | None = None
    why: Text | None = None
    items: tuple[Text | Word, ...] = ()
    items_again: tuple[Word, ...] = ()
    min_answered: int | None = None
    score: Prose | None = None
    unit: str | None = None
    recall: Text | None = None
    anchors: AnchorsBlock | None = None
    change: ChangeBlock | None = None
    success_at_most: Decimal | None = None
    success_at_least: Decimal | None = None


@dataclass(frozen=True)
class MeasuresBlock:
    """measures.yaml"""

    measures: dict[Word, MeasureBlock]


@dataclass(frozen=True)
class InformationBlock:
    """The front matter of information/<page>.<lang>.md"""

    title: str
    lead: str
    order: int
    reviewed_on: datetime.date
    sources: tuple[Word, ...] = ()
