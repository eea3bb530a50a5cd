"""What can turn in a pathway, and by which leaves: where boundary patients are sought."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, assert_never

from pathways.language import And, AtLeast, Chosen, Compare, Expr, Not, Or, Yes, names_in
from pathways.model import Form, Pathway, Value
from pathways.prove.ordinary import ordinary
from pathways.prove.patients import Patient
from pathways.prove.statements import truth

#: What turns: a rule fires; a definition that no rule reads is true; a question is asked; a form is for this person.
Kind = Literal["rule", "definition", "question", "form"]
KINDS: tuple[Kind, ...] = ("rule", "definition", "question", "form")
RULES: tuple[Kind, ...] = ("rule",)


@dataclass(frozen=True)
class Turn:
    """A condition, and what it decides."""

    kind: Kind
    name: str
    when: Expr


def turns(pathway: Pathway, kinds: Collection[Kind]) -> Iterator[Turn]:
    if "rule" in kinds:
        yield from (Turn("rule", rule.id, rule.when) for rule in pathway.rules)
    if "definition" in kinds:
        seen = _seen_by_themselves(pathway)
        yield from (Turn("definition", d.id, d.when) for d in pathway.definitions.values() if d.id in seen)
    if "question" in kinds:
        # Questions with the same gate open together: one of them stands for all.
        gates = {q.ask_when: q.id for q in reversed(tuple(pathway.questions.values())) if q.ask_when and not q.cells}
        yield from (Turn("question", name, gate) for gate, name in reversed(tuple(gates.items())))
    if "form" in kinds:
        yield from (Turn("form", f.id, f.applies_when) for f in pathway.forms.values() if f.applies_when is not None)


def _decisive(pathway: Pathway) -> Iterator[Expr]:
    """The conditions whose outcome is seen: rules, and who a form is for."""
    yield from (rule.when for rule in pathway.rules)
    yield from (form.applies_when for form in pathway.forms.values() if form.applies_when is not None)


def _definitions_behind(expr: Expr, pathway: Pathway) -> Iterator[str]:
    for name in names_in(expr):
        if name in pathway.definitions:
            yield name
            yield from _definitions_behind(pathway.definitions[name].when, pathway)


@dataclass(frozen=True)
class Leaf:
    """One occurrence in a condition, and the whole condition as it would be without its say."""

    expr: Yes | Chosen | Compare
    otherwise: Expr


def leaves_of(turn: Turn, pathway: Pathway) -> Iterator[Leaf]:
    """Every occurrence of a question in a condition; each option of a choice by itself.

    Definitions are looked into, but for those that have pairs of their own. Of a body map that a rule reads, all its
    regions are one: it is one picture, and who a form is for tells each of them apart.
    """
    closed = _seen_by_themselves(pathway) if turn.kind == "definition" else frozenset()

    def leaves(expr: Expr) -> Iterator[Leaf]:
        match expr:
            case Yes(name) if name in pathway.definitions and name not in closed:
                yield from leaves(pathway.definitions[name].when)
            case Chosen(name, options) if pathway.questions[name].type != "body" or turn.kind == "form":
                for option in options:
                    others = tuple(other for other in options if other != option)
                    yield Leaf(Chosen(name, (option,)), Chosen(name, others) if others else Not(expr))
            case Yes() | Compare() | Chosen():
                yield Leaf(expr, Not(expr))
            case Not(arg):
                yield from (Leaf(leaf.expr, Not(leaf.otherwise)) for leaf in leaves(arg))
            case And(args) | Or(args) | AtLeast(_, args):
                for place, arg in enumerate(args):
                    for leaf in leaves(arg):
                        changed = (*args[:place], leaf.otherwise, *args[place + 1 :])
                        yield Leaf(leaf.expr, replace(expr, args=changed))
            case _:
                assert_never(expr)

    return leaves(turn.when)


def _seen_by_themselves(pathway: Pathway) -> frozenset[str]:
    """Definitions that no rule reads: they are shown as they are."""
    read = {name for expr in _decisive(pathway) for name in _definitions_behind(expr, pathway)}
    return frozenset(pathway.definitions.keys() - read)


def to_answer_otherwise(leaf: Yes | Chosen | Compare, pathway: Pathway) -> Iterator[tuple[str, ...]]:
    """Which answer turns a leaf: of a sum each, for a pair of its own; behind a definition any that will do."""
    questions = tuple(dict.fromkeys(pathway.questions_behind(leaf)))
    match leaf:
        case Compare():
            yield from ((question,) for question in questions)
        case Yes() | Chosen():
            yield questions
        case _:
            assert_never(leaf)


def turned(patient: Patient, kind: Kind, name: str) -> bool | None:
    """Whether a rule fires, a definition is true, a question is asked, or a form is for this person: by evaluate."""
    match kind:
        case "rule":
            return any(fired.rule == name for fired in patient.evaluation.fired)
        case "definition":
            return truth(patient, Yes(name))
        case "question":
            return name in patient.evaluation.shown
        case "form":
            return patient.evaluation.in_scope
        case _:
            assert_never(kind)


@lru_cache(maxsize=64)
def questions_read(pathway: Pathway) -> frozenset[str]:
    """The questions that rules, definitions, gates and the scope of forms rest on."""
    return frozenset(name for turn in turns(pathway, KINDS) for name in pathway.questions_behind_with_gates(turn.when))


def ordinary_answers(form: Form) -> dict[str, Value]:
    """An ordinary answer to everything on a form that any outcome rests on."""
    asked = (question for name, question in form.supplied.items() if name in questions_read(form.pathway))
    return {question.id: value for question in asked if (value := ordinary(question)) is not None}
