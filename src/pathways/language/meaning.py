"""What an expression means: a closure over a list of values, in three-valued (Kleene) logic.

A value list holds, per name, True/False/None for yes/no, a whole number for a number (scaled by its decimals), days
for a duration, a text for a single choice, a tuple of texts for a multiple choice, an int or Fraction for a score.
None is unknown. A further known value can turn unknown into yes or no, never yes into no.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, assert_never

from pathways.language.tree import (
    And,
    AtLeast,
    Chosen,
    Compare,
    Expr,
    Not,
    Op,
    Or,
    Yes,
    all_of,
    any_of,
    at_least,
    negated,
)

Values = list[Any]
Truth = bool | None
Condition = Callable[[Values], Truth]
#: Adds the names that an unknown condition waits for.
Waiting = Callable[[Values, set[str]], None]

_COMPARE: dict[Op, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Layout:
    """Where each name stands in the value list, and by how much its number is scaled.

    `is_fraction` names scores, whose values may be fractions; `waiting` says what a score or definition waits for.
    """

    index: Mapping[str, int]
    scale: Mapping[str, int]
    is_many: frozenset[str]
    is_fraction: frozenset[str]
    waiting: dict[str, Waiting] = field(default_factory=dict)


def condition(expr: Expr, layout: Layout) -> Condition:
    """The closure of an expression. Made once, at load."""
    match expr:
        case Yes(name):
            return operator.itemgetter(layout.index[name])
        case Chosen(name, options):
            return _chosen(layout.index[name], options, is_many=name in layout.is_many)
        case Compare():
            return _compare(expr, layout)
        case Not(arg):
            return _negation(condition(arg, layout))
        case And(args):
            return _conjunction(args, layout)
        case Or(args):
            return _disjunction(args, layout)
        case AtLeast(count, args):
            return _at_least(count, [condition(arg, layout) for arg in args])
        case _:
            assert_never(expr)


def _chosen(index: int, options: tuple[str, ...], *, is_many: bool) -> Condition:
    wanted = frozenset(options)

    def one(values: Values) -> Truth:
        value = values[index]
        return None if value is None else value in wanted

    def many(values: Values) -> Truth:
        value = values[index]
        return None if value is None else not wanted.isdisjoint(value)

    return many if is_many else one


def _compare(expr: Compare, layout: Layout) -> Condition:
    scale = math.lcm(*(layout.scale[term.name] for term in expr.terms))
    terms = [(layout.index[t.name], t.factor * (scale // layout.scale[t.name])) for t in expr.terms]
    bound = expr.bound * scale
    if len(terms) == 1:
        index, factor = terms[0]
        # A canonical comparison has a positive first factor, so dividing by it keeps the direction.
        is_whole = expr.terms[0].name not in layout.is_fraction
        return _single(index, expr.op, bound / factor, is_whole=is_whole)
    return _linear(terms, _COMPARE[expr.op], bound)


def _single(index: int, op: Op, bound: Fraction, *, is_whole: bool) -> Condition:
    limit: int | Fraction = bound if bound.denominator != 1 else int(bound)
    if is_whole and bound.denominator != 1 and op not in ("==", "!="):
        # Whole numbers meet a fractional bound at the next whole number: n > 3.5 is n > 3, n >= 3.5 is n >= 4.
        limit = math.floor(bound) if op in (">", "<=") else math.ceil(bound)
    compares = _COMPARE[op]

    def single(values: Values) -> Truth:
        value = values[index]
        return None if value is None else compares(value, limit)

    return single


def _linear(terms: list[tuple[int, int]], compares: Callable[[Any, Any], bool], bound: Fraction) -> Condition:
    def linear(values: Values) -> Truth:
        total = 0
        for index, factor in terms:
            value = values[index]
            if value is None:
                return None
            total += factor * value
        return compares(total, bound)

    return linear


def _negation(inner: Condition) -> Condition:
    def negation(values: Values) -> Truth:
        truth = inner(values)
        return None if truth is None else not truth

    return negation


def _named(args: tuple[Expr, ...], layout: Layout) -> Callable[[Values], tuple[Truth, ...]] | None:
    """All arguments fetched at once, when they are plain names: the common case, and the fast one."""
    if len(args) < 2 or not all(isinstance(arg, Yes) for arg in args):
        return None
    return operator.itemgetter(*(layout.index[arg.name] for arg in args if isinstance(arg, Yes)))


def _conjunction(args: tuple[Expr, ...], layout: Layout) -> Condition:
    fetch = _named(args, layout)
    if fetch is not None:

        def all_named(values: Values) -> Truth:
            truths = fetch(values)
            return False if False in truths else None if None in truths else True

        return all_named
    conditions = [condition(arg, layout) for arg in args]

    def conjunction(values: Values) -> Truth:
        result: Truth = True
        for inner in conditions:
            truth = inner(values)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result

    return conjunction


def _disjunction(args: tuple[Expr, ...], layout: Layout) -> Condition:
    fetch = _named(args, layout)
    if fetch is not None:

        def any_named(values: Values) -> Truth:
            truths = fetch(values)
            return True if True in truths else None if None in truths else False

        return any_named
    conditions = [condition(arg, layout) for arg in args]

    def disjunction(values: Values) -> Truth:
        result: Truth = False
        for inner in conditions:
            truth = inner(values)
            if truth is True:
                return True
            if truth is None:
                result = None
        return result

    return disjunction


def _at_least(count: int, conditions: list[Condition]) -> Condition:
    def enough(values: Values) -> Truth:
        trues = unknowns = 0
        for inner in conditions:
            truth = inner(values)
            if truth is True:
                trues += 1
            elif truth is None:
                unknowns += 1
        if trues >= count:
            return True
        return False if trues + unknowns < count else None

    return enough


def waiting(expr: Expr, layout: Layout) -> Waiting:
    """A closure that names what an unknown condition waits for: its unknown leaves under unknown branches."""
    leaves: list[str] = []
    branches: list[Expr] = []
    _split(expr, leaves, branches)
    wait_for_leaves = _waiting_for(tuple(leaves), layout)
    if not branches:
        return wait_for_leaves
    inner = [(condition(branch, layout), waiting(branch, layout)) for branch in branches]

    def wait(values: Values, found: set[str]) -> None:
        wait_for_leaves(values, found)
        for truth, wait_in_branch in inner:
            if truth(values) is None:
                wait_in_branch(values, found)

    return wait


def _split(expr: Expr, leaves: list[str], branches: list[Expr]) -> None:
    """The names right under an expression, which are unknown exactly when their values are, and the deeper branches."""
    match expr:
        case Yes(name) | Chosen(name, _):
            leaves.append(name)
        case Compare(terms):
            leaves += [term.name for term in terms]
        case Not(arg):
            _split(arg, leaves, branches)
        case And(args) | Or(args) | AtLeast(_, args):
            for arg in args:
                if isinstance(arg, And | Or | AtLeast | Not):
                    branches.append(arg)
                else:
                    _split(arg, leaves, branches)
        case _:
            assert_never(expr)


def _waiting_for(names: tuple[str, ...], layout: Layout) -> Waiting:
    leaves = [(layout.index[name], name, layout.waiting.get(name)) for name in names]

    def wait(values: Values, found: set[str]) -> None:
        for index, name, inner in leaves:
            if values[index] is None:
                if inner is None:
                    found.add(name)
                else:
                    inner(values, found)

    return wait


def settled(expr: Expr, layout: Layout, known: Values) -> Expr | bool:
    """An expression without what is decided by the values known beforehand: smaller, or wholly decided.

    Sound because a known value never loses its truth by knowing more.
    """
    truth = condition(expr, layout)(known)
    if truth is not None:
        return truth
    match expr:
        case Yes() | Chosen() | Compare():
            return expr
        case Not(arg):
            inner = settled(arg, layout, known)
            return expr if isinstance(inner, bool) else negated(inner)
        case And(args):
            return all_of(_unsettled(args, layout, known))
        case Or(args):
            return any_of(_unsettled(args, layout, known))
        case AtLeast(count, args):
            parts = [settled(arg, layout, known) for arg in args]
            reached = sum(part is True for part in parts)
            return at_least(count - reached, [part for part in parts if not isinstance(part, bool)])
        case _:
            assert_never(expr)


def _unsettled(args: tuple[Expr, ...], layout: Layout, known: Values) -> list[Expr]:
    parts = (settled(arg, layout, known) for arg in args)
    return [part for part in parts if not isinstance(part, bool)]
