"""`enableWhen` of others as typed expressions of ours, or the reason why one cannot be said.

Where a question is not asked, ours has a declared value and theirs has no answer. So a condition on a question that
itself has a condition carries that one along: what stands in for a question that is not asked never opens another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from pathways.fhir.instruments.extensions import judge_extensions
from pathways.fhir.instruments.foreign import Element, decimal_of, keys
from pathways.fhir.instruments.options import OptionKey, option_key
from pathways.language import Chosen, Expr, Op, Yes, all_of, any_of, negated, write
from pathways.language.tokens import MAX_CHARACTERS
from pathways.language.tree import compare
from pathways.model.parts import QuestionType

_OPERATORS: dict[str, Op] = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


@dataclass(frozen=True)
class Asked:
    """A question that conditions below it may read."""

    name: str
    kind: QuestionType
    is_required: bool
    options: Mapping[OptionKey, str]
    middle: Decimal | None
    condition: Expr | None

    @property
    def is_always_answered(self) -> bool:
        """Whether no finished form can lack its answer."""
        return self.is_required and self.condition is None


@dataclass
class Conditions:
    """Translates conditions over the questions asked so far. `others` says why any other linkId cannot be read."""

    asked: dict[str, Asked] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def of(self, item: Element) -> Expr | None:
        """The condition on which an item is asked; None when it has none, or one that is refused."""
        tests = [self._test(when) for when in item.children("enableWhen")]
        if not tests:
            return None
        joined = self._joining(item, len(tests))
        kept = [test for test in tests if test is not None]
        if joined is None or len(kept) < len(tests):
            return None
        return within_limit(item, joined(kept))

    def _joining(self, item: Element, count: int) -> Callable[[Iterable[Expr]], Expr] | None:
        behaviour = item.text("enableBehavior")
        if behaviour is None and count > 1:
            item.refuse("several conditions without enableBehavior", "it must say all or any", "enableBehavior")
            return None
        joined = {None: all_of, "all": all_of, "any": any_of}.get(behaviour)
        if joined is None:
            item.refuse(f"enableBehavior '{behaviour}'", "only all and any are known", "enableBehavior")
        return joined

    def _test(self, when: Element) -> Expr | None:
        when.refuse_strangers(_CONDITION_ELEMENTS, "condition")
        judge_extensions(when)
        link_id = when.text("question") or ""
        operator = when.text("operator") or ""
        kind, value = when.choice("answer")
        question = self.asked.get(link_id)
        if question is None:
            self._refuse_unreadable(when, link_id)
            return None
        if operator != "exists" and operator not in _OPERATORS:
            when.refuse(f"the operator '{operator}'", "it is none of = != < <= > >= exists", "operator")
            return None
        if not kind:
            return None
        test = (
            _exists(when, question, value) if operator == "exists" else _compared(when, question, operator, kind, value)
        )
        if test is None or question.condition is None:
            return test
        return within_limit(when, all_of((question.condition, test)))

    def _refuse_unreadable(self, when: Element, link_id: str) -> None:
        if link_id in self.refused:
            return
        when.refuse(f"a condition on '{link_id[:60]}'", self.others.get(link_id, "there is no such item"), "question")


_CONDITION_ELEMENTS = keys(
    "id extension modifierExtension question operator answerBoolean answerDecimal answerInteger answerDate "
    "answerDateTime answerTime answerString answerCoding answerQuantity answerReference"
)


def within_limit(element: Element, expr: Expr) -> Expr | None:
    """The expression, when it can be written; else None, and the reason told."""
    if len(write(expr)) <= MAX_CHARACTERS:
        return expr
    element.refuse("too long a condition", f"an expression here has at most {MAX_CHARACTERS:,} characters")
    return None


def _exists(when: Element, question: Asked, value: object) -> Expr | None:
    """ "Answered" as "this or not this", which is unknown until there is an answer; "not answered" cannot be said."""
    if value is not True:
        when.refuse("a condition on a missing answer", "here an answer more never hides a question")
        return None
    test = _any_test(question)
    if test is None:
        when.refuse("a condition on a text or date", "they have no value in expressions")
        return None
    return any_of((test, negated(test)))


def _any_test(question: Asked) -> Expr | None:
    if question.kind == "yes_no":
        return Yes(question.name)
    if question.options:
        return Chosen(question.name, (next(iter(question.options.values())),))
    return _number(question, ">=", question.middle) if question.middle is not None else None


def _compared(when: Element, question: Asked, operator: str, kind: str, value: object) -> Expr | None:
    if operator == "!=" and not question.is_always_answered:
        why = "R4 holds it true without an answer too, which cannot be said here; require an answer, without condition"
        when.refuse(f"'!=' on '{question.name}', which may stay open", why)
        return None
    test: Expr | None = None
    is_equality = operator in ("=", "!=")
    if question.kind == "yes_no" and kind == "Boolean" and isinstance(value, bool) and is_equality:
        test = Yes(question.name) if value is (operator == "=") else negated(Yes(question.name))
    elif question.kind == "number" and kind in ("Integer", "Decimal") and (number := decimal_of(value)) is not None:
        test = _number(question, _OPERATORS[operator], number)
    elif question.options and is_equality:
        option = question.options.get(option_key(kind, value))
        if option is None:
            when.refuse("a condition on an answer that is not offered", f"'{question.name}' has no such option")
            return None
        test = Chosen(question.name, (option,))
        test = test if operator == "=" else negated(test)
    if test is None:
        when.refuse(f"'{operator}' with a {kind} on a {question.kind}", "these cannot be compared here")
    return test


def _number(question: Asked, op: Op, number: Decimal) -> Expr:
    return compare({question.name: Fraction(1)}, op, Fraction(number), in_days=False)
