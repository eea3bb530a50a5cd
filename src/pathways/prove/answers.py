"""The answers of one person as the solver's variables: per question whether it was answered, "don't know", and what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import z3

from pathways.model import DONT_KNOW, RULE_TYPES, Question, Value
from pathways.model.effective import stored
from pathways.prove.truth import Choice, Formula, Number, Truth, all_of, any_of, both, certain, implies, no

MANY = ("many", "body")


@dataclass(frozen=True)
class Answer:
    """One answer, open. Neither `given` nor `dont_know`: not answered yet.

    `said` holds the variables of the value: one for yes/no (a truth), number, duration (whole) and single choice (the
    place of the option), and one per option for several choices. None for what rules never read.
    """

    question: Question
    given: Formula
    dont_know: Formula
    said: tuple[Any, ...]

    @property
    def variables(self) -> tuple[Any, ...]:
        return (self.given, self.dont_know, *self.said)

    def is_possible(self) -> Formula:
        """What the form itself sees to: a value within its bounds, never a value and "don't know" at once."""
        may = True if self.question.dont_know else no(self.dont_know)
        return all_of((no(both(self.given, self.dont_know)), may, *self._is_within()))

    def _is_within(self) -> Iterable[Formula]:
        question = self.question
        match question.type:
            case "number" | "duration":
                low, high = bounds(question)
                yield from (self.said[0] >= low, self.said[0] <= high)
            case "one":
                yield from (self.said[0] >= 0, self.said[0] < len(question.options))
            case "many" | "body":
                yield any_of(self.said)
                for option, chosen in zip(question.options, self.said, strict=True):
                    if option.exclusive:
                        yield implies(chosen, _alone(chosen, self.said))

    def read(self, model: z3.ModelRef) -> Value:
        """The answer in a solution; None when not answered."""
        if z3.is_true(model.eval(self.dont_know, model_completion=True)):
            return DONT_KNOW
        if not z3.is_true(model.eval(self.given, model_completion=True)):
            return None
        return self._value([model.eval(one, model_completion=True) for one in self.said])

    def _value(self, said: list[Any]) -> Value:
        question = self.question
        match question.type:
            case "yes_no":
                return bool(z3.is_true(said[0]))
            case "number" if question.decimals:
                return Decimal(said[0].as_long()).scaleb(-question.decimals)
            case "number" | "duration":
                return int(said[0].as_long())
            case "one":
                return question.options[int(said[0].as_long())].id
            case _:
                return tuple(o.id for o, one in zip(question.options, said, strict=True) if z3.is_true(one))


def _alone(chosen: Formula, every: Iterable[Formula]) -> Formula:
    """No other option beside this one."""
    return all_of(no(other) for other in every if other is not chosen)


def bounds(question: Question) -> tuple[int, int]:
    """The lowest and the highest number, in the whole steps that rules count in."""
    low, high = stored(question, question.min), stored(question, question.max)
    return int(low), int(high)


def answer_to(question: Question, copy: str = "") -> Answer:
    """Fresh variables for one question. `copy` sets a second person apart from the first."""
    name = f"{question.id}{copy}"
    return Answer(question, z3.Bool(f"{name}?"), z3.Bool(f"{name}??"), tuple(_said(question, name)))


def _said(question: Question, name: str) -> Iterable[Any]:
    match question.type:
        case "yes_no":
            yield z3.Bool(name)
        case "number" | "duration" | "one":
            yield z3.Int(name)
        case "many" | "body":
            yield from (z3.Bool(f"{name}={option.id}") for option in question.options)


def answers_to(questions: Mapping[str, Question], copy: str = "") -> dict[str, Answer]:
    """Fresh variables for these questions."""
    return {name: answer_to(question, copy) for name, question in questions.items()}


# ── what rules see of an answer: known or not, and the hidden value where it is not asked


def seen(answer: Answer, counts: Formula, hidden: Formula) -> Truth | Number | Choice | None:
    """An answer as rules see it: what was said when it `counts`, `if_hidden` when `hidden`; None for other types."""
    question, said = answer.question, answer.said
    if question.type not in RULE_TYPES:
        return None
    known = both(counts, answer.given)
    instead = unasked(question)
    match question.type:
        case "yes_no":
            assert isinstance(instead, Truth)
            return Truth(
                any_of((both(known, said[0]), both(hidden, instead.yes))),
                any_of((both(known, no(said[0])), both(hidden, instead.no))),
            )
        case "number" | "duration":
            assert not isinstance(instead, Truth | Choice)
            cases = [(known, said[0], 10**question.decimals)]
            return cases + [(both(hidden, guard), units, parts) for guard, units, parts in instead]
        case "one":
            chosen: Any = {option.id: said[0] == place for place, option in enumerate(question.options)}
        case _:
            chosen = {option.id: one for option, one in zip(question.options, said, strict=True)}
    assert isinstance(instead, Choice)
    return Choice(
        any_of((known, both(hidden, instead.known))),
        {name: any_of((both(known, one), both(hidden, instead.chosen[name]))) for name, one in chosen.items()},
    )


def unasked(question: Question) -> Truth | Number | Choice:
    """What rules see of a question that is hidden, or on no form that counts: its `if_hidden`."""
    value = question.if_hidden
    match question.type:
        case "yes_no":
            return Truth(False, False) if value is None else certain(value is True)
        case "number" | "duration":
            return [] if value is None else [(True, int(stored(question, value)), 10**question.decimals)]
        case _:
            held = value if isinstance(value, tuple) else (value,)
            return Choice(value is not None, {option.id: option.id in held for option in question.options})
