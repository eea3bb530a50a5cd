from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from pathways.language import And, AtLeast, Chosen, Compare, Expr, Not, Or, Term, Yes
from pathways.language.meaning import Layout, condition, settled, waiting

LAYOUT = Layout(
    index={"a": 0, "b": 1, "c": 2, "n": 3, "m": 4, "one": 5, "many": 6, "score": 7},
    scale={"a": 1, "b": 1, "c": 1, "n": 1, "m": 10, "one": 1, "many": 1, "score": 1},
    is_many=frozenset({"many"}),
    is_fraction=frozenset({"score"}),
)
A, B, C = Yes("a"), Yes("b"), Yes("c")
NESTED = Or((And((A, Not(B))), C))


def truth(expr: Expr, **values: Any) -> bool | None:
    cells: list[Any] = [None] * len(LAYOUT.index)
    for name, value in values.items():
        cells[LAYOUT.index[name]] = value
    return condition(expr, LAYOUT)(cells)


@pytest.mark.parametrize(("a", "b"), list(product([True, False, None], repeat=2)))
def test_and_or_not_are_kleene(a: bool | None, b: bool | None) -> None:
    both = False if False in (a, b) else None if None in (a, b) else True
    either = True if True in (a, b) else None if None in (a, b) else False
    assert truth(And((A, B)), a=a, b=b) is both
    assert truth(Or((A, B)), a=a, b=b) is either
    assert truth(Not(A), a=a) is (None if a is None else not a)
    # The same through the general path, which plain names do not take.
    assert truth(And((A, Not(Not(B)))), a=a, b=b) is both
    assert truth(Or((A, Not(Not(B)))), a=a, b=b) is either


def test_a_count_is_sure_as_soon_as_the_unknown_ones_cannot_change_it() -> None:
    two = AtLeast(2, (A, B, C))
    assert truth(two, a=True, b=True) is True
    assert truth(two, a=False, b=False) is False
    assert truth(two, a=True, b=False) is None
    assert truth(two, a=True) is None


def test_a_comparison_with_an_unknown_side_is_unknown() -> None:
    assert truth(Compare((Term("n", 1),), ">=", Fraction(3), in_days=False)) is None
    assert truth(Compare((Term("m", 1), Term("n", 1)), ">=", Fraction(3), in_days=False), n=3) is None


@pytest.mark.parametrize("op", ["<", "<=", ">", ">=", "==", "!="])
@pytest.mark.parametrize("bound", [Fraction(3), Fraction(7, 2), Fraction(10, 3), Fraction(-1, 2)])
@pytest.mark.parametrize("factor", [1, 3])
def test_a_whole_number_meets_every_bound_exactly(op: Any, bound: Fraction, factor: int) -> None:
    compares = {
        "<": lambda x: x < bound,
        "<=": lambda x: x <= bound,
        ">": lambda x: x > bound,
        ">=": lambda x: x >= bound,
        "==": lambda x: x == bound,
        "!=": lambda x: x != bound,
    }[op]
    expr = Compare((Term("n", factor),), op, bound, in_days=False)
    for n in range(-5, 12):
        assert truth(expr, n=n) is compares(Fraction(factor * n))


def test_scaled_decimals_and_fractions_of_scores_compare_exactly() -> None:
    warm = Compare((Term("m", 1),), ">=", Fraction(77, 2), in_days=False)
    assert truth(warm, m=385) is True
    assert truth(warm, m=384) is False
    mixed = Compare((Term("m", 1), Term("n", -1)), ">", Fraction(1, 10), in_days=False)
    assert truth(mixed, m=11, n=1) is False
    assert truth(mixed, m=12, n=1) is True
    third = Compare((Term("score", 3),), ">=", Fraction(1), in_days=False)
    assert truth(third, score=Fraction(1, 3)) is True


def test_a_choice_is_among_and_a_multiple_choice_overlaps() -> None:
    assert truth(Chosen("one", ("x", "y")), one="y") is True
    assert truth(Chosen("one", ("x", "y")), one="z") is False
    assert truth(Chosen("many", ("x", "y")), many=("z", "y")) is True
    assert truth(Chosen("many", ("x", "y")), many=("z",)) is False
    assert truth(Chosen("many", ("x", "y"))) is None


def test_only_unknown_leaves_under_unknown_branches_are_waited_for() -> None:
    def waits(**values: Any) -> set[str]:
        cells: list[Any] = [None] * len(LAYOUT.index)
        for name, value in values.items():
            cells[LAYOUT.index[name]] = value
        found: set[str] = set()
        waiting(NESTED, LAYOUT)(cells, found)
        return found

    assert waits() == {"a", "b", "c"}
    assert waits(b=True) == {"c"}
    assert waits(a=True) == {"b", "c"}
    assert waits(a=True, c=False) == {"b"}


def test_what_is_known_beforehand_is_settled_without_changing_any_answer() -> None:
    for known in product([True, False, None], repeat=3):
        template: list[Any] = [*known, *[None] * (len(LAYOUT.index) - 3)]
        for expr in (NESTED, AtLeast(2, (A, B, C, NESTED)), Not(AtLeast(2, (A, Not(B), C)))):
            rest = settled(expr, LAYOUT, template)
            open_names = [i for i in range(3) if known[i] is None]
            for values in product([True, False, None], repeat=len(open_names)):
                cells = list(template)
                for index, value in zip(open_names, values, strict=True):
                    cells[index] = value
                whole = condition(expr, LAYOUT)(cells)
                assert whole is (rest if isinstance(rest, bool) else condition(rest, LAYOUT)(cells))
