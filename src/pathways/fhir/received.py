"""A QuestionnaireResponse as answers: read by our own form, by the language's one definition of a valid answer.

Whatever does not fit is told, all at once, and never guessed at. Calculated results in a response are left alone: the
rules are ours to apply. No expression in a response or in a foreign Questionnaire is ever run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pathways.fhir import links
from pathways.fhir.elements import BASE, Addresses
from pathways.model import DONT_KNOW, Answers, Form, Question, Text, Value
from pathways.model.answers import value_of
from pathways.model.effective import interview_of
from pathways.model.messages import Wrong

#: Items within items, counted from the response: a page, a table, a row, a field, and one to spare.
DEEPEST = 5
_OPEN, _CLOSED = ("in-progress", "stopped"), ("completed", "amended")

_SAID = {
    "resource": Text("dit is geen QuestionnaireResponse", "this is not a QuestionnaireResponse"),
    "form": Text("dit zijn antwoorden op een ander formulier", "these are answers to another form"),
    "version": Text("dit zijn antwoorden op een andere versie", "these are answers to another version"),
    "status": Text(
        "deze status kennen we niet, of trekt alles in", "this status is not known, or withdraws everything"
    ),
    "list": Text("hier hoort een lijst te staan", "a list belongs here"),
    "item": Text("dit is geen onderdeel van een antwoord", "this is not an item"),
    "depth": Text("dit staat te diep", "this lies too deep"),
    "unknown": Text("dit onderdeel heeft het formulier niet", "the form has no such item"),
    "twice": Text("dit onderdeel staat er twee keer", "this item is there twice"),
    "answer": Text("dit is geen antwoord met één waarde", "this is not an answer with one value"),
    "kind": Text("een antwoord van het verkeerde soort", "an answer of the wrong kind"),
    "system": Text("deze code komt uit een andere lijst", "this code is from another list"),
    "nested": Text("onder dit antwoord hoort niets te staan", "nothing belongs below this answer"),
    "both": Text("een antwoord en ook 'weet ik niet'", 'an answer, and "don\'t know" too'),
}

_KINDS = {
    "yes_no": "Boolean",
    "number": "Integer",
    "duration": "Integer",
    "one": "Coding",
    "many": "Coding",
    "body": "Coding",
    "text": "String",
    "date": "Date",
}


@dataclass(frozen=True, slots=True)
class ResponseProblem:
    """What is wrong, and at which link id (empty: with the whole)."""

    link_id: str
    message: str


@dataclass(frozen=True, slots=True)
class Received:
    """The valid answers of a response: the form's own, and those of the forms it builds on (form id → answers).

    `dropped`: answers to questions that are not shown. A question with a problem has no answer here.
    """

    answers: Answers
    earlier: Mapping[str, Answers]
    is_closed: bool
    dropped: tuple[str, ...]
    problems: tuple[ResponseProblem, ...]

    @property
    def is_valid(self) -> bool:
        return not self.problems


def read_response(form: Form, resource: object, *, language: str = "nl", base: str = BASE) -> Received:
    """The answers in a QuestionnaireResponse to this form, from parsed JSON. Never raises on what it finds."""
    reading = _Reading(form, Addresses(form.pathway, base), language)
    if isinstance(resource, Mapping) and resource.get("resourceType") == "QuestionnaireResponse":
        reading.read(resource)
    else:
        reading.tell("", "resource")
    own = {name: value for name, value in reading.own.items() if value is not None}
    earlier = _by_form(form, reading.earlier)
    shown = set(interview_of(form).effective(own, earlier).shown)
    stale = {*own, *reading.earlier} - shown
    return Received(
        {name: value for name, value in own.items() if name in shown},
        {name: {key: value for key, value in given.items() if key in shown} for name, given in earlier.items()},
        reading.is_closed,
        tuple(name for name in form.supplied if name in stale),
        tuple(reading.problems),
    )


def _by_form(form: Form, answers: Answers) -> dict[str, dict[str, Value]]:
    """The answers of earlier forms, each under the last form that asks it."""
    owner = {question.id: earlier.id for earlier in form.earlier_forms for question in earlier.own}
    found: dict[str, dict[str, Value]] = {}
    for name, value in answers.items():
        if value is not None:
            found.setdefault(owner[name], {})[name] = value
    return found


@dataclass
class _Reading:
    form: Form
    addresses: Addresses
    language: str
    own: dict[str, Value] = field(default_factory=dict)
    earlier: dict[str, Value] = field(default_factory=dict)
    rows: dict[str, list[Any]] = field(default_factory=dict)
    is_closed: bool = False
    problems: list[ResponseProblem] = field(default_factory=list)

    def tell(self, link: str, code: str) -> None:
        self.problems.append(ResponseProblem(link[:200], _SAID[code].in_(self.language)))

    def read(self, resource: Mapping[str, Any]) -> None:
        self.check_form(resource.get("questionnaire"))
        status = resource.get("status")
        if status not in (*_OPEN, *_CLOSED):
            self.tell("", "status")
        self.items(resource.get("item", []), 1)
        for link, rows in self.rows.items():
            self.keep_list(link, rows)

    def check_form(self, canonical: object) -> None:
        """Which form it answers, when it says so."""
        url, _, version = str(canonical or "").partition("|")
        if url and url != self.addresses.questionnaire(self.form):
            self.tell("", "form")
        elif version and version != self.form.pathway.version:
            self.tell("", "version")

    def items(self, items: object, depth: int) -> None:
        for link, item in self.linked(items):
            if depth > DEEPEST:
                self.tell(link, "depth")
            else:
                self.item(link, item, depth)

    def linked(self, items: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The items of a list with their link ids; what is not an item is told."""
        if not isinstance(items, list):
            self.tell("", "list")
            return
        for item in items:
            link = item.get("linkId") if isinstance(item, Mapping) else None
            if isinstance(link, str):
                yield link, item
            else:
                self.tell("", "item")

    def item(self, link: str, item: Mapping[str, Any], depth: int) -> None:
        question = self.question(link)
        if question is not None:
            self.question_item(link, question, item)
        elif link in self.groups:
            self.items(item.get("item", []), depth + 1)
        elif link == links.CLOSED:
            self.is_closed = item.get("answer") == [{"valueBoolean": True}]
        elif link != links.RESULTS and link not in self.displays:
            self.tell(link, "unknown")

    def question(self, link: str) -> Question | None:
        if link.startswith(links.earlier_link("")):
            return links.earlier_questions(self.form).get(link.removeprefix(links.earlier_link("")))
        return self.form.supplied[link] if link in links.places(self.form) else None

    @property
    def groups(self) -> set[str]:
        tables = (question.id for question in self.form.questions if question.type == "table")
        return {links.EARLIER, *tables, *(links.page_link(page.id) for page in self.form.pages)}

    @property
    def displays(self) -> set[str]:
        named = (*(question.id for question in self.form.questions), *(page.id for page in self.form.pages))
        return {links.help_link(name, what) for name in named for what in ("help", "why", "intro")}

    def question_item(self, link: str, question: Question, item: Mapping[str, Any]) -> None:
        if question.type == "list":
            self.rows.setdefault(link, []).append(item)
            return
        kept, name = (self.earlier, question.id) if link != question.id else (self.own, link)
        if name in kept:
            self.tell(link, "twice")
            kept[name] = None
            return
        kept[name] = self.value(link, question, item, self.addresses.options(question, question.id))

    def value(self, link: str, question: Question, item: Mapping[str, Any], system: str) -> Value:
        """The valid answer of an item, or None after telling what is wrong."""
        try:
            return value_of(question, self.given(question, item, system))
        except Wrong as wrong:
            self.problems.append(ResponseProblem(link, wrong.sentence(self.language)))
        except _Unreadable as unreadable:
            self.tell(link, unreadable.code)
        return None

    def given(self, question: Question, item: Mapping[str, Any], system: str) -> object:
        """What an item says, for the language to judge. Raises _Unreadable."""
        if item.get("item"):
            raise _Unreadable("nested")
        values = [*_values(question, item.get("answer", []), system)]
        if _says_dont_know(item):
            if values:
                raise _Unreadable("both")
            return DONT_KNOW
        if question.type in ("many", "body"):
            return values or None
        if len(values) > 1:
            raise Wrong("one_answer")
        return values[0] if values else None

    def keep_list(self, link: str, items: list[Mapping[str, Any]]) -> None:
        question = self.question(link)
        assert question is not None
        rows = [self.row(link, question, item) for item in items]
        kept = self.own if link == question.id else self.earlier
        try:
            kept[question.id] = value_of(question, rows)
        except Wrong as wrong:
            self.problems.append(ResponseProblem(link, wrong.sentence(self.language)))

    def row(self, link: str, question: Question, item: Mapping[str, Any]) -> dict[str, Value]:
        fields = {links.field_link(link, one.id): one for one in question.fields}
        row: dict[str, Value] = {}
        for inner, one in self.linked(item.get("item", [])):
            asked = fields.get(inner)
            if asked is None:
                self.tell(inner, "unknown")
            elif asked.id in row:
                self.tell(inner, "twice")
                row[asked.id] = None
            else:
                system = self.addresses.options(asked, links.field_link(question.id, asked.id))
                row[asked.id] = self.value(inner, asked, one, system)
        return row


class _Unreadable(Exception):
    """An item of which no value can be read, and why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _values(question: Question, answers: object, system: str) -> Iterator[object]:
    if not isinstance(answers, list):
        raise _Unreadable("list")
    for answer in answers:
        kinds = [key for key in answer if key.startswith("value")] if isinstance(answer, Mapping) else []
        if len(kinds) != 1:
            raise _Unreadable("answer")
        if answer.get("item"):
            raise _Unreadable("nested")
        kind = "Decimal" if question.decimals else _KINDS[question.type]
        if kinds[0] != f"value{kind}":
            raise _Unreadable("kind")
        yield _VALUE[kind](answer[kinds[0]], system)


def _boolean(value: object, _system: str) -> object:
    return _of(value, bool)


def _integer(value: object, _system: str) -> object:
    return _of(value, int)


def _decimal(value: object, _system: str) -> object:
    """As text: 0.00001 must not become 1e-05."""
    number = _of(value, int, float, Decimal)
    return format(Decimal(str(number)), "f")


def _text(value: object, _system: str) -> object:
    return _of(value, str)


def _code(value: object, system: str) -> object:
    code = value.get("code") if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping) or not isinstance(code, str):
        raise _Unreadable("kind")
    if value.get("system", system) != system:
        raise _Unreadable("system")
    return code


def _of(value: object, *kinds: type) -> object:
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise _Unreadable("kind")
    return value


_VALUE = {
    "Boolean": _boolean,
    "Integer": _integer,
    "Decimal": _decimal,
    "Coding": _code,
    "String": _text,
    "Date": _text,
}


def _says_dont_know(item: Mapping[str, Any]) -> bool:
    """Whether it was asked and is not known. Any other reason is the same as no answer yet."""
    extensions = item.get("extension", [])
    return isinstance(extensions, list) and any(
        isinstance(one, Mapping)
        and one.get("url") == links.ABSENT_REASON
        and one.get("valueCode") == links.ASKED_UNKNOWN
        for one in extensions
    )
