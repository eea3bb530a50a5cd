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

from collections.abc import Callable
from fractions import Fraction

from pathways.language.tokens import Fault, Token, tokenize
from pathways.language.tree import Chosen, Expr, Op, Yes, all_of, any_of, negated
from pathways.language.types import DAYS_IN, DurationType, ManyType, NumberType, OneType, YesNoType
from pathways.language.typing import (
    CALLS,
    COUNTS,
    DUTCH,
    AlreadyTold,
    Choice,
    Count,
    Linear,
    Logic,
    Operand,
    OptionWord,
    Scope,
    Typing,
    added,
    scaled,
)
from pathways.source import Formula, Problems, did_you_mean

MAX_LEVELS = 60
COMPARISONS: tuple[Op, ...] = ("==", "!=", "<=", ">=", "<", ">")
KEYWORDS = ("and", "or", "not", "in")
UNITS = {**DAYS_IN, **{f"{unit}s": days for unit, days in DAYS_IN.items()}}


def parse(formula: Formula, scope: Scope, problems: Problems) -> Expr | None:
    """The tree of an expression; None when it is faulty (told in `problems`) or rests on something that is."""
    try:
        return _Parser(str(formula), Typing(scope, problems.unreadable)).whole()
    except Fault as fault:
        problems.add(formula.place.later(fault.index), fault.message, fault.hint)
    except AlreadyTold:
        pass
    return None


class _Parser:
    def __init__(self, text: str, typing: Typing) -> None:
        self.tokens = tokenize(text)
        self.position = 0
        self.depth = 0
        self.typing = typing

    # reading tokens

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    def next(self) -> Token:
        token = self.tokens[self.position]
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
        if len(self.tokens) == 1:
            raise Fault(0, "an expression is missing here")
        operand = self.expression()
        if self.token.kind != "end":
            if isinstance(operand.value, OptionWord) and operand.value.name in DUTCH:
                raise self.typing.unknown(operand.value.name, operand.at.index)
            raise self.unexpected(f"'{self.token.text}' is not expected here")
        return self.typing.logic(operand)

    def expression(self) -> Operand:
        self.depth += 1
        if self.depth > MAX_LEVELS:
            raise Fault(self.token.index, f"this is nested deeper than {MAX_LEVELS} levels", "use definitions")
        operand = self.disjunction()
        self.depth -= 1
        return operand

    def disjunction(self) -> Operand:
        first = self.conjunction()
        if not self.at("or"):
            return first
        operands = [first]
        while sign := self.accept("or"):
            operands.append(self.conjunction())
            for operand in operands[-2:]:
                if isinstance(operand.value, Logic) and operand.value.is_bare_and:
                    hint = "put brackets around the part that belongs together: (a and b) or c"
                    raise Fault(sign.index, "'and' and 'or' are mixed without brackets", hint)
        return Operand(Logic(any_of([self.typing.logic(operand) for operand in operands])), first.at)

    def conjunction(self) -> Operand:
        first = self.negation()
        if not self.at("and"):
            return first
        operands = [first]
        while self.accept("and"):
            operands.append(self.negation())
        conjunction = all_of([self.typing.logic(operand) for operand in operands])
        return Operand(Logic(conjunction, is_bare_and=True), first.at)

    def negation(self) -> Operand:
        if (sign := self.accept("not")) is None:
            return self.comparison()
        self.depth += 1
        if self.depth > MAX_LEVELS:
            raise Fault(sign.index, f"this is nested deeper than {MAX_LEVELS} levels", "use definitions")
        operand = self.negation()
        self.depth -= 1
        return Operand(Logic(negated(self.typing.logic(operand))), sign)

    # comparison

    def comparison(self) -> Operand:
        left = self.sum()
        if self.at(*COMPARISONS):
            return self.comparison_chain(left)
        if self.at("in") or (self.at("not") and self.tokens[self.position + 1].text == "in"):
            is_not = self.accept("not") is not None
            self.expect("in", "after 'not'")
            expr = self.membership(left)
            return Operand(Logic(negated(expr) if is_not else expr, is_comparison=True), left.at)
        return left

    def comparison_chain(self, left: Operand) -> Operand:
        first, parts = left, []
        while sign := self.accept(*COMPARISONS):
            right = self.sum()
            op: Op = next(op for op in COMPARISONS if op == sign.text)
            parts.append(self.typing.compared(left, op, sign, right))
            left = right
        return Operand(Logic(all_of(parts), is_comparison=True), first.at)

    def membership(self, left: Operand) -> Expr:
        if self.at("{"):
            return self.member_of_set(left)
        right = self.sum()
        if not isinstance(right.value, Choice) or not isinstance(right.value.type, ManyType):
            if isinstance(right.value, OptionWord):
                raise self.typing.unknown(right.value.name, right.at.index)
            hint = "write 'option in question', or 'question in {one, two}'"
            raise Fault(right.at.index, "only a multiple choice or a set can stand after 'in'", hint)
        if not isinstance(left.value, OptionWord):
            hint = f"options of '{right.value.name}': {', '.join(right.value.type.options[:12])}"
            raise Fault(left.at.index, "an option is expected before 'in'", hint)
        name = right.value.name
        return Chosen(name, (self.typing.option_of(name, right.value.type.options, left.value.name, left.at),))

    def member_of_set(self, left: Operand) -> Expr:
        words = self.set_words()
        if isinstance(left.value, Linear) and (kind := self.typing.banded(left.value)):
            name = next(iter(left.value.factors))
            return any_of([self.typing.in_band(name, kind, word.text, word) for word in words])
        if isinstance(left.value, OptionWord):
            raise self.typing.unknown(left.value.name, left.at.index)
        if not isinstance(left.value, Choice) or isinstance(left.value.type, ManyType):
            hint = "for a multiple choice write has_any(question, one, two)"
            raise Fault(left.at.index, "only a single choice or a score with bands can be 'in' a set", hint)
        return self.typing.chosen(left.value, words, left.at)

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

    def sum(self) -> Operand:
        left = self.term()
        while sign := self.accept("+", "-"):
            right = self.term()
            a, b = self.typing.linear(left), self.typing.linear(right)
            if a.in_days is not b.in_days and True in (a.in_days, b.in_days):
                hint = "write a unit, for example '6 weeks'"
                raise Fault(sign.index, "a duration and a number cannot be added", hint)
            left = Operand(added(a, b, Fraction(1 if sign.text == "+" else -1)), left.at)
        return left

    def term(self) -> Operand:
        left = self.factor()
        while sign := self.accept("*", "/"):
            right = self.factor()
            a, b = self.typing.linear(left), self.typing.linear(right)
            if sign.text == "/":
                if b.factors or b.in_days:
                    raise Fault(right.at.index, "only a fixed number can stand after '/'")
                if b.constant == 0:
                    raise Fault(right.at.index, "dividing by 0 is not possible")
                left = Operand(scaled(a, 1 / b.constant), left.at)
            elif b.in_days is None and not b.factors:
                left = Operand(scaled(a, b.constant), left.at)
            elif a.in_days is None and not a.factors:
                left = Operand(scaled(b, a.constant), left.at)
            else:
                raise Fault(sign.index, "one side of '*' must be a fixed number")
        return left

    def factor(self) -> Operand:
        token = self.token
        if token.kind == "number":
            return self.number()
        if sign := self.accept("-"):
            self.depth += 1
            if self.depth > MAX_LEVELS:
                raise Fault(sign.index, f"this is nested deeper than {MAX_LEVELS} levels")
            operand = self.factor()
            self.depth -= 1
            return Operand(scaled(self.typing.linear(operand), Fraction(-1)), sign)
        if self.accept("("):
            operand = self.expression()
            self.expect(")", "to close the bracket")
            if isinstance(operand.value, Logic):
                return Operand(Logic(operand.value.expr), token)
            return operand
        if token.kind == "name" and token.text not in KEYWORDS:
            self.next()
            if self.at("("):
                return self.call(token)
            return self.name(token)
        raise self.unexpected("a question, a number or '(' is expected here")

    def number(self) -> Operand:
        token = self.next()
        value = Fraction(token.text)
        if self.token.kind == "name" and self.token.text in UNITS:
            return Operand(Linear({}, value * UNITS[self.next().text], True), token)
        if self.token.kind == "name" and self.token.text not in KEYWORDS:
            if DUTCH.get(self.token.text) in ("write 'and'", "write 'or'", "write 'not'"):
                raise self.unexpected(f"'{self.token.text}' is not expected here")
            hint = DUTCH.get(self.token.text) or "write day, week, month or year (or days, weeks, months, years)"
            raise Fault(self.token.index, f"'{self.token.text}' is not a unit", hint)
        return Operand(Linear({}, value, None), token)

    def name(self, token: Token) -> Operand:
        match self.typing.scope.types.get(token.text):
            case None:
                if token.text in self.typing.scope.refused or token.text in self.typing.unreadable:
                    raise self.typing.unknown(token.text, token.index)
                return Operand(OptionWord(token.text), token)
            case YesNoType():
                return Operand(Logic(Yes(token.text)), token)
            case NumberType():
                return Operand(Linear({token.text: Fraction(1)}, Fraction(0), False), token)
            case DurationType():
                return Operand(Linear({token.text: Fraction(1)}, Fraction(0), True), token)
            case OneType() | ManyType() as kind:
                return Operand(Choice(token.text, kind), token)

    # calls

    def call(self, token: Token) -> Operand:
        name = token.text
        if name not in CALLS:
            raise Fault(
                token.index, f"unknown function '{name}'", did_you_mean(name, CALLS) or f"known: {', '.join(CALLS)}"
            )
        self.expect("(", "to start the arguments")
        value = self.calls[name](self, token)
        self.expect(")", f"to close '{name}('")
        return Operand(value, token)

    def conditions(self, token: Token) -> tuple[Expr, ...]:
        if self.at(")"):
            raise Fault(self.token.index, f"'{token.text}' needs something between its brackets")
        args = [self.typing.logic(self.expression())]
        while self.accept(","):
            args.append(self.typing.logic(self.expression()))
        return tuple(args)

    def call_group(self, token: Token) -> Logic:
        args = self.conditions(token)
        if token.text == "all":
            return Logic(all_of(args))
        return Logic(negated(any_of(args)) if token.text == "none" else any_of(args))

    def call_counted(self, token: Token) -> Logic:
        at = self.token
        if at.kind != "number" or "." in at.text:
            raise self.unexpected(f"'{token.text}' starts with a whole number, for example {token.text}(2, a, b, c)")
        self.next()
        self.expect(",", "after the number")
        args = self.distinct(token)
        return Logic(self.typing.counted(token.text, int(at.text[:9]), args, at))

    def call_count(self, token: Token) -> Count:
        return Count(self.distinct(token))

    def distinct(self, token: Token) -> tuple[Expr, ...]:
        args = self.conditions(token)
        if len(set(args)) < len(args):
            raise Fault(token.index, f"'{token.text}' counts the same thing twice")
        return args

    def call_has_any(self, token: Token) -> Logic:
        at = self.word("a choice question")
        operand = self.name(at)
        if not isinstance(operand.value, Choice):
            if isinstance(operand.value, OptionWord):
                raise self.typing.unknown(at.text, at.index)
            raise Fault(at.index, f"'{at.text}' is not a choice", "write has_any(question, option, option)")
        self.expect(",", "before the options")
        words = [self.word("an option")]
        while self.accept(","):
            words.append(self.word("an option"))
        return Logic(self.typing.chosen(operand.value, words, at))

    def call_sum(self, token: Token) -> Linear:
        if self.at(")"):
            raise Fault(self.token.index, "'sum' needs something between its brackets")
        total = self.typing.linear(self.expression())
        while self.accept(","):
            at = self.token
            part = self.typing.linear(self.expression())
            if part.in_days is not total.in_days and True in (part.in_days, total.in_days):
                raise Fault(at.index, "a duration and a number cannot be added")
            total = added(total, part, Fraction(1))
        return total

    calls: dict[str, Callable[[_Parser, Token], Logic | Linear | Count]] = {
        **dict.fromkeys(("any", "all", "none"), call_group),
        **dict.fromkeys(COUNTS, call_counted),
        "count": call_count,
        "has_any": call_has_any,
        "sum": call_sum,
    }
