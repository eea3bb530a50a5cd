"""What one person answers to two versions of a question: the same, and else what comes nearest."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import z3

from pathways.model import DONT_KNOW, AnswerOption, Question, Text, Value
from pathways.prove.answers import answer_to
from pathways.prove.sharing import Pair

TEXT = Text("x", "x")


def options(names: str) -> tuple[AnswerOption, ...]:
    """`none_of_these` is the exclusive one."""
    return tuple(AnswerOption(name, TEXT, exclusive=name == "none_of_these") for name in names.split())


def number(low: int, high: int, decimals: int = 0) -> Question:
    return Question("q", "number", TEXT, min=Decimal(low), max=Decimal(high), decimals=decimals)


def choice(names: str) -> Question:
    return Question("q", "one", TEXT, options=options(names))


def several(names: str) -> Question:
    return Question("q", "many", TEXT, options=options(names))


DOUBTING, SURE = Question("q", "yes_no", TEXT, dont_know=True), Question("q", "yes_no", TEXT)


def possible_after(old: Question, new: Question, value: Value) -> set[Any]:
    """What somebody who answered this to the old question may answer to the new one; None is nothing yet."""
    return {after for before, after in everyone(old, new) if before == value}


def everyone(old: Question, new: Question) -> Iterator[tuple[Value, Value]]:
    """Everybody's answers to both."""
    before, after = answer_to(old), answer_to(new, "'")
    solver = z3.Solver()
    solver.add(before.is_possible(), after.is_possible(), Pair(before, after).is_honest)
    while solver.check() == z3.sat:
        model = solver.model()
        yield before.read(model), after.read(model)
        # An answer that is not given may have any value: it is the same person.
        solver.add(z3.Or([_differs(one, model) for one in (before, after)]))


def _differs(answer: Any, model: z3.ModelRef) -> Any:
    flags = (answer.given, answer.dont_know)
    is_given = z3.is_true(model.eval(answer.given, model_completion=True))
    told = (*flags, *answer.said) if is_given else flags
    return z3.Or([one != model.eval(one, model_completion=True) for one in told])


@pytest.mark.parametrize(
    ("old", "new", "value", "after"),
    [
        # a choice that lost an option: only who chose it answers otherwise
        (choice("a b c"), choice("a b"), "a", {"a"}),
        (choice("a b c"), choice("a b"), None, {None}),
        (choice("a b c"), choice("a b"), "c", {"a", "b", None}),
        # a choice that gained one: it may be what anybody would have chosen
        (choice("a b"), choice("a b c"), "a", {"a", "c"}),
        (choice("a b"), choice("a b c"), None, {None, "c"}),
        (choice("a b"), choice("b a"), "a", {"a"}),
        (choice("a b c"), choice("a b d"), "c", {"a", "b", "d", None}),
        # several choices: what both offer stays chosen
        (several("a b none_of_these"), several("a none_of_these"), ("a",), {("a",)}),
        (several("a b none_of_these"), several("a none_of_these"), ("a", "b"), {("a",), None}),
        (several("a b none_of_these"), several("a none_of_these"), ("b",), {("none_of_these",), None}),
        (several("a none_of_these"), several("a b none_of_these"), ("none_of_these",), {("none_of_these",), ("b",)}),
        (several("a none_of_these"), several("a b none_of_these"), ("a",), {("a",), ("a", "b")}),
        # bounds that moved: who lies beyond them comes as near as they can
        (number(0, 9), number(2, 5), 3, {3}),
        (number(0, 9), number(2, 5), 8, {5}),
        (number(0, 9), number(2, 5), 0, {2}),
        (number(0, 5), number(0, 7), 5, {5, 6, 7}),
        (number(0, 5), number(0, 7), 4, {4}),
        # decimals that came or went: rounded
        (number(0, 2), number(0, 2, decimals=1), 1, {Decimal(n).scaleb(-1) for n in range(5, 16)}),
        (number(0, 2, decimals=1), number(0, 2), Decimal("1.2"), {1}),
        (number(0, 2, decimals=1), number(0, 2), Decimal("1.5"), {1, 2}),
        # "don't know" that is not offered any more
        (DOUBTING, SURE, DONT_KNOW, {True, False, None}),
        (DOUBTING, SURE, True, {True}),
        (SURE, DOUBTING, True, {True, DONT_KNOW}),
    ],
)  # fmt: skip
def test_who_can_say_the_same_does_and_else_what_comes_nearest(
    old: Question, new: Question, value: Value, after: set[Any]
) -> None:
    assert possible_after(old, new, value) == after


@pytest.mark.parametrize("question", [choice("a b"), several("a none_of_these"), number(0, 3, 1), DOUBTING, SURE])
def test_nobody_answers_an_unchanged_question_otherwise(question: Question) -> None:
    assert all(before == after for before, after in everyone(question, replace(question, help=TEXT)))


def test_who_answers_otherwise_is_known_to() -> None:
    pair = Pair(answer_to(choice("a b c")), answer_to(choice("a b"), "'"))
    solver = z3.Solver()
    solver.add(pair.before.is_possible(), pair.after.is_possible(), pair.is_honest, pair.before.given)
    solver.add(z3.Not(pair.is_same), pair.before.said[0] != 2)
    assert solver.check() == z3.unsat
