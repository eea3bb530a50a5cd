"""The type rules of expressions: what an operand is, what may stand beside what, and what is always or never true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from pathways.language import tree
from pathways.language.tokens import Fault, Token
from pathways.language.tree import Chosen, Expr, Op, all_of, negated
from pathways.language.types import DurationType, ManyType, NumberType, OneType, Type
from pathways.source import EVERYTHING, did_you_mean

COUNTS = ("at_least", "at_most", "exactly")
CALLS = ("any", "all", "none", *COUNTS, "count", "has_any", "sum")
DUTCH = {
    "en": "write 'and'",
    "of": "write 'or'",
    "niet": "write 'not'",
    "dag": "write 'day'",
    "dagen": "write 'days'",
    "weken": "write 'weeks'",
    "maand": "write 'month'",
    "maanden": "write 'months'",
    "jaar": "write 'years'",
    "jaren": "write 'years'",
    "minstens": "write at_least(2, …)",
}
TRUTHS = ("yes", "no", "true", "false", "ja", "nee")


@dataclass(frozen=True)
class Scope:
    """The names an expression may use, and why some names may not be used here."""

    types: Mapping[str, Type]
    refused: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_options(self) -> set[str]:
        return {option for t in self.types.values() if isinstance(t, OneType | ManyType) for option in t.options}


class AlreadyTold(Exception):
    """The expression uses a name whose own fault has been told already."""


# ── operands ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Logic:
    """A condition. A bare `and`, without brackets, may not stand beside `or`."""

    expr: Expr
    is_bare_and: bool = False
    is_comparison: bool = False


@dataclass(frozen=True, slots=True)
class Linear:
    """A sum of names with factors and a constant. in_days None: a fixed number, which is neither yet."""

    factors: dict[str, Fraction]
    constant: Fraction
    in_days: bool | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice question on its own, waiting for an option beside it."""

    name: str
    type: OneType | ManyType


@dataclass(frozen=True, slots=True)
class OptionWord:
    """A name that is no question: perhaps an option, the other side decides."""

    name: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many of these are true, waiting for a fixed number beside it."""

    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Operand:
    """What a part of an expression is, and the token that it starts with."""

    value: Logic | Linear | Choice | OptionWord | Count
    at: Token


@dataclass(frozen=True)
class Typing:
    """The rules that turn operands into conditions, over the names of a scope."""

    scope: Scope
    unreadable: set[str]

    def logic(self, operand: Operand) -> Expr:
        """The operand as a condition, or the fault that says how to make it one."""
        at = operand.at.index
        match operand.value:
            case Logic(expr):
                return expr
            case Choice(name, kind):
                what, example = (
                    ("choice", "{} == {}") if isinstance(kind, OneType) else ("multiple choice", "{1} in {0}")
                )
                hint = f"write for example '{example.format(name, kind.options[0])}'" if kind.options else ""
                raise Fault(at, f"'{name}' is a {what}, not a yes/no", hint)
            case OptionWord(name):
                raise self.unknown(name, at)
            case Count():
                raise Fault(at, "a count must be compared with a number", "write for example 'count(a, b) >= 2'")
            case Linear(_, _, in_days):
                what, example = ("duration", ">= 6 weeks") if in_days else ("number", ">= 5")
                raise Fault(at, f"this is a {what}, not a yes/no", f"compare it, for example '{example}'")
            case _:
                assert_never(operand.value)

    def unknown(self, name: str, at: int) -> Fault:
        if name in self.scope.refused:
            return Fault(at, self.scope.refused[name])
        if not self.unreadable.isdisjoint((name, EVERYTHING)):
            raise AlreadyTold
        if name in TRUTHS:
            return Fault(at, f"'{name}' is not needed in an expression", "write 'fever' or 'not fever'")
        if name in self.scope.all_options:
            owners = [n for n, t in self.scope.types.items() if isinstance(t, OneType | ManyType) and name in t.options]
            sign = "==" if isinstance(self.scope.types[owners[0]], OneType) else "in"
            example = f"{owners[0]} == {name}" if sign == "==" else f"{name} in {owners[0]}"
            return Fault(at, f"'{name}' is an option, not a question", f"write for example '{example}'")
        hint = DUTCH.get(name) or did_you_mean(name, [*self.scope.types, *CALLS])
        hint = hint or "write it in questions.yaml, or as a definition in rules.yaml"
        return Fault(at, f"unknown question '{name}'", hint)

    def compared(self, left: Operand, op: Op, sign: Token, right: Operand) -> Expr:
        match left.value, right.value:
            case Choice(), OptionWord() | Choice():
                return self.choice_is(left, op, sign, right)
            case OptionWord(), Choice():
                return self.choice_is(right, op, sign, left)
            case Linear() as score, OptionWord(word):
                return self.score_is(score, left.at, op, sign, word, right.at)
            case OptionWord(word), Linear() as score:
                return self.score_is(score, right.at, op, sign, word, left.at)
            case Count(args), Linear({}, number, None):
                return self.count_is(args, op, number, right.at)
            case Linear({}, number, None), Count(args):
                return self.count_is(args, tree.FLIPPED[op], number, left.at)
            case Linear() as a, Linear() as b:
                return self.numbers_compared(a, op, b, left.at, sign, right.at)
            case Logic(), _:
                raise self.yes_no_compared(left.at)
            case _, Logic():
                raise self.yes_no_compared(right.at)
            case Count(), _:
                raise Fault(right.at.index, "a count can only be compared with a fixed number")
            case _, Count():
                raise Fault(left.at.index, "a count can only be compared with a fixed number")
            case OptionWord(word), _:
                raise self.unknown(word, left.at.index)
            case _, OptionWord(word):
                raise self.unknown(word, right.at.index)
            case _:
                raise Fault(
                    sign.index, "a choice cannot be compared with a number", "compare it with one of its options"
                )

    def yes_no_compared(self, at: Token) -> Fault:
        hint = f"write '{at.text}' or 'not {at.text}'" if at.kind == "name" else "write it alone, or with 'not'"
        return Fault(at.index, "a yes/no is not compared", hint)

    def choice_is(self, choice: Operand, op: Op, sign: Token, other: Operand) -> Expr:
        assert isinstance(choice.value, Choice)
        name, kind = choice.value.name, choice.value.type
        if not isinstance(other.value, OptionWord):
            raise Fault(other.at.index, "a choice can only be compared with one of its options")
        if isinstance(kind, ManyType):
            raise Fault(sign.index, f"'{name}' is a multiple choice", f"write '{other.value.name} in {name}'")
        if op not in ("==", "!="):
            raise Fault(sign.index, "options have no order", "use '==', '!=' or 'in {…}'")
        chosen = Chosen(name, (self.option_of(name, kind.options, other.value.name, other.at),))
        self.refuse_foregone(name, kind, chosen.options, choice.at)
        return chosen if op == "==" else negated(chosen)

    def option_of(self, name: str, options: tuple[str, ...], word: str, at: Token) -> str:
        if word in options:
            return word
        if name in self.unreadable:
            raise AlreadyTold
        hint = did_you_mean(word, options) or f"its options: {', '.join(options[:12])}"
        raise Fault(at.index, f"'{word}' is not an option of '{name}'", hint)

    def refuse_foregone(self, name: str, kind: OneType | ManyType, options: tuple[str, ...], at: Token) -> None:
        if set(options) >= set(kind.options):
            raise Fault(at.index, f"this is always true: these are all options of '{name}'")

    def score_is(self, score: Linear, at: Token, op: Op, sign: Token, word: str, word_at: Token) -> Expr:
        kind = self.banded(score)
        if kind is None:
            raise self.unknown(word, word_at.index)
        if op not in ("==", "!="):
            raise Fault(sign.index, "a band is compared with '==' or '!='", "compare the score with a number instead")
        in_band = self.in_band(next(iter(score.factors)), kind, word, word_at)
        return in_band if op == "==" else negated(in_band)

    def banded(self, linear: Linear) -> NumberType | None:
        """The type of a score with bands, when the operand is just that score."""
        if len(linear.factors) != 1 or linear.constant or list(linear.factors.values()) != [1]:
            return None
        kind = self.scope.types[next(iter(linear.factors))]
        return kind if isinstance(kind, NumberType) and kind.bands else None

    def in_band(self, name: str, kind: NumberType, word: str, at: Token) -> Expr:
        """`hinder == much` as plain comparisons, so that no reading needs to know bands."""
        ids = tuple(band.id for band in kind.bands)
        self.option_of(name, ids, word, at)
        position = ids.index(word)
        limits: list[Expr] = []
        if position > 0:
            limits.append(tree.compare({name: Fraction(1)}, ">=", kind.bands[position].starts_at, in_days=False))
        if position + 1 < len(ids):
            limits.append(tree.compare({name: Fraction(1)}, "<", kind.bands[position + 1].starts_at, in_days=False))
        if not limits:
            raise Fault(at.index, f"this is always true: '{name}' has one band")
        return all_of(limits)

    def count_is(self, args: tuple[Expr, ...], op: Op, number: Fraction, at: Token) -> Expr:
        if number.denominator != 1:
            raise Fault(at.index, "a count is a whole number")
        n = int(number)
        match op:
            case ">=":
                return self.counted("at_least", n, args, at)
            case ">":
                return self.counted("at_least", n + 1, args, at)
            case "<=":
                return self.counted("at_most", n, args, at)
            case "<":
                return self.counted("at_most", n - 1, args, at)
            case "==":
                return self.counted("exactly", n, args, at)
            case "!=":
                return negated(self.counted("exactly", n, args, at))

    def counted(self, kind: str, n: int, args: tuple[Expr, ...], at: Token) -> Expr:
        lowest, highest = {"at_least": (1, len(args)), "at_most": (0, len(args) - 1), "exactly": (0, len(args))}[kind]
        if not lowest <= n <= highest:
            always = (kind == "at_least" and n < lowest) or (kind == "at_most" and n > highest)
            raise Fault(at.index, f"this is {'always' if always else 'never'} true: {len(args)} things are counted")
        if kind == "at_least":
            return tree.at_least(n, args)
        at_most = negated(tree.at_least(n + 1, args)) if n < len(args) else None
        if kind == "at_most":
            assert at_most is not None
            return at_most
        enough = tree.at_least(n, args) if n > 0 else None
        return all_of([part for part in (enough, at_most) if part is not None])

    def numbers_compared(self, a: Linear, op: Op, b: Linear, a_at: Token, sign: Token, b_at: Token) -> Expr:
        if a.in_days is not b.in_days and not (a.in_days is None and b.in_days is None):
            plain = a if a.in_days is not True else b
            if True in (a.in_days, b.in_days):
                at = a_at if plain is a else b_at
                raise Fault(at.index, "a duration cannot be compared with a number", _mend_unit(a, b))
        in_days = a.in_days is True or b.in_days is True
        factors = dict(a.factors)
        for name, factor in b.factors.items():
            factors[name] = factors.get(name, Fraction(0)) - factor
        if not any(factors.values()):
            raise Fault(a_at.index, "this compares nothing that is asked", "one side must be a question or score")
        comparison = tree.compare(factors, op, b.constant - a.constant, in_days=in_days)
        self.refuse_constant(comparison, a_at)
        return comparison

    def refuse_constant(self, comparison: tree.Compare, at: Token) -> None:
        """A comparison that is always or never true is a slip of the pen, never a rule."""
        low = high = Fraction(0)
        for term in comparison.terms:
            kind = self.scope.types[term.name]
            assert isinstance(kind, NumberType | DurationType)
            ends = sorted((kind.low * term.factor, kind.high * term.factor))
            low, high = low + ends[0], high + ends[1]
        verdict = _verdict(comparison.op, low, high, comparison.bound)
        between = verdict is None and comparison.op in ("==", "!=") and self.falls_between(comparison)
        if between:
            verdict = comparison.op == "!="
        if verdict is not None:
            names = " and ".join(f"'{term.name}'" for term in comparison.terms)
            unit = " days" if comparison.in_days else ""
            reach = f"lies between {_figure(low)} and {_figure(high)}{unit}"
            if len(comparison.terms) > 1 or comparison.terms[0].factor != 1:
                reach = f"together: the left side {reach}"
            elif between:
                reach += " and never takes this value"
            raise Fault(at.index, f"this is {'always' if verdict else 'never'} true, {names} {reach}")

    def falls_between(self, comparison: tree.Compare) -> bool:
        """Whether an equality asks for a value between the steps of a single name."""
        if len(comparison.terms) != 1:
            return False
        kind = self.scope.types[comparison.terms[0].name]
        step = kind.step if isinstance(kind, NumberType) else Fraction(1)
        return step is not None and (comparison.bound / comparison.terms[0].factor) % step != 0

    def chosen(self, choice: Choice, words: list[Token], at: Token) -> Chosen:
        options = choice.type.options
        named = {self.option_of(choice.name, options, word.text, word) for word in words}
        ordered = tuple(option for option in options if option in named)
        self.refuse_foregone(choice.name, choice.type, ordered, at)
        return Chosen(choice.name, ordered)

    def linear(self, operand: Operand) -> Linear:
        if isinstance(operand.value, Linear):
            return operand.value
        if isinstance(operand.value, OptionWord):
            raise self.unknown(operand.value.name, operand.at.index)
        raise Fault(operand.at.index, "a number or duration is expected here")


def _mend_unit(a: Linear, b: Linear) -> str:
    """A fixed time beside a number asks for less; a fixed number beside a duration asks for a unit."""
    timed = a if a.in_days is True else b
    asked = next(iter((b if timed is a else a).factors), "")
    if asked and not timed.factors:
        return f"'{asked}' is a number: leave the unit out"
    return "write a unit, for example '6 weeks'"


def added(a: Linear, b: Linear, sign: Fraction) -> Linear:
    """One sum and `sign` times another."""
    factors = dict(a.factors)
    for name, factor in b.factors.items():
        factors[name] = factors.get(name, Fraction(0)) + sign * factor
    in_days = a.in_days if a.in_days is not None else b.in_days
    return Linear(factors, a.constant + sign * b.constant, in_days)


def scaled(a: Linear, by: Fraction) -> Linear:
    """A sum, `by` times."""
    return Linear({name: factor * by for name, factor in a.factors.items()}, a.constant * by, a.in_days)


def _verdict(op: Op, low: Fraction, high: Fraction, bound: Fraction) -> bool | None:
    """True or False when every value between low and high gives the same answer."""
    match op:
        case "<":
            return True if high < bound else False if low >= bound else None
        case "<=":
            return True if high <= bound else False if low > bound else None
        case ">":
            return True if low > bound else False if high <= bound else None
        case ">=":
            return True if low >= bound else False if high < bound else None
        case "==":
            return False if not low <= bound <= high else True if low == high else None
        case "!=":
            return True if not low <= bound <= high else False if low == high else None


def _figure(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else f"{Decimal(number.numerator) / number.denominator:.4g}"
