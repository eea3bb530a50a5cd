"""One item of a Questionnaire as one question of ours: its kind, its bounds, or every reason why it cannot be one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pathways.fhir.instruments import extensions
from pathways.fhir.instruments.extensions import extension_value, judge_extensions
from pathways.fhir.instruments.foreign import Element, decimal_of, is_whole, keys
from pathways.fhir.instruments.options import FURTHEST, Option, options_of
from pathways.fhir.instruments.texts import Texts
from pathways.language import Expr
from pathways.model import Text
from pathways.model.parts import LONGEST_TEXT, QuestionType

ITEM_ELEMENTS = keys(
    "id extension modifierExtension linkId definition code prefix text type enableWhen enableBehavior required repeats "
    "readOnly maxLength answerValueSet answerOption initial item"
)
_KINDS: Mapping[str, QuestionType] = {
    "boolean": "yes_no",
    "integer": "number",
    "decimal": "number",
    "string": "text",
    "text": "text",
    "date": "date",
}
_IMPOSSIBLE = {
    "open-choice": "an answer is chosen from the options, never written beside them",
    "question": "it is abstract: an item says which kind of answer it takes",
    "dateTime": "a moment of the day is not a kind of answer here",
    "time": "a moment of the day is not a kind of answer here",
    "url": "an address is not a kind of answer here",
    "attachment": "a file is not a kind of answer here",
    "reference": "a reference is not a kind of answer here",
    "quantity": "a number with a unit of choice is not a kind of answer here; a decimal with one unit is",
}
MOST_DECIMALS = 6


@dataclass(frozen=True)
class Item:
    """A question as it is kept. `low` or `high` None: a number without that bound, recorded and never weighed."""

    link_id: str
    path: str
    name: str
    type: str
    kind: QuestionType
    ask: Text
    required: bool = False
    condition: Expr | None = None
    options: tuple[Option, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    decimals: int = 0
    unit: str | None = None
    max_length: int | None = None

    @property
    def points(self) -> tuple[Decimal, Decimal] | None:
        """Lowest and highest points of this item in a score; None when it has none."""
        if self.options:
            known = [Decimal(option.points) for option in self.options if option.points is not None]
            is_scored = self.kind == "one" and len(known) == len(self.options)
            return (min(known), max(known)) if is_scored else None
        if self.type != "integer" or self.low is None or self.high is None:
            return None
        return self.low, self.high

    @property
    def is_unbounded(self) -> bool:
        return self.kind == "number" and (self.low is None or self.high is None)

    @property
    def limits(self) -> tuple[Decimal, Decimal]:
        """The bounds of a number; as far as our numbers reach where the publisher sets none."""
        return self.low if self.low is not None else -FURTHEST, self.high if self.high is not None else FURTHEST


def question_of(item: Element, name: str, texts: Texts, value_sets: Mapping[str, Element]) -> Item | None:
    """The item as a question without its condition; None, with every reason told, when it cannot be kept."""
    before = len(item.findings.reasons)
    judge_extensions(item)
    _judge_flags(item)
    type_ = item.text("type") or ""
    ask = _ask(item, texts)
    options = () if type_ in _IMPOSSIBLE else options_of(item, type_, texts, value_sets)
    kind = _kind(item, type_, is_choice=bool(options))
    low, high = _bounds(item, kind, type_)
    kept = Item(
        link_id=item.link_id or "",
        path=item.path,
        name=name,
        type=type_,
        kind=kind or "text",
        ask=ask,
        required=item.flag("required"),
        options=options,
        low=low,
        high=high,
        decimals=_decimals(item, kind, type_),
        unit=_unit(item, kind),
        max_length=_max_length(item, kind),
    )
    return kept if len(item.findings.reasons) == before else None


def _ask(item: Element, texts: Texts) -> Text:
    text, prefix = texts.of(item, "text"), item.text("prefix")
    if text is None:
        item.remark("no text", "its linkId stands in its place")
        text = Text(item.link_id or "", item.link_id or "")
    return Text(f"{prefix} {text.nl}", f"{prefix} {text.en}") if prefix else text


def _judge_flags(item: Element) -> None:
    if item.flag("readOnly"):
        item.refuse("readOnly", "what nobody can answer is no question; declare what it computes", "readOnly")
    for child in item.children("item"):
        child.refuse("an item below a question", "questions do not contain questions here")
    if item.value.get("initial") is not None:
        item.remark("left out: initial", "no answer is filled in beforehand here", "initial")


def _kind(item: Element, type_: str, *, is_choice: bool) -> QuestionType | None:
    if type_ in _IMPOSSIBLE:
        item.refuse(f"type {type_}", _IMPOSSIBLE[type_], "type")
        return None
    if type_ != "choice" and type_ not in _KINDS:
        item.refuse(f"type '{type_[:40]}'" if type_ else "no type", "it is not a type of an item in FHIR R4", "type")
        return None
    repeats = item.flag("repeats")
    if is_choice:
        return "many" if repeats else "one"
    if repeats and type_ != "choice":
        item.refuse("repeats", "only a choice may have several answers", "repeats")
    return _KINDS.get(type_)


# ── numbers and texts


def _bounds(item: Element, kind: QuestionType | None, type_: str) -> tuple[Decimal | None, Decimal | None]:
    if kind != "number":
        names = (extensions.MIN_VALUE, extensions.MAX_VALUE)
        if kind is not None and any(extension_value(item, name) for name in names):
            item.refuse("minValue or maxValue", "only a number has bounds here")
        return None, None
    low, high = _bound(item, extensions.MIN_VALUE), _bound(item, extensions.MAX_VALUE)
    if type_ == "integer" and (low is None or high is None):
        item.refuse("a whole number without bounds", "every number has a lowest and a highest value here")
    elif low is None or high is None:
        item.remark("a decimal without bounds", "it is recorded, and no rule may read it")
    elif low >= high:
        item.refuse(f"minValue {low} is not below maxValue {high}", "no answer would fit, or only one")
    return low, high


def _bound(item: Element, name: str) -> Decimal | None:
    given = extension_value(item, name)
    if given is None:
        return None
    number = decimal_of(given[1])
    if number is None:
        item.refuse(f"{name} is no number that can be kept", "at most nine digits before the point and six behind it")
    return number


def _decimals(item: Element, kind: QuestionType | None, type_: str) -> int:
    if kind != "number":
        return 0
    given = extension_value(item, extensions.DECIMALS)
    if type_ == "integer" or given is None:
        return 0 if type_ == "integer" else MOST_DECIMALS
    digits = given[1]
    if not is_whole(digits) or not isinstance(digits, int) or not 0 <= digits <= MOST_DECIMALS:
        item.refuse(extensions.DECIMALS, f"a whole number from 0 to {MOST_DECIMALS} is expected")
        return 0
    return digits


def _unit(item: Element, kind: QuestionType | None) -> str | None:
    given = extension_value(item, extensions.UNIT)
    code = given[1].get("code") if given is not None and isinstance(given[1], Mapping) else None
    is_code = isinstance(code, str) and code.isascii() and code.isprintable() and code.strip()
    return str(code) if kind == "number" and is_code else None


def _max_length(item: Element, kind: QuestionType | None) -> int | None:
    length = item.whole("maxLength")
    if length is None or kind != "text":
        return None
    if length < 1:
        item.refuse("maxLength below 1", "no text would fit", "maxLength")
    return min(length, LONGEST_TEXT)
