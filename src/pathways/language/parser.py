"""Expression text to a typed tree. The type rules live inside the parser, so that a fault has its exact place.

    expr     = or
    or       = and { "or" and }            an unbracketed "and" beside "or" is an error
    and      = not { "and" not }
    not      = "not" not | compare
    compare  = sum [ cmp sum { cmp sum } ]  3 <= pain <= 6
             | sum [ "not" ] "in" ( set | name )
    sum      = term { ("+" | "-") term }
    term     = factor { ("*" | "/") factor }
    factor   = NUMBER [ unit ] | "-" factor | name | call | "(" expr ")"
    set      = "{" name { "," name } "}"
    call     = any(b, …) | all(b, …) | none(b, …)
             | at_least(n, b, …) | at_most(n, b, …) | exactly(n, b, …)
             | count(b, …)                  only compared with a fixed number
             | has_any(choice, option, …) | sum(number, …)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from pathways.language import tree
from pathways.language.tokens import Fault, Token, tokenize
from pathways.language.tree import Chosen, Expr, Op, Yes, all_of, any_of, negated
from pathways.language.types import DAYS_IN, DurationType, ManyType, NumberType, OneType, Type, YesNoType
from pathways.source import Formula, Problems, did_you_mean

MAX_LEVELS = 60
COMPARISONS: tuple[Op, ...] = ("==", "!=", "<=", ">=", "<", ">")
COUNTS = ("at_least", "at_most", "exactly")
CALLS = ("any", "all", "none", *COUNTS, "count", "has_any", "sum")
KEYWORDS = ("and", "or", "not", "in")
UNITS = {**DAYS_IN, **{f"{unit}s": days for unit, days in DAYS_IN.items()}}
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


def parse(formula: Formula, scope: Scope, problems: Problems) -> Expr | None:
    """The tree of an expression; None when it is faulty (told in `problems`) or rests on something that is."""
    try:
        return _Parser(str(formula), scope, problems.unreadable).whole()
    except Fault as fault:
        problems.add(formula.place.later(fault.index), fault.message, fault.hint)
    except AlreadyTold:
        pass
    return None


# ── operands ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Logic:
    expr: Expr
    is_bare_and: bool = False
    is_comparison: bool = False


@dataclass(frozen=True, slots=True)
class _Linear:
    """A sum of names with factors and a constant. in_days None: a fixed number, which is neither yet."""

    factors: dict[str, Fraction]
    constant: Fraction
    in_days: bool | None


@dataclass(frozen=True, slots=True)
class _Choice:
    name: str
    type: OneType | ManyType


@dataclass(frozen=True, slots=True)
class _OptionWord:
    """A name that is no question: perhaps an option, the other side decides."""

    name: str


@dataclass(frozen=True, slots=True)
class _Count:
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class _Operand:
    value: _Logic | _Linear | _Choice | _OptionWord | _Count
    at: Token


class _Parser:
    def __init__(self, text: str, scope: Scope, unreadable: set[str]) -> None:
        self.tokens = tokenize(text)
        self.position = 0
        self.depth = 0
        self.scope = scope
        self.unreadable = unreadable

    # reading tokens

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    def next(self) -> Token:
        token = self.token
        if token.kind != "end":
            self.position += 1
        return token

    def at(self, *texts: str) -> bool:
        return self.token.kind in ("name", "sign") and self.token.text in texts

    def accept(self, *texts: str) -> Token | None:
        return self.next() if self.at(*texts) else None

    def expect(self, text: str, why: str) -> Token:
        if (token := self.accept(text)) is None:
            raise self.unexpected(f"'{text}' is expected here, {why}")
        return token

    def unexpected(self, message: str) -> Fault:
        token = self.token
        if token.kind == "end":
            return Fault(token.index, f"the expression stops too early: {message}")
        hint = ""
        if token.kind == "name":
            hint = DUTCH.get(token.text, "")
            if not hint and token.text.lower() in KEYWORDS:
                hint = f"write '{token.text.lower()}'"
        if token.text == "," and self.position and self.tokens[self.position - 1].kind == "number":
            hint = "write a decimal number with a point: 5.5"
        return Fault(token.index, message, hint)

    # logic

    def whole(self) -> Expr:
        if self.token.kind == "end":
            raise Fault(0, "an expression is missing here")
        operand = self.expression()
        if self.token.kind != "end":
            raise self.unexpected(f"'{self.token.text}' is not expected here")
        return self.logic(operand)

    def expression(self) -> _Operand:
        self.depth += 1
        if self.depth > MAX_LEVELS:
            raise Fault(self.token.index, f"this is nested deeper than {MAX_LEVELS} levels", "use definitions")
        operand = self.disjunction()
        self.depth -= 1
        return operand

    def disjunction(self) -> _Operand:
        first = self.conjunction()
        if not self.at("or"):
            return first
        operands = [first]
        while sign := self.accept("or"):
            operands.append(self.conjunction())
            for operand in operands[-2:]:
                if isinstance(operand.value, _Logic) and operand.value.is_bare_and:
                    hint = "put brackets around the part that belongs together: (a and b) or c"
                    raise Fault(sign.index, "'and' and 'or' are mixed without brackets", hint)
        return _Operand(_Logic(any_of([self.logic(operand) for operand in operands])), first.at)

    def conjunction(self) -> _Operand:
        first = self.negation()
        if not self.at("and"):
            return first
        operands = [first]
        while self.accept("and"):
            operands.append(self.negation())
        conjunction = all_of([self.logic(operand) for operand in operands])
        return _Operand(_Logic(conjunction, is_bare_and=True), first.at)

    def negation(self) -> _Operand:
        if (sign := self.accept("not")) is None:
            return self.comparison()
        self.depth += 1
        if self.depth > MAX_LEVELS:
            raise Fault(sign.index, f"this is nested deeper than {MAX_LEVELS} levels", "use definitions")
        operand = self.negation()
        self.depth -= 1
        return _Operand(_Logic(negated(self.logic(operand))), sign)

    def logic(self, operand: _Operand) -> Expr:
        """The operand as a condition, or the fault that says how to make it one."""
        at = operand.at.index
        match operand.value:
            case _Logic(expr):
                return expr
            case _Choice(name, OneType(options)):
                hint = f"write for example '{name} == {options[0]}'"
                raise Fault(at, f"'{name}' is a choice, not a yes/no", hint)
            case _Choice(name, ManyType(options)):
                hint = f"write for example '{options[0]} in {name}'"
                raise Fault(at, f"'{name}' is a multiple choice, not a yes/no", hint)
            case _OptionWord(name):
                raise self.unknown(name, at)
            case _Count():
                raise Fault(at, "a count must be compared with a number", "write for example 'count(a, b) >= 2'")
            case _Linear(_, _, in_days):
                kind = "duration" if in_days else "number"
                example = ">= 6 weeks" if in_days else ">= 5"
                raise Fault(at, f"this is a {kind}, not a yes/no", f"compare it, for example '{example}'")

    def unknown(self, name: str, at: int) -> Fault:
        if name in self.scope.refused:
            return Fault(at, self.scope.refused[name])
        if name in self.unreadable:
            raise AlreadyTold
        if name in TRUTHS:
            return Fault(at, f"'{name}' is not needed in an expression", "write 'fever' or 'not fever'")
        if name in self.scope.all_options:
            owners = [n for n, t in self.scope.types.items() if isinstance(t, OneType | ManyType) and name in t.options]
            sign = "==" if isinstance(self.scope.types[owners[0]], OneType) else "in"
            example = f"{owners[0]} == {name}" if sign == "==" else f"{name} in {owners[0]}"
            return Fault(at, f"'{name}' is an option, not a question", f"write for example '{example}'")
        hint = DUTCH.get(name) or did_you_mean(name, [*self.scope.types, *CALLS])
        return Fault(at, f"unknown question '{name}'", hint)

    # comparison

    def comparison(self) -> _Operand:
        left = self.sum()
        if self.at(*COMPARISONS):
            return self.comparison_chain(left)
        if self.at("in") or (self.at("not") and self.tokens[self.position + 1].text == "in"):
            is_not = self.accept("not") is not None
            self.expect("in", "after 'not'")
            expr = self.membership(left)
            return _Operand(_Logic(negated(expr) if is_not else expr, is_comparison=True), left.at)
        return left

    def comparison_chain(self, left: _Operand) -> _Operand:
        first, parts = left, []
        while sign := self.accept(*COMPARISONS):
            right = self.sum()
            op: Op = next(op for op in COMPARISONS if op == sign.text)
            parts.append(self.compared(left, op, sign, right))
            left = right
        return _Operand(_Logic(all_of(parts), is_comparison=True), first.at)

    def compared(self, left: _Operand, op: Op, sign: Token, right: _Operand) -> Expr:
        match left.value, right.value:
            case _Choice(), _OptionWord() | _Choice():
                return self.choice_is(left, op, sign, right)
            case _OptionWord(), _Choice():
                return self.choice_is(right, op, sign, left)
            case _Linear() as score, _OptionWord(word):
                return self.score_is(score, left.at, op, sign, word, right.at)
            case _OptionWord(word), _Linear() as score:
                return self.score_is(score, right.at, op, sign, word, left.at)
            case _Count(args), _Linear({}, number, None):
                return self.count_is(args, op, number, right.at)
            case _Linear({}, number, None), _Count(args):
                return self.count_is(args, tree._FLIPPED[op], number, left.at)
            case _Linear() as a, _Linear() as b:
                return self.numbers_compared(a, op, b, left.at, sign, right.at)
            case _Logic(), _:
                raise self.yes_no_compared(left.at)
            case _, _Logic():
                raise self.yes_no_compared(right.at)
            case _Count(), _:
                raise Fault(right.at.index, "a count can only be compared with a fixed number")
            case _, _Count():
                raise Fault(left.at.index, "a count can only be compared with a fixed number")
            case _OptionWord(word), _:
                raise self.unknown(word, left.at.index)
            case _, _OptionWord(word):
                raise self.unknown(word, right.at.index)
            case _:
                raise Fault(sign.index, "a choice cannot be compared with a number")

    def yes_no_compared(self, at: Token) -> Fault:
        hint = f"write '{at.text}' or 'not {at.text}'" if at.kind == "name" else "write it alone, or with 'not'"
        return Fault(at.index, "a yes/no is not compared", hint)

    def choice_is(self, choice: _Operand, op: Op, sign: Token, other: _Operand) -> Expr:
        assert isinstance(choice.value, _Choice)
        name, kind = choice.value.name, choice.value.type
        if not isinstance(other.value, _OptionWord):
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

    def score_is(self, score: _Linear, at: Token, op: Op, sign: Token, word: str, word_at: Token) -> Expr:
        kind = self.banded(score)
        if kind is None:
            raise self.unknown(word, word_at.index)
        if op not in ("==", "!="):
            raise Fault(sign.index, "a band is compared with '==' or '!='", "compare the score with a number instead")
        in_band = self.in_band(next(iter(score.factors)), kind, word, word_at)
        return in_band if op == "==" else negated(in_band)

    def banded(self, linear: _Linear) -> NumberType | None:
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

    def numbers_compared(self, a: _Linear, op: Op, b: _Linear, a_at: Token, sign: Token, b_at: Token) -> Expr:
        if a.in_days is not b.in_days and not (a.in_days is None and b.in_days is None):
            plain = a if a.in_days is not True else b
            if True in (a.in_days, b.in_days):
                at = a_at if plain is a else b_at
                hint = "write a unit, for example '6 weeks'"
                raise Fault(at.index, "a duration cannot be compared with a number", hint)
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
        if verdict is None and comparison.op in ("==", "!=") and self.falls_between(comparison):
            verdict = comparison.op == "!="
        if verdict is not None:
            names = " and ".join(f"'{term.name}'" for term in comparison.terms)
            unit = " days" if comparison.in_days else ""
            reach = f"lies between {_figure(low)} and {_figure(high)}{unit}"
            if len(comparison.terms) > 1 or comparison.terms[0].factor != 1:
                reach = f"together: the left side {reach}"
            raise Fault(at.index, f"this is {'always' if verdict else 'never'} true, {names} {reach}")

    def falls_between(self, comparison: tree.Compare) -> bool:
        """Whether an equality asks for a value between the steps of a single name."""
        if len(comparison.terms) != 1:
            return False
        kind = self.scope.types[comparison.terms[0].name]
        step = kind.step if isinstance(kind, NumberType) else Fraction(1)
        return step is not None and (comparison.bound / comparison.terms[0].factor) % step != 0

    def membership(self, left: _Operand) -> Expr:
        if self.at("{"):
            return self.member_of_set(left)
        right = self.sum()
        if not isinstance(right.value, _Choice) or not isinstance(right.value.type, ManyType):
            if isinstance(right.value, _OptionWord):
                raise self.unknown(right.value.name, right.at.index)
            hint = "write 'option in question', or 'question in {one, two}'"
            raise Fault(right.at.index, "only a multiple choice or a set can stand after 'in'", hint)
        if not isinstance(left.value, _OptionWord):
            hint = f"options of '{right.value.name}': {', '.join(right.value.type.options[:12])}"
            raise Fault(left.at.index, "an option is expected before 'in'", hint)
        name = right.value.name
        return Chosen(name, (self.option_of(name, right.value.type.options, left.value.name, left.at),))

    def member_of_set(self, left: _Operand) -> Expr:
        words = self.set_words()
        if isinstance(left.value, _Linear) and (kind := self.banded(left.value)):
            name = next(iter(left.value.factors))
            return any_of([self.in_band(name, kind, word.text, word) for word in words])
        if isinstance(left.value, _OptionWord):
            raise self.unknown(left.value.name, left.at.index)
        if not isinstance(left.value, _Choice) or isinstance(left.value.type, ManyType):
            hint = "for a multiple choice write has_any(question, one, two)"
            raise Fault(left.at.index, "only a single choice or a score with bands can be 'in' a set", hint)
        return self.chosen(left.value, words, left.at)

    def chosen(self, choice: _Choice, words: list[Token], at: Token) -> Chosen:
        options = choice.type.options
        named = {self.option_of(choice.name, options, word.text, word) for word in words}
        ordered = tuple(option for option in options if option in named)
        self.refuse_foregone(choice.name, choice.type, ordered, at)
        return Chosen(choice.name, ordered)

    def set_words(self) -> list[Token]:
        self.expect("{", "to start a set")
        words = [self.word("an option")]
        while self.accept(","):
            words.append(self.word("an option"))
        self.expect("}", "to end the set")
        return words

    def word(self, what: str) -> Token:
        if self.token.kind != "name":
            raise self.unexpected(f"{what} is expected here")
        return self.next()

    # numbers

    def sum(self) -> _Operand:
        left = self.term()
        while sign := self.accept("+", "-"):
            right = self.term()
            a, b = self.linear(left), self.linear(right)
            if a.in_days is not b.in_days and True in (a.in_days, b.in_days):
                hint = "write a unit, for example '6 weeks'"
                raise Fault(sign.index, "a duration and a number cannot be added", hint)
            left = _Operand(_added(a, b, Fraction(1 if sign.text == "+" else -1)), left.at)
        return left

    def term(self) -> _Operand:
        left = self.factor()
        while sign := self.accept("*", "/"):
            right = self.factor()
            a, b = self.linear(left), self.linear(right)
            if sign.text == "/":
                if b.factors or b.in_days:
                    raise Fault(right.at.index, "only a fixed number can stand after '/'")
                if b.constant == 0:
                    raise Fault(right.at.index, "dividing by 0 is not possible")
                left = _Operand(_scaled(a, 1 / b.constant), left.at)
            elif b.in_days is None and not b.factors:
                left = _Operand(_scaled(a, b.constant), left.at)
            elif a.in_days is None and not a.factors:
                left = _Operand(_scaled(b, a.constant), left.at)
            else:
                raise Fault(sign.index, "one side of '*' must be a fixed number")
        return left

    def linear(self, operand: _Operand) -> _Linear:
        if isinstance(operand.value, _Linear):
            return operand.value
        if isinstance(operand.value, _OptionWord):
            raise self.unknown(operand.value.name, operand.at.index)
        raise Fault(operand.at.index, "a number or duration is expected here")

    def factor(self) -> _Operand:
        token = self.token
        if token.kind == "number":
            return self.number()
        if sign := self.accept("-"):
            self.depth += 1
            if self.depth > MAX_LEVELS:
                raise Fault(sign.index, f"this is nested deeper than {MAX_LEVELS} levels")
            operand = self.factor()
            self.depth -= 1
            return _Operand(_scaled(self.linear(operand), Fraction(-1)), sign)
        if self.accept("("):
            operand = self.expression()
            self.expect(")", "to close the bracket")
            if isinstance(operand.value, _Logic):
                return _Operand(_Logic(operand.value.expr), token)
            return operand
        if token.kind == "name" and token.text not in KEYWORDS:
            self.next()
            if self.at("("):
                return self.call(token)
            return self.name(token)
        raise self.unexpected("a question, a number or '(' is expected here")

    def number(self) -> _Operand:
        token = self.next()
        value = Fraction(token.text)
        if self.token.kind == "name" and self.token.text in UNITS:
            return _Operand(_Linear({}, value * UNITS[self.next().text], True), token)
        if self.token.kind == "name" and self.token.text not in KEYWORDS:
            if DUTCH.get(self.token.text) in ("write 'and'", "write 'or'", "write 'not'"):
                raise self.unexpected(f"'{self.token.text}' is not expected here")
            hint = DUTCH.get(self.token.text) or "write day, week, month or year (or days, weeks, months, years)"
            raise Fault(self.token.index, f"'{self.token.text}' is not a unit", hint)
        return _Operand(_Linear({}, value, None), token)

    def name(self, token: Token) -> _Operand:
        match self.scope.types.get(token.text):
            case None:
                if token.text in self.scope.refused or token.text in self.unreadable:
                    raise self.unknown(token.text, token.index)
                return _Operand(_OptionWord(token.text), token)
            case YesNoType():
                return _Operand(_Logic(Yes(token.text)), token)
            case NumberType():
                return _Operand(_Linear({token.text: Fraction(1)}, Fraction(0), False), token)
            case DurationType():
                return _Operand(_Linear({token.text: Fraction(1)}, Fraction(0), True), token)
            case OneType() | ManyType() as kind:
                return _Operand(_Choice(token.text, kind), token)

    # calls

    def call(self, token: Token) -> _Operand:
        name = token.text
        if name not in CALLS:
            raise Fault(token.index, f"unknown function '{name}'", did_you_mean(name, CALLS) or ", ".join(CALLS))
        self.expect("(", "to start the arguments")
        value = self.calls[name](self, token)
        self.expect(")", f"to close '{name}('")
        return _Operand(value, token)

    def conditions(self, token: Token) -> tuple[Expr, ...]:
        if self.at(")"):
            raise Fault(self.token.index, f"'{token.text}' needs something between its brackets")
        args = [self.logic(self.expression())]
        while self.accept(","):
            args.append(self.logic(self.expression()))
        return tuple(args)

    def call_group(self, token: Token) -> _Logic:
        args = self.conditions(token)
        if token.text == "all":
            return _Logic(all_of(args))
        return _Logic(negated(any_of(args)) if token.text == "none" else any_of(args))

    def call_counted(self, token: Token) -> _Logic:
        at = self.token
        if at.kind != "number" or "." in at.text:
            raise self.unexpected(f"'{token.text}' starts with a whole number, for example {token.text}(2, a, b, c)")
        self.next()
        self.expect(",", "after the number")
        args = self.distinct(token)
        return _Logic(self.counted(token.text, int(at.text[:9]), args, at))

    def call_count(self, token: Token) -> _Count:
        return _Count(self.distinct(token))

    def distinct(self, token: Token) -> tuple[Expr, ...]:
        args = self.conditions(token)
        if len(set(args)) < len(args):
            raise Fault(token.index, f"'{token.text}' counts the same thing twice")
        return args

    def call_has_any(self, token: Token) -> _Logic:
        at = self.word("a choice question")
        operand = self.name(at)
        if not isinstance(operand.value, _Choice):
            if isinstance(operand.value, _OptionWord):
                raise self.unknown(at.text, at.index)
            raise Fault(at.index, f"'{at.text}' is not a choice", "write has_any(question, option, option)")
        self.expect(",", "before the options")
        words = [self.word("an option")]
        while self.accept(","):
            words.append(self.word("an option"))
        return _Logic(self.chosen(operand.value, words, at))

    def call_sum(self, token: Token) -> _Linear:
        if self.at(")"):
            raise Fault(self.token.index, "'sum' needs something between its brackets")
        total = self.linear(self.expression())
        while self.accept(","):
            at = self.token
            part = self.linear(self.expression())
            if part.in_days is not total.in_days and True in (part.in_days, total.in_days):
                raise Fault(at.index, "a duration and a number cannot be added")
            total = _added(total, part, Fraction(1))
        return total

    calls: dict[str, Callable[[_Parser, Token], _Logic | _Linear | _Count]] = {
        **dict.fromkeys(("any", "all", "none"), call_group),
        **dict.fromkeys(COUNTS, call_counted),
        "count": call_count,
        "has_any": call_has_any,
        "sum": call_sum,
    }


def _added(a: _Linear, b: _Linear, sign: Fraction) -> _Linear:
    factors = dict(a.factors)
    for name, factor in b.factors.items():
        factors[name] = factors.get(name, Fraction(0)) + sign * factor
    in_days = a.in_days if a.in_days is not None else b.in_days
    return _Linear(factors, a.constant + sign * b.constant, in_days)


def _scaled(a: _Linear, by: Fraction) -> _Linear:
    return _Linear({name: factor * by for name, factor in a.factors.items()}, a.constant * by, a.in_days)


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
    return str(number.numerator) if number.denominator == 1 else f"{float(number):g}"
