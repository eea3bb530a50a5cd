"""An expression as FHIRPath, in the same three-valued logic: unknown is the empty collection.

What engines do not agree on is kept out: no division, no decimals, no quantities. Numbers are compared as whole numbers
(scaled by their decimals), durations as whole days, a score as a numerator beside a denominator.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from pathways.language.tree import And, AtLeast, Chosen, Compare, Expr, Not, Op, Or, Term, Yes

UNKNOWN = "{}"
_COMPARE: Mapping[Op, str] = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


@dataclass(frozen=True, slots=True)
class Names:
    """How FHIRPath refers to the names of a pathway.

    `reference`: a variable, or the fixed value of what is never asked. `scale`: by how much its whole number is scaled.
    `fraction`: a score's numerator and denominator.
    """

    reference: Mapping[str, str]
    scale: Mapping[str, int]
    is_many: frozenset[str]
    fraction: Mapping[str, tuple[str, str]]


def fhirpath(expr: Expr | bool, names: Names) -> str:
    """The FHIRPath that is true, false or empty where the expression is yes, no or unknown."""
    match expr:
        case bool():
            return "true" if expr else "false"
        case Yes(name):
            return _yes(names.reference[name])
        case Chosen(name, options):
            choose = _any_chosen if name in names.is_many else _chosen
            return choose(names.reference[name], options)
        case Compare():
            return _compare(expr, names)
        case Not(arg):
            return negated(fhirpath(arg, names))
        case And(args):
            return all_of(fhirpath(arg, names) for arg in args)
        case Or(args):
            return any_of(fhirpath(arg, names) for arg in args)
        case AtLeast(count, args):
            return _at_least(count, [fhirpath(arg, names) for arg in args])
        case _:
            assert_never(expr)


def all_of(conditions: Iterable[str]) -> str:
    """False when one is, empty when none is but one may be; true when there are none."""
    return " and ".join(bracketed(condition) for condition in conditions) or "true"


def any_of(conditions: Iterable[str]) -> str:
    """True when one is, empty when none is but one may be; false when there are none."""
    return " or ".join(bracketed(condition) for condition in conditions) or "false"


def bracketed(text: str) -> str:
    """The text as one operand."""
    return text if " " not in text else f"({text})"


def negated(text: str) -> str:
    """The opposite of a condition; of an unknown one, unknown."""
    return f"{bracketed(text)}.not()"


def quoted(text: str) -> str:
    """A word of the pathway (an id) as a FHIRPath text."""
    return f"'{text}'"


def variable(name: str) -> str:
    return f"%{name}"


def literal(value: Any) -> str:
    """A value as rules hold it, as FHIRPath."""
    match value:
        case None:
            return UNKNOWN
        case bool():
            return "true" if value else "false"
        case int():
            return f"({value})"
        case str():
            return quoted(value)
        case _:
            return f"({' | '.join(map(quoted, value))})"


def _yes(reference: str) -> str:
    return reference


def _chosen(reference: str, options: tuple[str, ...]) -> str:
    if len(options) == 1:
        return f"{reference} = {quoted(options[0])}"
    return f"{reference} in ({' | '.join(map(quoted, options))})"


def _any_chosen(reference: str, options: tuple[str, ...]) -> str:
    """Without the guard an unanswered question would count as "none of these chosen"."""
    wanted = " | ".join(map(quoted, options))
    return f"iif({reference}.exists(), {reference}.where($this in ({wanted})).exists(), {UNKNOWN})"


def _at_least(count: int, conditions: list[str]) -> str:
    """Enough are true: yes. Too few can still become true: no. Otherwise unknown."""
    certain = " + ".join(f"iif({condition}, 1, 0)" for condition in conditions)
    possible = " + ".join(f"iif({negated(condition)}, 0, 1)" for condition in conditions)
    return f"iif({certain} >= {count}, true, iif({possible} < {count}, false, {UNKNOWN}))"


# ── comparisons ──────────────────────────────────────────────────────────────────────────────────────────


def _compare(expr: Compare, names: Names) -> str:
    """Both sides in whole numbers: times the scale, times the bound's denominator, times the scores' denominators."""
    scale = math.lcm(*(names.scale[term.name] for term in expr.terms)) * expr.bound.denominator
    scores = [names.fraction[term.name][1] for term in expr.terms if term.name in names.fraction]
    terms = [_term(term, scale, scores, names) for term in expr.terms]
    bound = _product(int(expr.bound * scale), scores)
    return f"{_sum(terms)} {_COMPARE[expr.op]} {bound}"


def _term(term: Term, scale: int, scores: list[str], names: Names) -> tuple[int, str]:
    """The whole factor and what it multiplies."""
    factor = term.factor * (scale // names.scale[term.name])
    if term.name not in names.fraction:
        return factor, _product(1, [names.reference[term.name], *scores])
    numerator, own_denominator = names.fraction[term.name]
    others = scores.copy()
    others.remove(own_denominator)
    return factor, _product(1, [numerator, *others])


def _product(factor: int, names: list[str]) -> str:
    parts = [*([str(factor)] if factor != 1 or not names else []), *names]
    return " * ".join(parts)


def _sum(terms: list[tuple[int, str]]) -> str:
    text = ""
    for factor, product in terms:
        sign = ("- " if factor < 0 else "+ ") if text else ("-" if factor < 0 else "")
        size = "" if abs(factor) == 1 else f"{abs(factor)} * "
        text += f"{' ' if text else ''}{sign}{size}{product}"
    return text


# ── what an unknown expression waits for ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Wait:
    """A name that an expression waits for while it is unknown, provided that these branches are unknown too."""

    name: str
    branches: tuple[str, ...]


def waits(expr: Expr, names: Names, branches: tuple[str, ...] = ()) -> Iterator[Wait]:
    """The names that an expression can wait for; the same as `pathways.language.meaning.waiting` finds."""
    match expr:
        case Yes(name) | Chosen(name, _):
            yield Wait(name, branches)
        case Compare(terms):
            yield from (Wait(term.name, branches) for term in terms)
        case Not(arg):
            yield from waits(arg, names, branches)
        case And(args) | Or(args) | AtLeast(_, args):
            for arg in args:
                is_branch = isinstance(arg, And | Or | AtLeast | Not)
                inner = (*branches, fhirpath(arg, names)) if is_branch else branches
                yield from waits(arg, names, inner)
        case _:
            assert_never(expr)
