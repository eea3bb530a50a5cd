"""A condition in words, true to its tree: no less, no more, and what is grouped stays grouped.

"Yes to “Fever”" is true when fever was answered yes, "no to “Fever”" when it was answered no. What was not answered,
or answered "don't know", makes neither true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from pathways.explain import say
from pathways.language import And, AtLeast, Chosen, Compare, Expr, Not, Op, Or, Term, Yes, all_of, any_of, negated
from pathways.model import Pathway, Question, Text, duration_parts
from pathways.model.messages import decimal_text

_COMPARED: dict[Op, Text] = {
    "==": Text("is precies", "is exactly"),
    "!=": Text("is niet", "is not"),
    "<": Text("is minder dan", "is less than"),
    "<=": Text("is hoogstens", "is at most"),
    ">": Text("is meer dan", "is more than"),
    ">=": Text("is minstens", "is at least"),
}
_OPPOSITE: dict[Op, Op] = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_AND, _OR = Text("en", "and"), Text("of", "or")
_ALL = Text("al deze", "all of these")
_ANY = Text("één of meer van deze", "one or more of these")
_COUNTED = Text("{count} of meer van deze {total}", "{count} or more of these {total}")
_FEWER = Text("niet meer dan {count} van deze {total}", "no more than {count} of these {total}")
_YES, _NO = Text("ja op", "yes to"), Text("nee op", "no to")
_HOLDS = Text("geldt", "holds")
_HOLDS_NOT = Text("geldt niet", "does not hold")
_ONE_OF = Text("één van", "one of")
_NONE_OF = Text("geen van", "none of")
_DAYS = Text("{count} dagen", "{count} days")
_PLUS, _MINUS, _TIMES = Text("plus", "plus"), Text("min", "minus"), Text("keer", "times")

#: Groups of more parts than this are told as a list with a head.
SHORT = 3


@dataclass(frozen=True, slots=True)
class Named:
    """A question, definition or score, as people know it."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that is true or not. `lead` stands before it: "yes to", "no to"."""

    parts: tuple[str | Named, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Several, of which all, one, or so many must be true. `joint` is the word between two of them, `lead` theirs."""

    head: str
    joint: str | None
    parts: tuple[Reading, ...]
    lead: str = ""


Reading = Said | Group


def in_words(expr: Expr, pathway: Pathway, language: str = "nl") -> str:
    """A condition as a sentence without full stop."""
    return sentence(reading(expr, pathway, language))


def reading(expr: Expr, pathway: Pathway, language: str) -> Reading:
    """A condition as something to tell, as a sentence or as a list."""
    return _Reader(pathway, language).read(expr)


def sentence(told: Reading) -> str:
    """It in one line; groups inside groups stand between brackets.

    A short group says its lead with each part: "no to A or B" could be taken for "neither".
    """
    match told:
        case Said(parts, lead):
            text = "".join(f"“{part.label}”" if isinstance(part, Named) else part for part in parts)
            return f"{lead} {text}" if lead else text
        case Group(_, str() as joint, parts, lead) if len(parts) <= SHORT:
            return f" {joint} ".join(_bracketed(replace(part, lead=lead or part.lead)) for part in parts)
        case Group(head, _, parts, lead):
            return f"{lead} {head}: {'; '.join(map(_bracketed, parts))}".strip()
        case _:
            assert_never(told)


def _bracketed(told: Reading) -> str:
    return f"({sentence(told)})" if isinstance(told, Group) else sentence(told)


def label_of(name: str, pathway: Pathway, language: str) -> str:
    """What people call a definition, a score or a question: the therapist's term, else the plain label."""
    if name in pathway.definitions:
        return pathway.definitions[name].label.in_(language)
    if name in pathway.scores:
        return pathway.scores[name].label.in_(language)
    question = pathway.questions[name]
    return (question.term or question.plain or question.ask).in_(language)


def _opened(part: Reading, joint: str) -> Iterator[Reading]:
    """The parts of a group that says "and" inside one that says "and"; likewise "or"."""
    if isinstance(part, Group) and part.joint == joint:
        for inner in part.parts:
            yield from _opened(replace(inner, lead=part.lead or inner.lead), joint)
    else:
        yield part


def _bundled(head: str, joint: str, parts: list[Reading]) -> list[Reading]:
    """Many that begin with the same words told as one, where the first of them stands. Order means nothing here."""
    many = {lead for lead, count in Counter(part.lead for part in parts).items() if lead and count > SHORT}
    if not many or len(many) == len({part.lead for part in parts}) == 1:
        return parts
    bundles = {lead: tuple(part for part in parts if part.lead == lead) for lead in many}
    first = {id(bundle[0]): _with_one_lead(Group(head, joint, bundle)) for bundle in bundles.values()}
    return [first.get(id(part), part) for part in parts if part.lead not in many or id(part) in first]


def _with_one_lead(group: Group) -> Group:
    """What all begin with, said once: "yes to one or more of these"."""
    leads = {part.lead for part in group.parts}
    if len(leads) != 1 or not all(isinstance(part, Said) for part in group.parts):
        return group
    return replace(group, parts=tuple(replace(part, lead="") for part in group.parts), lead=leads.pop())


@dataclass(frozen=True)
class _Reader:
    pathway: Pathway
    language: str

    def read(self, expr: Expr) -> Reading:
        match expr:
            case Yes(name):
                return self.yes_no(name, wanted=True)
            case Chosen(name, options):
                return self.chosen(name, options, wanted=True)
            case Compare():
                return self.compared(expr)
            case Not(arg):
                return self.denied(arg)
            case And(args):
                return self.group(_ALL.in_(self.language), _AND, args)
            case Or(args):
                return self.group(_ANY.in_(self.language), _OR, args)
            case AtLeast(count, args):
                return self.group(self.counted(_COUNTED, count, args), None, args)
            case _:
                assert_never(expr)

    def denied(self, expr: Expr) -> Reading:
        """The opposite, told without "not (…)": "not any" is "all not", "not at least 3" is "at most 2"."""
        match expr:
            case Yes(name):
                return self.yes_no(name, wanted=False)
            case Chosen(name, options):
                return self.chosen(name, options, wanted=False)
            case Compare(terms, op, bound, in_days):
                return self.compared(Compare(terms, _OPPOSITE[op], bound, in_days))
            case Not(arg):
                return self.read(arg)
            case And(args):
                return self.read(any_of(negated(arg) for arg in args))
            case Or(args):
                return self.read(all_of(negated(arg) for arg in args))
            case AtLeast(count, args):
                return self.group(self.counted(_FEWER, count - 1, args), None, args)
            case _:
                assert_never(expr)

    def counted(self, head: Text, count: int, args: tuple[Expr, ...]) -> str:
        return head.in_(self.language).format(count=count, total=len(args))

    def group(self, head: str, joint: Text | None, args: tuple[Expr, ...]) -> Group:
        parts = [self.read(arg) for arg in args]
        word = None if joint is None else joint.in_(self.language)
        if word is not None:
            parts = _bundled(head, word, [inner for part in parts for inner in _opened(part, word)])
        return _with_one_lead(Group(head, word, tuple(parts)))

    # ── one thing

    def named(self, name: str) -> Named:
        return Named(name, label_of(name, self.pathway, self.language))

    def yes_no(self, name: str, *, wanted: bool) -> Said:
        if name in self.pathway.definitions:
            return Said((self.named(name), f" {(_HOLDS if wanted else _HOLDS_NOT).in_(self.language)}"))
        return Said((self.named(name),), (_YES if wanted else _NO).in_(self.language))

    def chosen(self, name: str, options: tuple[str, ...], *, wanted: bool) -> Said:
        known = self.pathway.questions[name].option
        said = ", ".join(f"‘{known[option].label.in_(self.language)}’" for option in options)
        if len(options) > 1 or not wanted:
            said = f"{(_ONE_OF if wanted else _NONE_OF).in_(self.language)} {said}"
        return Said((self.named(name), f": {said}"))

    def compared(self, expr: Compare) -> Said:
        terms = [part for term in expr.terms for part in self.term(term, is_first=term is expr.terms[0])]
        return Said((*terms, f" {_COMPARED[expr.op].in_(self.language)} {self.bound(expr)}"))

    def term(self, term: Term, *, is_first: bool) -> tuple[str | Named, ...]:
        joint = "" if is_first else f" {(_PLUS if term.factor > 0 else _MINUS).in_(self.language)} "
        size = "" if abs(term.factor) == 1 else f"{abs(term.factor)} {_TIMES.in_(self.language)} "
        return f"{joint}{size}", self.named(term.name)

    def bound(self, expr: Compare) -> str:
        number = _decimal(expr.bound)
        if number is None:
            return str(expr.bound)
        if expr.in_days:
            return (
                time_said(int(number), self.language) if number == int(number) else decimal_text(number, self.language)
            )
        question = self.pathway.questions.get(expr.terms[0].name)
        if question is None or len(expr.terms) > 1 or expr.terms[0].factor != 1:
            return decimal_text(number, self.language)
        return say(question, number, self.language)


def time_said(days: int, language: str) -> str:
    """A time as it was meant, with the days that count: a month is 30 days here, and a year 365."""
    said = say(Question("time", "duration", Text("", "")), days, language)
    exact = _DAYS.in_(language).format(count=days)
    return said if duration_parts(days)[1] == "days" else f"{said} ({exact})"


def _decimal(bound: Fraction) -> Decimal | None:
    """A bound as people write it; None when it has no end."""
    number = Decimal(bound.numerator) / Decimal(bound.denominator)
    if Fraction(number) != bound:
        return None
    return number.quantize(Decimal(1)) if bound.denominator == 1 else number
