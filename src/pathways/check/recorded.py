"""A recorded table of people: what was answered, and what came of it. Replayed by evaluate alone, without a solver.

Of each person are kept: the answers (as differences from an ordinary person, who is kept once per form), the level, the
rules that fire, the definitions that are true, the questions that are asked, and the level that counts when each answer
is left out once; and the level and rules when each that is not ordinary is "don't know" once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any

from pathways.check.asking import BadQuestion
from pathways.evaluate import evaluate, program_of
from pathways.model import DONT_KNOW, Answers, Form, Pathway, read_answers

#: Where no level counts, and where a question is not asked.
NO_LEVEL, NOT_ASKED = "-", "."
#: The two people of a pair.
BOTH = ("calm", "flipped")


@dataclass(frozen=True)
class Outcome:
    """What evaluate makes of one person, as far as it is recorded."""

    level: str | None
    rules: tuple[str, ...]
    definitions: frozenset[str]
    shown: frozenset[str]


def outcome_of(form: Form, answers: Answers) -> Outcome:
    """The outcome of answers to a form and to those it builds on, in one heap."""
    evaluation = evaluate(form, answers)
    program = program_of(form)
    effective = program.values(answers, {}, closed=False)
    index, definitions = program.layout.index, form.pathway.definitions
    true = frozenset(name for name in definitions if effective.values[index[name]] is True)
    return Outcome(evaluation.level, tuple(sorted(f.rule for f in evaluation.fired)), true, frozenset(effective.shown))


def levels_without(form: Form, answers: Answers, asked: Sequence[str], shown: frozenset[str]) -> Iterator[str]:
    """Per question, the level that counts when its answer is left out: as a digit, light (0) to heavy."""
    for name in asked:
        if name not in shown:
            yield NOT_ASKED
        else:
            yield _level(form, {key: value for key, value in answers.items() if key != name})


def what_if_unsure(form: Form, answers: Answers, remarkable: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The questions that may be answered "don't know", each with the level that counts and the rules that fire then."""
    fired = {one.rule for one in evaluate(form, answers).fired}
    for name in remarkable:
        if form.supplied[name].dont_know:
            evaluation = evaluate(form, {**answers, name: DONT_KNOW})
            changes = _changes(fired, (one.rule for one in evaluation.fired))
            yield name, " ".join([evaluation.level or NO_LEVEL, *changes])


def _level(form: Form, answers: Answers) -> str:
    level = evaluate(form, answers).level
    return NO_LEVEL if level is None else str(form.pathway.rank[level])


@dataclass(frozen=True)
class Ordinary:
    """An ordinary person on one form: the answers that others are told against, what is asked, and what is true."""

    form: str
    answers: Answers
    shown: frozenset[str]
    definitions: frozenset[str]

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The questions that are left out once, in the order of the table."""
        return tuple(self.answers)


@dataclass(frozen=True)
class Person:
    """One recorded person. `pairs` says in which pairs, and which of the two."""

    pairs: tuple[str, ...]
    ordinary: Ordinary
    answers: Answers
    outcome: Outcome
    without: str
    unsure: Mapping[str, str]

    def differs(self, pathway: Pathway) -> Iterator[str]:
        """What comes out otherwise than it was recorded."""
        form = pathway.forms[self.ordinary.form]
        now, then = outcome_of(form, self.answers), self.outcome
        if now.level != then.level:
            yield f"level: recorded {then.level}, came out {now.level}"
        yield from _changed_in("rules", then.rules, now.rules)
        yield from _changed_in("definitions", then.definitions, now.definitions)
        yield from _changed_in("shown", then.shown, now.shown)
        asked = self.ordinary.asked
        levels = levels_without(form, self.answers, asked, now.shown)
        for question, recorded, level in zip(asked, self.without, levels, strict=True):
            if NOT_ASKED not in (recorded, level) and recorded != level:
                yield f"without '{question}': recorded level {recorded}, came out {level}"
        for question, came_out in what_if_unsure(form, self.answers, self.unsure):
            if came_out != self.unsure[question]:
                yield f"'{question}' not known: recorded {self.unsure[question]}, came out {came_out}"


def _changed_in(what: str, then: Iterable[str], now: Iterable[str]) -> Iterator[str]:
    if changes := _changes(then, now):
        yield f"{what}: {' '.join(changes)}"


@dataclass(frozen=True)
class Table:
    """The recorded people, and which rules they speak of."""

    people: tuple[Person, ...]
    rules: frozenset[str]

    def differs(self, pathway: Pathway) -> Iterator[str]:
        """Everything that a pathway does otherwise than it was recorded."""
        for name in pathway.rule.keys() - self.rules:
            yield f"rule {name}: nobody is recorded"
        for person in self.people:
            for difference in person.differs(pathway):
                yield f"{person.pairs[0]}: {difference}"


# ── as text


def as_text(pathway: Pathway, ordinary: Mapping[str, Answers], pairs: Iterable[Mapping[str, Any]]) -> str:
    """The table: a pair and a person a line, so that a change can be read.

    `ordinary`: form id → the answers that are not told. Each pair has form, kind, rule and question, and the answers of
    both people as `calm` and `flipped`. People are told once, under a key of their own; what is empty is left out.
    """
    base = {name: _ordinary(pathway.forms[name], answers) for name, answers in ordinary.items()}
    people: dict[str, Any] = {}
    lines = []
    for pair in pairs:
        keys = {}
        for which in BOTH:
            told = _told(base[pair["form"]], pathway, pair[which])
            keys[which] = _key(told)
            people[keys[which]] = told
        lines.append(_line({**{key: pair[key] for key in ("form", "kind", "rule", "question")}, **keys}))
    forms = {name: _ordinary_as_json(one, pathway.forms[name]) for name, one in base.items()}
    blocks = (f'"forms":{_block(forms)}', '"pairs":[\n' + ",\n".join(lines) + "\n]", f'"people":{_block(people)}')
    return f'{{"pathway":"{pathway.id}",\n' + ",\n".join(blocks) + "}\n"


def _block(entries: Mapping[str, Any]) -> str:
    return "{\n" + ",\n".join(f'"{key}":{_line(entry)}' for key, entry in entries.items()) + "\n}"


def _key(told: Mapping[str, Any]) -> str:
    """The same for the same person, whatever comes of them, so that a change of a rule leaves the keys alone."""
    return sha256(_line([told["form"], told.get("answers", {})]).encode()).hexdigest()[:10]


def _ordinary_as_json(ordinary: Ordinary, form: Form) -> dict[str, Any]:
    return {
        "answers": as_json(ordinary.answers),
        "shown": [question for question in form.supplied if question in ordinary.shown],
        "definitions": sorted(ordinary.definitions),
    }


def _line(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _ordinary(form: Form, answers: Answers) -> Ordinary:
    outcome = outcome_of(form, answers)
    return Ordinary(form.id, answers, outcome.shown, outcome.definitions)


def _told(ordinary: Ordinary, pathway: Pathway, answers: Answers) -> dict[str, Any]:
    form = pathway.forms[ordinary.form]
    every = {**ordinary.answers, **answers}
    outcome = outcome_of(form, every)
    remarkable = {name: value for name, value in every.items() if value != ordinary.answers[name]}
    said = {
        "form": form.id,
        "answers": as_json(remarkable),
        "level": outcome.level,
        "rules": outcome.rules,
        "definitions": _changes(ordinary.definitions, outcome.definitions),
        "shown": _changes(ordinary.shown, outcome.shown),
        "without": "".join(levels_without(form, every, ordinary.asked, outcome.shown)),
        "unsure": dict(what_if_unsure(form, every, remarkable)),
    }
    return {key: value for key, value in said.items() if value}


def _changes(before: Iterable[str], after: Iterable[str]) -> list[str]:
    gone, come = sorted({*before} - {*after}), sorted({*after} - {*before})
    return [*(f"-{name}" for name in gone), *(f"+{name}" for name in come)]


def _changed(before: frozenset[str], changes: Iterable[str]) -> frozenset[str]:
    come = {name[1:] for name in changes if name.startswith("+")}
    gone = {name[1:] for name in changes if name.startswith("-")}
    return (before | come) - gone


def as_json(answers: Answers) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in answers.items()}


def read_table(text: str, pathway: Pathway) -> Table:
    """The table that `as_text` wrote. Raises BadQuestion when it is not for this pathway, or not a table."""
    try:
        data = json.loads(text)
        base = {name: _read_ordinary(pathway.forms[name], form) for name, form in data["forms"].items()}
        pairs: dict[str, list[str]] = {}
        for pair in data["pairs"]:
            for which in BOTH:
                name = f"{pair['kind']} {pair['rule']} by {pair['question']} ({pair['form']}, {which})"
                pairs.setdefault(pair[which], []).append(name)
        people = (_read_person(told, pairs[key], base[told["form"]], pathway) for key, told in data["people"].items())
        return Table(tuple(people), frozenset(pair["rule"] for pair in data["pairs"] if pair["kind"] == "rule"))
    except (KeyError, TypeError, ValueError) as error:
        raise BadQuestion(f"this is not a recorded table of {pathway.id}: {error!r}") from error


def _read_ordinary(form: Form, data: Mapping[str, Any]) -> Ordinary:
    answers = _read_answers(form, data["answers"])
    return Ordinary(form.id, answers, frozenset(data["shown"]), frozenset(data["definitions"]))


def _read_person(data: Mapping[str, Any], pairs: Iterable[str], ordinary: Ordinary, pathway: Pathway) -> Person:
    outcome = Outcome(
        data.get("level"),
        tuple(data.get("rules", ())),
        _changed(ordinary.definitions, data.get("definitions", ())),
        _changed(ordinary.shown, data.get("shown", ())),
    )
    answers = _read_answers(pathway.forms[ordinary.form], data.get("answers", {}))
    return Person(
        tuple(pairs), ordinary, {**ordinary.answers, **answers}, outcome, data["without"], data.get("unsure", {})
    )


def _read_answers(form: Form, data: Mapping[str, Any]) -> Answers:
    """The answers that can still be given; one that cannot shows in what comes out."""
    return read_answers(form, data).answers
