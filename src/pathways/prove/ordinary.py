"""What is ordinary: the answers that nobody looks up from, for examples in which only the point stands out."""

from __future__ import annotations

from dataclasses import replace

import z3

from pathways.model import Question, Value
from pathways.model.effective import stored
from pathways.prove.answers import Answer
from pathways.prove.truth import Formula, all_of, no


def ordinary(question: Question) -> Value:
    """The answer that nobody looks up from: what rules assume unasked, else no, the lowest number, the first option."""
    if question.if_hidden is not None:
        return question.if_hidden
    match question.type:
        case "yes_no":
            return False
        case "number" | "duration":
            return question.min if question.decimals else int(question.min)
        case "one":
            return question.options[0].id
        case _:
            return tuple(option.id for option in question.options if option.exclusive)[:1] or None


def is_ordinary(answer: Answer) -> Formula:
    """The twin of `ordinary`."""
    question, value = answer.question, ordinary(answer.question)
    match question.type:
        case "yes_no":
            return answer.said[0] if value is True else no(answer.said[0])
        case "number" | "duration":
            return answer.said[0] == int(stored(question, value))
        case "one":
            return answer.said[0] == place_of(question, value)
        case "many" | "body":
            chosen = value if isinstance(value, tuple) else ()
            return all_of(
                one if option.id in chosen else no(one)
                for option, one in zip(question.options, answer.said, strict=True)
            )
        case _:
            return True


def settled(answer: Answer) -> Answer:
    """The ordinary answer, nothing left to find."""
    question, value = answer.question, ordinary(answer.question)
    match question.type:
        case "yes_no":
            return replace(answer, said=(value is True,))
        case "number" | "duration":
            return replace(answer, said=(z3.IntVal(int(stored(question, value))),))
        case "one":
            return replace(answer, said=(z3.IntVal(place_of(question, value)),))
        case "many" | "body":
            chosen = value if isinstance(value, tuple) else ()
            return replace(answer, said=tuple(option.id in chosen for option in question.options))
        case _:
            return answer


def place_of(question: Question, value: Value) -> int:
    return [option.id for option in question.options].index(str(value))
