"""Mutants of a pathway: copies with one small fault each, as a slip of the pen or of the mind would make them.

Mutated is the typed tree, not the text: whatever rules.yaml could say by mistake and still load. Alarms and claims are
left alone, for they are what the rules are held against.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from pathways.language import And, AtLeast, Chosen, Compare, Expr, Not, Or, Yes, write
from pathways.language.tree import all_of, any_of, at_least, negated
from pathways.model import Form, Pathway, Question

NEIGHBOUR = {">": ">=", ">=": ">", "<": "<=", "<=": "<", "==": "!=", "!=": "=="}
OPPOSITE = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}


@dataclass(frozen=True, eq=False)
class Mutant:
    """One fault: its kind, what it is in, and what became of it. `where` is a rule, definition, question or form."""

    kind: str
    place: str
    where: str
    what: str
    original: Pathway
    changes: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.kind}: {self.place} {self.where}: {self.what}"

    @cached_property
    def pathway(self) -> Pathway:
        """A pathway of its own: forms belong to one pathway, so they are made anew."""
        forms = {name: anew(form) for name, form in self.original.forms.items()}
        return replace(self.original, **{"forms": forms, **self.changes})


def anew(form: Form, **changes: Any) -> Form:
    return replace(form, pages=tuple(map(replace, form.pages)), **changes)


def mutants(pathway: Pathway) -> Iterator[Mutant]:
    """Every mutant, in the order of the pathway."""
    yield from _of_rules(pathway)
    yield from _of_definitions(pathway)
    yield from _of_questions(pathway)
    yield from _of_forms(pathway)
    yield from _of_the_rest(pathway)


def _of_rules(pathway: Pathway) -> Iterator[Mutant]:
    for place, rule in enumerate(pathway.rules):
        others = pathway.rules[:place], pathway.rules[place + 1 :]

        def mutant(kind: str, what: str, *now: Any, others: Any = others, name: str = rule.id) -> Mutant:
            return Mutant(kind, "rule", name, what, pathway, {"rules": (*others[0], *now, *others[1])})

        for kind, what, when in faults_in(rule.when, pathway):
            yield mutant(kind, what, replace(rule, when=when))
        for level in _next_to(rule.urgency, pathway):
            yield mutant("urgency", level, replace(rule, urgency=level))
        yield mutant("rule dropped", "dropped")


def _of_definitions(pathway: Pathway) -> Iterator[Mutant]:
    for name, definition in pathway.definitions.items():
        for kind, what, when in faults_in(definition.when, pathway):
            changed = {**pathway.definitions, name: replace(definition, when=when)}
            yield Mutant(kind, "definition", name, what, pathway, {"definitions": changed})


def _of_questions(pathway: Pathway) -> Iterator[Mutant]:
    for question in pathway.questions.values():
        if question.cells:
            continue  # Its cells have the same gate, and are asked one by one.

        def mutant(kind: str, what: str, question: Question = question, **changes: Any) -> Mutant:
            changed = _with_question(pathway, replace(question, **changes))
            return Mutant(kind, "question", question.id, what, pathway, {"questions": changed})

        if question.ask_when is not None:
            for kind, what, gate in faults_in(question.ask_when, pathway):
                yield mutant(f"ask_when {kind}", what, ask_when=gate)
            yield mutant("ask_when dropped", "always asked", ask_when=None)
            yield mutant("ask_when negated", "asked when it must not be", ask_when=negated(question.ask_when))
        for value in _otherwise_hidden(question):
            yield mutant("if_hidden", str(value), if_hidden=value)


def _of_forms(pathway: Pathway) -> Iterator[Mutant]:
    for name, form in pathway.forms.items():
        if form.applies_when is not None:
            for kind, what, when in [*faults_in(form.applies_when, pathway), ("scope dropped", "for everyone", None)]:
                forms = {key: anew(other) for key, other in pathway.forms.items()}
                forms[name] = anew(form, applies_when=when)
                yield Mutant(kind, "form", name, what, pathway, {"forms": forms})


def _of_the_rest(pathway: Pathway) -> Iterator[Mutant]:
    for key in ("otherwise", "incomplete"):
        for level in _next_to(getattr(pathway, key), pathway):
            yield Mutant("urgency", "pathway", key, level, pathway, {key: level})


def _next_to(level: str, pathway: Pathway) -> Iterator[str]:
    """One step lighter, one step heavier."""
    for place in (pathway.rank[level] - 1, pathway.rank[level] + 1):
        if 0 <= place < len(pathway.levels):
            yield pathway.levels[place].id


def _with_question(pathway: Pathway, changed: Question) -> Mapping[str, Question]:
    """The questions with this one in place of its namesake, also as the cell of a table."""
    questions = {**pathway.questions, changed.id: changed}
    if changed.table is not None:
        table = questions[changed.table]
        cells = tuple(changed if cell.id == changed.id else cell for cell in table.cells)
        questions[table.id] = replace(table, cells=cells)
    return questions


def _otherwise_hidden(question: Question) -> Iterator[Any]:
    """Other values for a hidden question: the opposite, the lowest and the highest number, another option."""
    if question.ask_when is None or question.if_hidden is None:
        return
    match question.type:
        case "yes_no":
            yield not question.if_hidden
        case "number" | "duration":
            step = Decimal(1).scaleb(-question.decimals) if question.decimals else 1
            bounds = (question.min, question.max) if question.decimals else (int(question.min), int(question.max))
            beside = (question.if_hidden - step, question.if_hidden + step)
            yield from sorted(
                {v for v in (*bounds, *beside) if question.min <= v <= question.max} - {question.if_hidden}
            )
        case "one":
            yield next(option.id for option in question.options if option.id != question.if_hidden)


# ── faults in an expression

#: The kind of a fault, the fault in words, and the expression that has it.
Fault = tuple[str, str, Expr]


def faults_in(expr: Expr, pathway: Pathway) -> Iterator[Fault]:
    """Every expression with one fault, each once; two that read the same are told apart by a number."""
    seen, told = {expr}, Counter[str]()
    for kind, what, faulty in _faults(expr, pathway):
        if faulty not in seen:
            seen.add(faulty)
            told[what] += 1
            yield kind, what if told[what] == 1 else f"{what} ({told[what]})", faulty


def _faults(expr: Expr, pathway: Pathway) -> Iterator[Fault]:
    match expr:
        case Yes():
            pass
        case Chosen():
            yield from _other_options(expr, pathway)
        case Compare():
            yield from _other_comparisons(expr, pathway)
        case Not(arg):
            yield "not dropped", _becomes(expr, arg), arg
            yield from ((kind, what, negated(faulty)) for kind, what, faulty in _faults(arg, pathway))
        case And(args) | Or(args):
            other, same = (any_of, all_of) if isinstance(expr, And) else (all_of, any_of)
            yield "and or", _becomes(expr, other(args)), other(args)
            yield from (("condition dropped", f"without {write(arg)}", same(rest)) for arg, rest in _without_one(args))
            yield from ((kind, what, same(faulty)) for kind, what, faulty in _fault_in_one(args, pathway))
        case AtLeast(count, args):
            for number in (count - 1, count + 1):
                yield "count", f"at least {number} of {len(args)}", at_least(number, args)
            for arg, rest in _without_one(args):
                yield "condition dropped", f"without {write(arg)}", at_least(count, rest)
            yield from ((kind, what, AtLeast(count, faulty)) for kind, what, faulty in _fault_in_one(args, pathway))


def _becomes(expr: Expr, faulty: Expr) -> str:
    return f"{_short(expr)} becomes {_short(faulty)}"


def _short(expr: Expr) -> str:
    text = write(expr)
    return text if len(text) <= 90 else f"{text[:60]} … {text[-25:]}"


def _without_one(args: tuple[Expr, ...]) -> Iterator[tuple[Expr, tuple[Expr, ...]]]:
    return ((arg, args[:place] + args[place + 1 :]) for place, arg in enumerate(args))


def _fault_in_one(args: tuple[Expr, ...], pathway: Pathway) -> Iterator[tuple[str, str, tuple[Expr, ...]]]:
    for place, arg in enumerate(args):
        for kind, what, faulty in _faults(arg, pathway):
            yield kind, what, (*args[:place], faulty, *args[place + 1 :])


def _other_options(expr: Chosen, pathway: Pathway) -> Iterator[Fault]:
    """Each option exchanged for the first that is not meant, and each left out."""
    every = [option.id for option in pathway.questions[expr.name].options]
    others = [option for option in every if option not in expr.options]
    for option in expr.options:
        rest = {kept for kept in expr.options if kept != option}
        for instead in others[:1]:
            swapped = Chosen(expr.name, tuple(o for o in every if o in rest | {instead}))
            yield "option swapped", f"{expr.name} {instead} in place of {option}", swapped
        if rest:
            yield (
                "option dropped",
                f"{expr.name} without {option}",
                Chosen(expr.name, tuple(o for o in every if o in rest)),
            )


def _other_comparisons(expr: Compare, pathway: Pathway) -> Iterator[Fault]:
    decimals = max(pathway.questions[t.name].decimals if t.name in pathway.questions else 0 for t in expr.terms)
    others = [("operator", replace(expr, op=NEIGHBOUR[expr.op]))]
    others += [("operator", replace(expr, op=OPPOSITE[expr.op]))] if expr.op in OPPOSITE else []
    others += [("threshold", replace(expr, bound=expr.bound + Fraction(step, 10**decimals))) for step in (-1, 1)]
    yield from ((kind, _becomes(expr, other), other) for kind, other in others)
