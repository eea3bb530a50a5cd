"""The gates that plain `enableWhen` can say: the others are SDC expressions.

Plain `enableWhen` reads the raw answer of an item. That is what the gate reads only when the item is a question of this
form that is always asked, that no earlier form answered, and that cannot be answered "don't know" (a follow-up is asked
then too, which `enableWhen` cannot say).
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import partial

from pathways.fhir import links
from pathways.fhir.elements import Addresses, Json
from pathways.fhir.variables import FormVariables
from pathways.language import Expr
from pathways.language.tree import And, Chosen, Compare, Not, Or, Yes
from pathways.model import Question

#: `!=` is left out: readers do not agree on what it says of a question without an answer.
_OPERATORS = {"==": "=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def plain_gate(question: Question, addresses: Addresses, form: FormVariables) -> Json | None:
    """`enableWhen` with its `enableBehavior`, or None when the gate of this question needs an expression."""
    gate = form.gate(question)
    says = partial(_conditions, addresses=addresses, form=form)
    match gate:
        case bool():
            return None
        case And(args):
            return _all_of([says(arg) for arg in args])
        case Or(args):
            return _any_of([says(arg) for arg in args])
        case _:
            return _any_of([says(gate)])


def _all_of(conditions: list[list[Json]]) -> Json | None:
    """Each must be one plain condition: `enableWhen` has no brackets."""
    flat = [found[0] for found in conditions if len(found) == 1]
    return {"enableWhen": flat, "enableBehavior": "all"} if len(flat) == len(conditions) else None


def _any_of(conditions: list[list[Json]]) -> Json | None:
    if not all(conditions):
        return None
    flat = [condition for found in conditions for condition in found]
    return {"enableWhen": flat} | ({"enableBehavior": "any"} if len(flat) > 1 else {})


def _conditions(expr: Expr, addresses: Addresses, form: FormVariables) -> list[Json]:
    """The plain conditions of which any makes this true; none when it cannot be said so."""
    match expr:
        case Yes(name) if _reads_raw(name, form):
            return [_when(name, "=", {"answerBoolean": True})]
        case Not(Yes(name)) if _reads_raw(name, form):
            return [_when(name, "=", {"answerBoolean": False})]
        case Chosen(name, options) if _reads_raw(name, form):
            system = addresses.options(form.form.supplied[name], name)
            codings = ({"system": system, "code": option} for option in options)
            return [_when(name, "=", {"answerCoding": coding}) for coding in codings]
        case Compare((term,), op, bound, _) if op in _OPERATORS and _reads_raw(term.name, form):
            answer = _number(form.form.supplied[term.name], bound / term.factor)
            return [] if answer is None else [_when(term.name, _OPERATORS[op], answer)]
        case _:
            return []


def _reads_raw(name: str, form: FormVariables) -> bool:
    question = form.form.supplied.get(name)
    return (
        question is not None
        and not question.dont_know
        and form.shown[name] == "true"
        and name in links.places(form.form)
        and name not in links.earlier_questions(form.form)
    )


def _number(question: Question, bound: Fraction) -> Json | None:
    """The bound in the type of the answer, when it can be said exactly."""
    scaled = bound * 10**question.decimals
    if scaled.denominator != 1:
        return None
    if question.decimals:
        return {"answerDecimal": float(Decimal(int(scaled)).scaleb(-question.decimals))}
    return {"answerInteger": int(scaled)}


def _when(question: str, operator: str, answer: Json) -> Json:
    return {"question": question, "operator": operator, **answer}
