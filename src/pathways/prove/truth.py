"""Three-valued truth for the solver: a pair of formulas, "certainly yes" and "certainly no"; unknown is neither.

Formulas are Python's True and False where nothing is left to solve: the solver is handed only what answers decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import product
from math import lcm
from typing import Any, assert_never

import z3

from pathways.language import And, AtLeast, Chosen, Compare, Expr, Not, Op, Or, Yes

#: A z3.BoolRef, or a bool where it is decided. The solver's own types are not annotated.
Formula = Any


def both(*parts: Formula) -> Formula:
    """All of these."""
    return all_of(parts)


def either(*parts: Formula) -> Formula:
    """One of these at least."""
    return any_of(parts)


def all_of(parts: Iterable[Formula]) -> Formula:
    """A conjunction, without what is decided."""
    kept = [part for part in parts if part is not True]
    if any(part is False for part in kept):
        return False
    return True if not kept else kept[0] if len(kept) == 1 else z3.And(kept)


def any_of(parts: Iterable[Formula]) -> Formula:
    """A disjunction, without what is decided."""
    kept = [part for part in parts if part is not False]
    if any(part is True for part in kept):
        return True
    return False if not kept else kept[0] if len(kept) == 1 else z3.Or(kept)


def no(part: Formula) -> Formula:
    """The opposite."""
    return (not part) if isinstance(part, bool) else z3.Not(part)


def implies(condition: Formula, then: Formula) -> Formula:
    """Whenever the condition holds, so does the other."""
    return either(no(condition), then)


def enough(count: int, parts: Sequence[Formula]) -> Formula:
    """So many of these, or more."""
    count -= sum(part is True for part in parts)
    kept = [part for part in parts if not isinstance(part, bool)]
    if count <= 0:
        return True
    if count > len(kept):
        return False
    return any_of(kept) if count == 1 else z3.AtLeast(*kept, count)


@dataclass(frozen=True, slots=True)
class Truth:
    """Certainly yes, certainly no; never both, and when neither: unknown."""

    yes: Formula
    no: Formula

    @property
    def unknown(self) -> Formula:
        return both(no(self.yes), no(self.no))


def certain(holds: Formula) -> Truth:
    """What is always known."""
    return Truth(holds, no(holds))


#: A number by cases: when the guard holds, the value is `units / parts`, in whole numbers. No guard holds: unknown.
Number = Sequence[tuple[Formula, Any, int]]


@dataclass(frozen=True)
class Choice:
    """The options of a choice, each with whether it is chosen; `known` when there is an answer at all."""

    known: Formula
    chosen: Mapping[str, Formula]


@dataclass(frozen=True)
class Names:
    """What each name of a pathway stands for."""

    truths: Mapping[str, Truth]
    numbers: Mapping[str, Number]
    choices: Mapping[str, Choice]


def truth_of(expr: Expr, names: Names) -> Truth:
    """An expression, as evaluate reads it (pathways.language.meaning)."""
    match expr:
        case Yes(name):
            return names.truths[name]
        case Chosen(name, options):
            choice = names.choices[name]
            hit = any_of(choice.chosen[option] for option in options)
            return Truth(both(choice.known, hit), both(choice.known, no(hit)))
        case Compare():
            return _comparison(expr, names)
        case Not(arg):
            inner = truth_of(arg, names)
            return Truth(inner.no, inner.yes)
        case And(args):
            parts = [truth_of(arg, names) for arg in args]
            return Truth(all_of(p.yes for p in parts), any_of(p.no for p in parts))
        case Or(args):
            parts = [truth_of(arg, names) for arg in args]
            return Truth(any_of(p.yes for p in parts), all_of(p.no for p in parts))
        case AtLeast(count, args):
            parts = [truth_of(arg, names) for arg in args]
            return Truth(enough(count, [p.yes for p in parts]), enough(len(parts) - count + 1, [p.no for p in parts]))
        case _:
            assert_never(expr)


def _comparison(expr: Compare, names: Names) -> Truth:
    yes, not_so = [], []
    for cases in product(*(names.numbers[term.name] for term in expr.terms)):
        known = all_of(guard for guard, _, _ in cases)
        if known is False:
            continue
        scale = lcm(expr.bound.denominator, *(parts for _, _, parts in cases))
        total = sum(
            term.factor * (scale // parts) * units for term, (_, units, parts) in zip(expr.terms, cases, strict=True)
        )
        holds = compared(total, expr.op, expr.bound * scale)
        yes.append(both(known, holds))
        not_so.append(both(known, no(holds)))
    return Truth(any_of(yes), any_of(not_so))


_COMPARED: Mapping[Op, Callable[[Any, Any], Formula]] = {
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def compared(left: Any, op: Op, bound: Fraction) -> Formula:
    """Two whole numbers compared; of solver's terms a formula."""
    return _COMPARED[op](left, int(bound))


# ── what an unknown waits for


@dataclass(frozen=True, slots=True)
class Leaf:
    """A name in an expression, with what must be unknown above it for the expression to wait for it."""

    name: str
    waits: Formula


def leaves(expr: Expr, names: Names, above: Formula = True) -> Iterator[Leaf]:
    """The names that an expression can wait for; mirrors `pathways.language.meaning.waiting`."""
    match expr:
        case Yes(name) | Chosen(name, _):
            yield Leaf(name, above)
        case Compare(terms):
            yield from (Leaf(term.name, above) for term in terms)
        case Not(arg):
            yield from leaves(arg, names, above)
        case And(args) | Or(args) | AtLeast(_, args):
            for arg in args:
                branches = isinstance(arg, And | Or | AtLeast | Not)
                yield from leaves(arg, names, both(above, truth_of(arg, names).unknown) if branches else above)
        case _:
            assert_never(expr)


def merged(found: Iterable[Leaf]) -> Mapping[str, Formula]:
    """Per name, when it is waited for."""
    return reduce(lambda all_, leaf: {**all_, leaf.name: either(all_.get(leaf.name, False), leaf.waits)}, found, {})
