"""The tree of an expression: seven nodes, immutable, in one canonical shape.

What means the same and is written differently (`all(a, b)` and `a and b`, `42 days` and `6 weeks`, `at_most` and
`not at_least`) becomes the same tree, so that a hash of it changes only when the meaning does.
Each reading of a tree is a `match` over `Expr` that ends in `assert_never`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, assert_never

Op = Literal["==", "!=", "<", "<=", ">", ">="]
FLIPPED: dict[Op, Op] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Yes:
    """A yes/no question or a definition."""

    name: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of these options is the answer (single choice), or is among the answers (multiple choice)."""

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A name times a whole factor, in a comparison."""

    name: str
    factor: int


@dataclass(frozen=True, slots=True)
class Compare:
    """`sum of factor × name` against a fixed bound; numbers, scores, or (in_days) durations."""

    terms: tuple[Term, ...]
    op: Op
    bound: Fraction
    in_days: bool


@dataclass(frozen=True, slots=True)
class Not:
    """True when its argument is false."""

    arg: Expr


@dataclass(frozen=True, slots=True)
class And:
    """True when all arguments are; two or more, flat, none twice."""

    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True when any argument is; two or more, flat, none twice."""

    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """True when so many arguments are: more than one, fewer than all."""

    count: int
    args: tuple[Expr, ...]


Expr = Yes | Chosen | Compare | Not | And | Or | AtLeast


# ── making ───────────────────────────────────────────────────────────────────────────────────────────────


def negated(arg: Expr) -> Expr:
    """The opposite, never with two `not` on each other."""
    return arg.arg if isinstance(arg, Not) else Not(arg)


def all_of(args: Iterable[Expr]) -> Expr:
    """All of these; a single one stands for itself."""
    flat = _flat(args, And)
    return flat[0] if len(flat) == 1 else And(flat)


def any_of(args: Iterable[Expr]) -> Expr:
    """Any of these; a single one stands for itself."""
    flat = _flat(args, Or)
    return flat[0] if len(flat) == 1 else Or(flat)


def _flat(args: Iterable[Expr], kind: type[And] | type[Or]) -> tuple[Expr, ...]:
    """The arguments without nesting and without repeats, in the order given."""
    flat: dict[Expr, None] = {}
    for arg in args:
        for inner in arg.args if isinstance(arg, kind) else (arg,):
            flat[inner] = None
    return tuple(flat)


def at_least(count: int, args: Iterable[Expr]) -> Expr:
    """`count` of the arguments, which must be between 1 and their number."""
    args = tuple(args)
    if count == 1:
        return any_of(args)
    if count == len(args):
        return all_of(args)
    return AtLeast(count, args)


def compare(factors: dict[str, Fraction], op: Op, bound: Fraction, *, in_days: bool) -> Compare:
    """The comparison with whole, smallest factors, names in order, the first factor positive."""
    names = sorted(name for name, factor in factors.items() if factor)
    scale = Fraction(
        math.lcm(*(factors[name].denominator for name in names)),
        math.gcd(*(factors[name].numerator for name in names)),
    )
    if factors[names[0]] < 0:
        scale, op = -scale, FLIPPED[op]
    return Compare(tuple(Term(name, int(factors[name] * scale)) for name in names), op, bound * scale, in_days=in_days)


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────


def names_in(expr: Expr) -> Iterator[str]:
    """Every name an expression mentions, in order, with repeats."""
    match expr:
        case Yes(name) | Chosen(name, _):
            yield name
        case Compare(terms):
            for term in terms:
                yield term.name
        case Not(arg):
            yield from names_in(arg)
        case And(args) | Or(args) | AtLeast(_, args):
            for arg in args:
                yield from names_in(arg)
        case _:
            assert_never(expr)


def write(expr: Expr) -> str:
    """The expression as text that parses to the same tree."""
    match expr:
        case Yes(name):
            return name
        case Chosen(name, options):
            return f"has_any({name}, {', '.join(options)})"
        case Compare(terms, op, bound, in_days):
            return f"{_write_terms(terms)} {op} {_write_bound(bound, in_days)}"
        case Not(arg):
            return f"not ({write(arg)})" if isinstance(arg, Compare) else f"not {_bracketed(arg)}"
        case And(args):
            return " and ".join(_bracketed(arg) for arg in args)
        case Or(args):
            return " or ".join(_bracketed(arg) for arg in args)
        case AtLeast(count, args):
            return f"at_least({count}, {', '.join(write(arg) for arg in args)})"
        case _:
            assert_never(expr)


def _bracketed(expr: Expr) -> str:
    text = write(expr)
    return f"({text})" if isinstance(expr, And | Or) else text


def _write_terms(terms: tuple[Term, ...]) -> str:
    first, *others = terms
    text = first.name if first.factor == 1 else f"{first.factor} * {first.name}"
    for term in others:
        size = abs(term.factor)
        text += (" + " if term.factor > 0 else " - ") + (f"{size} * " if size != 1 else "") + term.name
    return text


def _write_bound(bound: Fraction, in_days: bool) -> str:
    number = f"{bound.numerator} days" if in_days else str(bound.numerator)
    return number if bound.denominator == 1 else f"{number} / {bound.denominator}"
