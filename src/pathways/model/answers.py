"""What a valid answer is: one definition for web pages, files, other systems and tests.

A reply is read question by question. A faulty one becomes a problem in the reader's language and leaves the other
answers alone; an answer that is absent from the reply becomes None, "not answered".
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pathways.model.messages import Wrong
from pathways.model.parts import Question
from pathways.model.pathway import Form, Page, Pathway
from pathways.model.values import DONT_KNOW, Answers, Text, Value

#: Days in each unit that a duration may be given in; months and years as in expressions.
UNIT_DAYS = {"days": 1, "weeks": 7, "months": 30, "years": 365}


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """What is wrong with one answer. `name` is the HTML name of the field to move to (a row of a list has its own)."""

    question: str
    message: str
    name: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """The valid answers, and a problem for each that is not. A question with a problem has no answer here."""

    answers: Answers
    problems: tuple[AnswerProblem, ...]

    @property
    def is_valid(self) -> bool:
        return not self.problems


# ── from an HTML form ────────────────────────────────────────────────────────────────────────────────────


def parse_answers(form_or_page: Form | Page, raw: Mapping[str, Sequence[str]], *, language: str = "nl") -> Parsed:
    """The answers in an HTML form reply: field name → texts, as a browser sends them. Other names are ignored."""
    reply = {name: [texts] if isinstance(texts, str) else list(texts) for name, texts in raw.items()}
    answers: dict[str, Value] = {}
    problems: list[AnswerProblem] = []
    for question in form_or_page.questions:
        for inner in question.answered:
            try:
                answers[inner.id] = _from_reply(inner, inner.id, reply)
            except Wrong as wrong:
                problems.append(AnswerProblem(inner.id, wrong.sentence(language), wrong.name or inner.id))
    return Parsed(answers, tuple(problems))


def _from_reply(question: Question, name: str, reply: Mapping[str, list[str]]) -> Value:
    if question.type == "list":
        return _list_from_reply(question, reply)
    texts = [text for text in reply.get(name, ()) if text.strip()]
    if not texts or texts == [DONT_KNOW]:
        return value_of(question, DONT_KNOW if texts else None)
    if question.type in ("many", "body"):
        return value_of(question, texts)
    if question.type == "duration":
        return _duration_from_reply(question, texts, reply.get(f"{name}-unit", []))
    if len(set(texts)) > 1:
        raise Wrong("one_answer")
    return value_of(question, texts[0])


def _duration_from_reply(question: Question, texts: list[str], units: list[str]) -> Value:
    unit = next((unit for unit in units if unit.strip()), None)
    if len(set(texts)) > 1:
        raise Wrong("one_answer")
    if unit not in UNIT_DAYS:
        raise Wrong("unit_of_time")
    count = _whole(texts[0])
    if count is None:
        raise Wrong("whole_number")
    return value_of(question, count * UNIT_DAYS[unit])


def _list_from_reply(question: Question, reply: Mapping[str, list[str]]) -> Value:
    pattern = re.compile(rf"{re.escape(question.id)}-([0-9]{{1,4}})-([a-z][a-z0-9_]*)(?:-unit)?\Z")
    found = (pattern.match(name) for name in reply)
    numbers = sorted({int(match.group(1)) for match in found if match})
    rows: list[Mapping[str, Value]] = []
    for number in numbers:
        row: dict[str, Value] = {}
        for field in question.fields:
            name = f"{question.id}-{number}-{field.id}"
            try:
                row[field.id] = _from_reply(field, name, reply)
            except Wrong as wrong:
                raise wrong.inside(len(rows) + 1, field.ask, name) from None
        if any(value is not None for value in row.values()):
            rows.append(row)
    return value_of(question, rows) if rows else None


# ── from typed data ──────────────────────────────────────────────────────────────────────────────────────


def read_answers(pathway_or_form: Pathway | Form, data: Mapping[str, object], *, language: str = "nl") -> Parsed:
    """Answers from JSON or YAML: question id → value. A question that is not known here is a problem.

    Texts stand for what they say ("yes", "40", "6 weeks"), so files whose values are all text can be read too.
    """
    known = pathway_or_form.questions if isinstance(pathway_or_form, Pathway) else pathway_or_form.supplied
    answers: dict[str, Value] = {}
    problems: list[AnswerProblem] = []
    for name, given in data.items():
        question = known.get(name)
        try:
            if question is None or question.type == "table":
                raise Wrong("no_such_question", question=str(name)[:60])
            answers[name] = value_of(question, given)
        except Wrong as wrong:
            problems.append(AnswerProblem(str(name), wrong.sentence(language), wrong.name or str(name)))
    return Parsed(answers, tuple(problems))


def value_of(question: Question, given: object) -> Value:
    """The valid answer in a given value; raises Wrong with what is the matter."""
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    if given == DONT_KNOW:
        if not question.dont_know:
            raise Wrong("no_dont_know")
        return DONT_KNOW
    match question.type:
        case "yes_no":
            return _yes_no(given)
        case "number":
            return _number(question, given)
        case "duration":
            return _duration(question, given)
        case "one":
            return _one(question, given)
        case "many" | "body":
            return _many(question, given)
        case "text":
            return _text(question, given)
        case "date":
            return _date(given)
        case "list":
            return _rows(question, given)
        case "table":
            raise Wrong("table_by_cell")


_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}


def _yes_no(given: object) -> bool:
    if isinstance(given, bool):
        return given
    if not isinstance(given, str) or given.strip().lower() not in _TRUTHS:
        raise Wrong("yes_or_no")
    return _TRUTHS[given.strip().lower()]


_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(?:[.,][0-9]{1,9})?\Z", re.ASCII)


def _decimal(given: object) -> Decimal | None:
    if isinstance(given, bool):
        return None
    if isinstance(given, int | float | Decimal):
        given = str(given)
    if not isinstance(given, str) or not _NUMBER.match(given.strip()):
        return None
    try:
        return Decimal(given.strip().replace(",", "."))
    except InvalidOperation:  # pragma: no cover
        return None


def _whole(given: object) -> int | None:
    number = _decimal(given)
    return int(number) if number is not None and number == number.to_integral_value() else None


def _number(question: Question, given: object) -> int | Decimal:
    number = _decimal(given)
    limits = {"low": question.min, "high": question.max}
    if number is None:
        raise Wrong("number", **limits)
    step = Decimal(1).scaleb(-question.decimals)
    if number % step != 0:
        if question.decimals == 0:
            raise Wrong("whole_number_between", **limits)
        raise Wrong("too_many_decimals", digits=_digits(question.decimals))
    if not question.min <= number <= question.max:
        raise Wrong("number", **limits)
    return int(number) if question.decimals == 0 else number.quantize(step)


def _digits(count: int) -> Text:
    return Text("één cijfer", "one digit") if count == 1 else Text(f"{count} cijfers", f"{count} digits")


_DURATION = re.compile(r"([0-9]{1,6})\s*(day|week|month|year)s?\Z", re.ASCII)


def _duration(question: Question, given: object) -> int:
    if isinstance(given, str) and (spelled := _DURATION.match(given.strip())):
        given = int(spelled.group(1)) * UNIT_DAYS[f"{spelled.group(2)}s"]
    days = _whole(given)
    if days is None:
        raise Wrong("whole_number")
    if not question.min <= days <= question.max:
        low, high = duration_parts(int(question.min)), duration_parts(int(question.max))
        raise Wrong("duration", low=low, high=high)
    return days


def _one(question: Question, given: object) -> str:
    if isinstance(given, list | tuple):
        raise Wrong("one_answer")
    if not isinstance(given, str) or given not in question.option:
        raise Wrong("no_such_option")
    return given


def _many(question: Question, given: object) -> tuple[str, ...] | None:
    if isinstance(given, str):
        given = [given]
    if not isinstance(given, list | tuple):
        raise Wrong("no_such_option")
    if not given:
        return None
    chosen = {option for option in given if isinstance(option, str)}
    if len(chosen) < len({str(option) for option in given}) or not chosen <= question.option.keys():
        raise Wrong("no_such_region" if question.type == "body" else "no_such_option")
    exclusive = chosen & question.exclusive_options
    if exclusive and len(chosen) > 1:
        raise Wrong("exclusive", option=question.option[min(exclusive)].label)
    return tuple(option.id for option in question.options if option.id in chosen)


_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def _text(question: Question, given: object) -> str:
    if not isinstance(given, str):
        raise Wrong("text")
    text = given.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > question.max_length:
        raise Wrong("too_long", length=len(text), longest=question.max_length)
    if _UNSTORABLE.search(text):
        raise Wrong("unstorable")
    return text


def _date(given: object) -> str:
    if isinstance(given, datetime.date) and not isinstance(given, datetime.datetime):
        return given.isoformat()
    text = given.strip() if isinstance(given, str) else ""
    try:
        if not re.fullmatch(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
            raise ValueError
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise Wrong("date") from None


def _rows(question: Question, given: object) -> tuple[Mapping[str, Value], ...] | None:
    if not isinstance(given, list | tuple):
        raise Wrong("rows")
    if not given:
        return None
    if len(given) > question.max_items:
        raise Wrong("too_many_rows", longest=question.max_items)
    return tuple(_row(question, number, row) for number, row in enumerate(given, start=1))


def _row(question: Question, number: int, given: object) -> Mapping[str, Value]:
    fields = {field.id: field for field in question.fields}
    if not isinstance(given, Mapping):
        raise Wrong("rows")
    row: dict[str, Value] = dict.fromkeys(fields)
    for name, value in given.items():
        if name not in fields:
            raise Wrong("no_such_question", question=str(name)[:60])
        try:
            row[name] = value_of(fields[name], value)
        except Wrong as wrong:
            raise wrong.inside(number, fields[name].ask, f"{question.id}-{number - 1}-{name}") from None
    return row


# ── what is still missing ────────────────────────────────────────────────────────────────────────────────


def unanswered(shown: Iterable[Question], answers: Answers) -> tuple[str, ...]:
    """The required ones among the shown questions that have no (complete) answer."""
    return tuple(
        inner.id
        for question in shown
        for inner in question.answered
        if inner.required and not _is_complete(inner, answers.get(inner.id))
    )


def _is_complete(question: Question, value: Value) -> bool:
    if question.type != "list" or not isinstance(value, tuple):
        return value is not None
    return len(value) >= question.min_items and all(
        isinstance(row, Mapping) and not unanswered(question.fields, row) for row in value
    )


def duration_parts(days: int) -> tuple[int, str]:
    """Days as (number, unit) in the largest unit that fits exactly: 42 → (6, "weeks"), 730 → (2, "years")."""
    if days >= 365 and days % 365 == 0:
        return days // 365, "years"
    if days >= 60 and days % 30 == 0:
        return days // 30, "months"
    if days >= 7 and days % 7 == 0:
        return days // 7, "weeks"
    return days, "days"
