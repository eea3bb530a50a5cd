from fractions import Fraction

import pytest

from pathways.language import (
    Band,
    DurationType,
    Expr,
    ManyType,
    NumberType,
    OneType,
    Scope,
    YesNoType,
    parse,
    write,
)
from pathways.source import File, Formula, Place, Problem, Problems

SCOPE = Scope(
    {
        "fever": YesNoType(),
        "unwell": YesNoType(),
        "cancer": YesNoType(),
        "age": NumberType(Fraction(0), Fraction(120)),
        "pain": NumberType(Fraction(0), Fraction(10)),
        "temperature": NumberType(Fraction(34), Fraction(43), Fraction(1, 10)),
        "duration": DurationType(Fraction(0), Fraction(7300)),
        "onset": OneType(("gradual", "accident", "sudden")),
        "where": ManyType(("arm", "leg", "nowhere")),
        "hinder": NumberType(
            Fraction(0),
            Fraction(8),
            None,
            (Band("little", Fraction(0)), Band("some", Fraction(3)), Band("much", Fraction(6))),
        ),
    },
    {"story": "'story' is a text: it is recorded, but has no value in rules"},
)


def read(text: str) -> tuple[Expr | None, list[Problem]]:
    problems = Problems()
    return parse(Formula(text, Place(File("rules.yaml", text), 0)), SCOPE, problems), problems.found


def tree(text: str) -> Expr:
    expr, problems = read(text)
    assert expr is not None, problems[0]
    return expr


FAULTS = [
    # text, column, part of the message, part of the hint
    ("fever and unwell or cancer", 18, "mixed without brackets", "(a and b) or c"),
    ("fever or unwell and cancer", 7, "mixed without brackets", "brackets"),
    ("fever en unwell", 7, "'en' is not expected", "write 'and'"),
    ("fever of unwell", 7, "'of' is not expected", "write 'or'"),
    ("niet fever", 1, "unknown question 'niet'", "write 'not'"),
    ("fever AND unwell", 7, "'AND' is not expected", "write 'and'"),
    ("fever && unwell", 7, "cannot be used", "write 'and'"),
    ("fever | unwell", 7, "cannot be used", "write 'or'"),
    ("!fever", 1, "cannot be used", "write 'not'"),
    ("age => 60", 5, "cannot be used", "write '>='"),
    ("age ≥ 60", 5, "cannot be used", "write '>='"),
    ("age = 60", 5, "cannot be used", "write '=='"),
    ("age <> 60", 5, "cannot be used", "write '!='"),
    ("onset == 'accident'", 10, "cannot be used", "need no quotes"),
    ("onset == acident", 10, "not an option of 'onset'", "did you mean 'accident'?"),
    ("onset < accident", 7, "options have no order", "in {"),
    ("onset", 1, "is a choice, not a yes/no", "onset == gradual"),
    ("where", 1, "is a multiple choice, not a yes/no", "arm in where"),
    ("where == arm", 7, "is a multiple choice", "write 'arm in where'"),
    ("accident", 1, "is an option, not a question", "onset == accident"),
    ("arm", 1, "is an option, not a question", "arm in where"),
    ("onset in {gradual, accident, sudden}", 1, "always true", ""),
    ("onset in where", 1, "an option is expected before 'in'", "arm, leg, nowhere"),
    ("arm in onset", 8, "only a multiple choice or a set", ""),
    ("fevr", 1, "unknown question 'fevr'", "did you mean 'fever'?"),
    ("fever == yes", 1, "a yes/no is not compared", "'fever' or 'not fever'"),
    ("yes", 1, "not needed", "not fever"),
    ("pain", 1, "this is a number, not a yes/no", ">= 5"),
    ("duration", 1, "this is a duration, not a yes/no", ">= 6 weeks"),
    ("pain > 10", 1, "never true, 'pain' lies between 0 and 10", ""),
    ("pain >= 0", 1, "always true", ""),
    ("pain == 2.5", 1, "never true", ""),
    ("temperature == 38.55", 1, "never true", ""),
    ("pain + age > 130", 1, "never true", "together"),
    ("pain - pain > 0", 1, "compares nothing that is asked", ""),
    ("3 > 2", 1, "compares nothing that is asked", ""),
    ("duration > 6", 12, "a duration cannot be compared with a number", "'6 weeks'"),
    ("6 < duration", 1, "a duration cannot be compared with a number", "'6 weeks'"),
    ("pain > 6 weeks", 1, "a duration cannot be compared with a number", ""),
    ("duration + pain > 3 days", 10, "cannot be added", "write a unit"),
    ("duration >= 6 weken", 15, "'weken' is not a unit", "write 'weeks'"),
    ("pain >= 5,5", 10, "',' is not expected", "5.5"),
    ("pain * age > 3", 6, "must be a fixed number", ""),
    ("pain / age > 3", 8, "only a fixed number can stand after '/'", ""),
    ("pain / 0 > 3", 8, "dividing by 0", ""),
    ("fever > 3", 1, "a yes/no is not compared", ""),
    ("onset > 3", 7, "a choice cannot be compared with a number", ""),
    ("at_least(2, fever)", 10, "never true: 1 things are counted", ""),
    ("at_least(0, fever, unwell)", 10, "always true", ""),
    ("at_least(fever, unwell)", 10, "starts with a whole number", ""),
    ("at_least(2, fever, fever)", 1, "counts the same thing twice", ""),
    ("count(fever, unwell)", 1, "a count must be compared", ""),
    ("count(fever, unwell) > pain", 24, "fixed number", ""),
    ("any()", 5, "needs something between its brackets", ""),
    ("atleast(1, fever)", 1, "unknown function 'atleast'", "did you mean 'at_least'?"),
    ("has_any(fever, arm)", 9, "is not a choice", ""),
    ("hinder == lots", 11, "is not an option of 'hinder'", "little, some, much"),
    ("hinder > much", 8, "a band is compared with '=='", ""),
    ("story", 1, "recorded, but has no value in rules", ""),
    ("fever and", 10, "stops too early", ""),
    ("(fever", 7, "stops too early", ""),
    ("fever)", 6, "')' is not expected", ""),
    ("fever unwell", 7, "'unwell' is not expected", ""),
    ("", 1, "an expression is missing", ""),
    ("fever; unwell", 6, "cannot be used", ""),
    ("§", 1, "'§' cannot be used", ""),
    ("(" * 61 + "fever" + ")" * 61, 61, "nested deeper than 60", "definitions"),
    ("not " * 61 + "fever", 237, "nested deeper than 60", "definitions"),
    ("fever or " * 250 + "fever", 2001, "at most 2,000 characters", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "column", "message", "hint"), FAULTS, ids=[fault[0][:30] for fault in FAULTS])
def test_a_fault_has_its_column_its_reason_and_a_way_out(text: str, column: int, message: str, hint: str) -> None:
    expr, [problem] = read(text)
    assert expr is None
    assert message in problem.message
    assert hint in problem.message + problem.hint
    assert problem.column == column


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fever and unwell", "all(fever, unwell)"),
        ("(fever and unwell) and cancer", "fever and (unwell and cancer)"),
        ("none(fever, unwell)", "not (fever or unwell)"),
        ("duration >= 6 weeks", "duration >= 42 days"),
        ("duration >= 6 weeks", "6 weeks <= duration"),
        ("2 * pain >= 6", "pain >= 3"),
        ("-pain <= -3", "pain >= 3"),
        ("pain / 3 * 3 >= 1", "pain >= 1"),
        ("pain + age > 5", "sum(pain, age) > 5"),
        ("pain > 5 - age", "pain + age > 5"),
        ("at_most(1, fever, unwell)", "not (fever and unwell)"),
        ("at_least(1, fever, unwell)", "fever or unwell"),
        ("count(fever, unwell, cancer) >= 2", "at_least(2, fever, unwell, cancer)"),
        ("2 > count(fever, unwell, cancer)", "at_most(1, fever, unwell, cancer)"),
        ("exactly(1, fever, unwell)", "(fever or unwell) and not (fever and unwell)"),
        ("onset != accident", "not onset == accident"),
        ("accident == onset", "onset in {accident}"),
        ("onset not in {gradual, sudden}", "not onset in {sudden, gradual}"),
        ("arm in where", "has_any(where, arm)"),
        ("not not fever", "fever"),
        ("3 <= pain <= 6", "pain >= 3 and pain <= 6"),
        ("hinder == some", "hinder >= 3 and hinder < 6"),
        ("hinder in {some, much}", "hinder == some or hinder == much"),
        ("hinder != little", "not hinder < 3"),
        ("temperature >= 38.5", "2 * temperature >= 77"),
    ],
)
def test_what_means_the_same_is_the_same_tree(one: str, other: str) -> None:
    assert tree(one) == tree(other)


@pytest.mark.parametrize(
    "text",
    [
        "fever and (unwell or not cancer)",
        "at_least(2, fever, unwell, pain >= 10 / 3)",
        "2 * pain - 3 * age >= -5",
        "not has_any(where, arm, leg)",
        "duration < 100 days / 3",
    ],
)
def test_a_tree_written_and_read_again_is_the_same(text: str) -> None:
    assert tree(write(tree(text))) == tree(text)


def test_a_fault_in_a_long_expression_points_into_its_own_line() -> None:
    _, [problem] = read("any(\n  fever,\n  unwel\n)")
    assert (problem.line, problem.column) == (3, 3)
    assert problem.source_line == "  unwel"
