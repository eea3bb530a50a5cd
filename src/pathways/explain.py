"""The answers behind a result, and a record, in plain Dutch or English.

The reasons of a rule are the leaves that made it so: all of a true `and`, one of a true `or`, the true ones of a
count. Whoever keeps only the answers that an explanation names finds the same rule fired.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, assert_never

from pathways.evaluate import Evaluation, program_of
from pathways.language import And, AtLeast, Chosen, Compare, Expr, Not, Or, Yes, names_in
from pathways.language.meaning import condition
from pathways.model import (
    DONT_KNOW,
    DONT_KNOW_REASON,
    INCOMPLETE_REASON,
    Answers,
    Form,
    Question,
    Text,
    Value,
    duration_parts,
)
from pathways.model.effective import NO_ANSWERS, Effective, shown_questions
from pathways.model.messages import decimal_text

_NOT_KNOWN = Text(
    "Je weet dit niet zeker. Daarom tellen we het voor de zekerheid mee.",
    "You are not sure about this. So we count it, to be on the safe side.",
)
_NOT_COMPLETE = Text(
    "Nog niet alle vragen die hiervoor tellen, zijn beantwoord.",
    "Not all questions that count for this have been answered yet.",
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a level counts. `answers` are pairs of question id and sentence."""

    rule: str
    level: str
    because: str
    source: str | None
    answers: tuple[tuple[str, str], ...]


def explain(
    form: Form,
    answers: Answers,
    earlier: Mapping[str, Answers] = NO_ANSWERS,
    language: str = "nl",
    *,
    closed: bool = False,
) -> tuple[Reason, ...]:
    """The reasons of a form's outcome, strongest first: rules that fired, alarms not known, and what is incomplete."""
    program = program_of(form)
    evaluation = program.evaluate(answers, earlier, closed=closed)
    if evaluation.level is None:
        return ()
    counted = program.interview.answers(answers, earlier)
    support = _Support(form, program.values(answers, earlier, closed=closed))
    pathway = form.pathway
    reasons = []
    for fired in evaluation.fired:
        rule = pathway.rule[fired.rule]
        named = _named(form, support.of(rule.when), counted, language)
        reasons.append(Reason(rule.id, fired.level, rule.because.in_(language), rule.source, named))
    reasons += _alarms_not_known(form, evaluation, language)
    reasons += _alarms_that_wait(form, evaluation, language)
    if evaluation.certain is not None and pathway.rank[evaluation.certain] < pathway.rank[pathway.incomplete]:
        reasons += _incomplete(form, evaluation, language)
    return tuple(sorted(reasons, key=lambda reason: -pathway.rank[reason.level]))


def _alarms_not_known(form: Form, evaluation: Evaluation, language: str) -> Iterator[Reason]:
    pathway = form.pathway
    for name in evaluation.dont_know:
        question = pathway.questions[name]
        levels = [(pathway.rank[a.dont_know], a.dont_know, a.source) for a in question.alarms if a.dont_know]
        if levels:
            _, level, source = max(levels)
            named = _named(form, [name], {name: DONT_KNOW}, language)
            yield Reason(DONT_KNOW_REASON, level, _NOT_KNOWN.in_(language), source, named)


def _alarms_that_wait(form: Form, evaluation: Evaluation, language: str) -> Iterator[Reason]:
    """Alarms answered yes that still wait for a follow-up."""
    for alarm in evaluation.unsettled:
        sources = [one.source for one in form.supplied[alarm.question].alarms if one.dont_know == alarm.level]
        named = _named(form, [alarm.question], {alarm.question: True}, language)
        yield Reason(INCOMPLETE_REASON, alarm.level, _NOT_COMPLETE.in_(language), sources[0], named)


def _incomplete(form: Form, evaluation: Evaluation, language: str) -> Iterator[Reason]:
    """Why the level does not fall below `incomplete`; what is still to be asked stands beside it."""
    if evaluation.level != evaluation.certain:
        waiting = tuple((name, question_text(form, name, language)) for name in evaluation.waiting_for)
        because = _NOT_COMPLETE if waiting else _NOT_KNOWN
        yield Reason(INCOMPLETE_REASON, form.pathway.incomplete, because.in_(language), None, waiting)


def _named(form: Form, names: list[str], answers: Answers, language: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, _told(form, name, answers.get(name), language)) for name in names)


def _told(form: Form, name: str, value: Value, language: str) -> str:
    return sentence(question_text(form, name, language), say(form.pathway.questions[name], value, language))


def question_text(form: Form, name: str, language: str) -> str:
    """A question as the readers of a form know it: as asked, or for therapists by its term."""
    question = form.pathway.questions[name]
    text = question.term if form.for_whom == "therapist" and question.term is not None else question.ask
    return text.in_(language)


def sentence(asked: str, answer: str) -> str:
    return f"{asked} {answer}" if asked.endswith("?") else f"{asked}: {answer}"


# ── the leaves behind a truth ────────────────────────────────────────────────────────────────────────────


class _Support:
    """Which answers make a condition what it is."""

    def __init__(self, form: Form, effective: Effective) -> None:
        self.form, self.pathway = form, form.pathway
        self.values = effective.values
        self.shown = set(effective.shown)
        self.layout = program_of(form).layout

    def of(self, expr: Expr) -> list[str]:
        """The questions behind a true condition, each once."""
        return list(dict.fromkeys(self.behind(expr, wanted=True)))

    def is_(self, expr: Expr, wanted: bool | None) -> bool:
        return condition(expr, self.layout)(self.values) is wanted

    def behind(self, expr: Expr, *, wanted: bool) -> Iterator[str]:
        match expr:
            case Yes(name) | Chosen(name, _):
                yield from self.leaf(name)
            case Compare(terms):
                for term in terms:
                    yield from self.leaf(term.name)
            case Not(arg):
                yield from self.behind(arg, wanted=not wanted)
            case And(args) if wanted:
                yield from self.all_of(args, wanted=True)
            case Or(args) if not wanted:
                yield from self.all_of(args, wanted=False)
            case And(args) | Or(args):
                yield from self.shortest(args, wanted=wanted)
            case AtLeast(_, args):
                yield from self.all_of([arg for arg in args if self.is_(arg, wanted)], wanted=wanted)
            case _:
                assert_never(expr)

    def all_of(self, args: tuple[Expr, ...] | list[Expr], *, wanted: bool) -> Iterator[str]:
        for arg in args:
            yield from self.behind(arg, wanted=wanted)

    def shortest(self, args: tuple[Expr, ...], *, wanted: bool) -> list[str]:
        """The argument that explains with the fewest answers."""
        explanations = [list(self.behind(arg, wanted=wanted)) for arg in args if self.is_(arg, wanted)]
        return min(explanations, key=len)

    def leaf(self, name: str) -> Iterator[str]:
        if name in self.pathway.definitions:
            when = self.pathway.definitions[name].when
            yield from self.behind(when, wanted=self.is_(when, True))
        elif name in self.pathway.scores:
            for item in self.pathway.scores[name].items:
                yield from self.leaf(item)
        elif name in self.form.supplied:
            yield from self.question(self.form.supplied[name])

    def question(self, question: Question) -> Iterator[str]:
        """A shown question after what showed it; a hidden one by what hid it."""
        gate = question.ask_when
        if gate is not None:
            truth = condition(gate, self.layout)(self.values)
            if truth is None:
                for name in names_in(gate):
                    yield from self.leaf(name)
            else:
                yield from self.behind(gate, wanted=truth)
        if question.id in self.shown:
            yield question.id


# ── sentences ────────────────────────────────────────────────────────────────────────────────────────────

_WORDS = {
    True: Text("Ja", "Yes"),
    False: Text("Nee", "No"),
    DONT_KNOW: Text("Weet ik niet", "Don't know"),
    None: Text("Niet beantwoord", "Not answered"),
}
_TIMES = {
    "days": (Text("dag", "day"), Text("dagen", "days")),
    "weeks": (Text("week", "week"), Text("weken", "weeks")),
    "months": (Text("maand", "month"), Text("maanden", "months")),
    "years": (Text("jaar", "year"), Text("jaar", "years")),
    "s": (Text("seconde", "second"), Text("seconden", "seconds")),
    "min": (Text("minuut", "minute"), Text("minuten", "minutes")),
    "h": (Text("uur", "hour"), Text("uur", "hours")),
}
_TIME_CODES = {"d": "days", "wk": "weeks", "mo": "months", "a": "years", "s": "s", "min": "min", "h": "h"}
#: Other UCUM codes as people write them.
_UNITS = {
    "%": Text("%", "%"),
    "deg": Text("°", "°"),
    "Cel": Text(" °C", " °C"),
    "/d": Text(" per dag", " a day"),
    "/wk": Text(" per week", " a week"),
    "mm[Hg]": Text(" mmHg", " mmHg"),
    "/min": Text(" per minuut", " a minute"),
}
_MONTHS = (
    Text("januari", "January"),
    Text("februari", "February"),
    Text("maart", "March"),
    Text("april", "April"),
    Text("mei", "May"),
    Text("juni", "June"),
    Text("juli", "July"),
    Text("augustus", "August"),
    Text("september", "September"),
    Text("oktober", "October"),
    Text("november", "November"),
    Text("december", "December"),
)


Reader = Literal["patient", "therapist"]


def say(question: Question, value: Value, language: str = "nl", reader: Reader = "therapist") -> str:
    """An answer as people say it: "Ja", "6 weken", "rug links, bil links"; for the patient in plain words."""
    if value is None or value == DONT_KNOW or isinstance(value, bool):
        return _WORDS[value if not isinstance(value, str) else DONT_KNOW].in_(language)
    match question.type, value:
        case "number", int() | Decimal():
            return f"{decimal_text(value, language)}{_unit(question.unit, value, language)}"
        case "duration", int():
            return _duration(value, language)
        case "date", str():
            return _date(value, language)
        case "list", tuple():
            rows = (_row(question, row, language, reader) for row in value if isinstance(row, Mapping))
            return "; ".join(rows)
        case (("many" | "body"), tuple()):
            return ", ".join(_label(question, str(option), language, reader) for option in value)
        case "one", str():
            return _label(question, value, language, reader)
        case _:
            return str(value)


def _label(question: Question, option: str, language: str, reader: Reader) -> str:
    known = question.option.get(option)
    if known is None:
        return option
    return (known.plain if reader == "patient" and known.plain else known.label).in_(language)


def _unit(unit: str | None, value: int | Decimal, language: str) -> str:
    if unit is None or unit == "1" or unit.startswith("{"):
        return ""
    if unit in _TIME_CODES:
        return f" {_TIMES[_TIME_CODES[unit]][value != 1].in_(language)}"
    return _UNITS[unit].in_(language) if unit in _UNITS else f" {unit}"


def _duration(days: int, language: str) -> str:
    count, unit = duration_parts(days)
    return f"{count} {_TIMES[unit][count != 1].in_(language)}"


def _date(text: str, language: str) -> str:
    date = datetime.date.fromisoformat(text)
    return f"{date.day} {_MONTHS[date.month - 1].in_(language)} {date.year}"


def _row(question: Question, row: Mapping[str, Value], language: str, reader: Reader) -> str:
    """The first field bare, the others with their names: "traplopen, nu: 4, doel: 8"."""
    parts: list[str] = []
    for field in question.fields:
        value = row.get(field.id)
        if value is not None:
            said = say(field, value, language, reader)
            name = _name(field, reader).in_(language).rstrip("?").strip()
            parts.append(said if not parts else f"{name}: {said}")
    return ", ".join(parts)


def tell(
    form: Form,
    answers: Answers,
    language: str = "nl",
    reader: Reader = "patient",
    earlier: Mapping[str, Answers] = NO_ANSWERS,
) -> tuple[tuple[str, str, str], ...]:
    """A form as record lines: (label, sentence, question id), shown and answered questions only, in page order.

    A table gives a line per row, which begins with the name of the table.
    """
    lines: list[tuple[str, str, str]] = []
    for question in shown_questions(form, answers, earlier=earlier):
        if question.type == "table":
            lines += _tell_table(question, answers, language, reader)
        elif (value := answers.get(question.id)) is not None:
            label = label_for(question, reader).in_(language)
            lines.append((label, say(question, value, language, reader), question.id))
    return tuple(lines)


def label_for(question: Question, reader: Reader) -> Text:
    """The name of a question in a record: plain words for the patient, the term for the therapist."""
    return (question.plain if reader == "patient" else question.term) or question.ask


def _name(inner: Question, reader: Reader) -> Text:
    """The name of a column or field: as it is asked, or in plain words."""
    return (inner.plain if reader == "patient" else None) or inner.ask


def _tell_table(table: Question, answers: Answers, language: str, reader: Reader) -> Iterator[tuple[str, str, str]]:
    name = label_for(table, reader).in_(language).rstrip("?").strip()
    for row in table.rows:
        cells = [(c, table.cell(row.id, c.id)) for c in table.columns]
        said = [
            (_name(column, reader).in_(language), say(cell, value, language, reader), cell.id)
            for column, cell in cells
            if (value := answers.get(cell.id)) is not None
        ]
        if said:
            is_single = len(table.columns) == 1
            text = said[0][1] if is_single else "; ".join(f"{column}: {value}" for column, value, _ in said)
            label = (row.plain if reader == "patient" and row.plain else row.label).in_(language)
            yield f"{name}: {label}", text, said[0][2]
