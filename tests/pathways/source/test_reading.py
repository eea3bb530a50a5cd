from dataclasses import dataclass

import pytest

from pathways.source import File, Formula, Items, Place, Problem, Problems, Word, compose, read, to_plain


@dataclass(frozen=True)
class Pet:
    name: str
    is_: Word | None = None
    age: int | None = None
    tame: bool = False
    food: tuple[Word, ...] = ()


def read_pet(text: str) -> tuple[Pet | None, list[Problem]]:
    problems = Problems()
    node = compose(File("pet.yaml", text), problems)
    return (None if node is None else read(node, Pet, problems)), problems.found


def test_scalars_stay_text_until_a_type_asks_for_more() -> None:
    pet, problems = read_pet("{name: no, is: dog, age: 7, tame: yes, food: [on, off]}")
    assert problems == []
    assert pet == Pet("no", Word("dog", pet.is_.place), 7, True, pet.food)
    assert [str(word) for word in pet.food] == ["on", "off"]


def test_a_place_counts_characters_not_bytes() -> None:
    _, [problem] = read_pet('# é 😀\n{name: "zoë 😀", colour: red}')
    assert (problem.line, problem.column) == (2, 17)
    assert str(problem).splitlines()[2].index("^") == 4 + 16


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("name: &x Rex", "anchors", 1),
        ("name: Rex\nis: *x", "", 2),
        ("name: !!str Rex", "tags", 1),
        ("name: Rex\n<<: {age: 1}", "merge keys", 2),
        ("name: Rex\n---\nname: Tom", "second document", 2),
        ("name: Rex\nname: Tom", "'name' stands here twice (first on line 1)", 2),
        ("? [a, b]\n: Rex", "a list or map cannot be a key", 1),
        ('name: "Rex', "is not closed", 1),
        ("name: Rex\n\tage: 1", "a tab stands here", 2),
        ("name: {first: Rex}", "one value is expected here, not a map", 1),
        ("name: Rex\nage: old", "a whole number is expected here, not 'old'", 2),
        ("name: Rex\ntame: perhaps", "yes or no is expected here", 2),
        ("name: Rex\nfood: meat", "a list is expected here, not a single value", 2),
        ("name: Rex\nis: Big Dog", "'Big Dog' is not an id", 2),
        ("age: 7", "'name' is missing here", 1),
        ("[Rex]", "a map is expected here, with the keys name", 1),
        ('name: ""', "a value is missing here", 1),
        ("name: Rex\x07", "", 1),
    ],
)
def test_each_fault_is_told_at_its_place(text: str, message: str, line: int) -> None:
    _, problems = read_pet(text)
    assert problems, text
    assert message in problems[0].message
    assert problems[0].line == line


def test_an_unknown_key_says_what_was_probably_meant() -> None:
    _, [problem] = read_pet("name: Rex\nfod: [meat]")
    assert problem.hint == "did you mean 'food'?"


def test_all_faults_come_at_once() -> None:
    _, problems = read_pet("age: x\ntame: y\nfod: 1")
    assert len(problems) == 4


def test_deep_nesting_is_a_problem_and_not_a_crash() -> None:
    for text in ("[" * 5000, "{a: " * 5000, "- " * 3000 + "x"):
        problems = Problems()
        assert compose(File("deep.yaml", text), problems) is None
        assert problems.found


def test_a_formula_keeps_its_source_so_that_columns_are_true() -> None:
    @dataclass(frozen=True)
    class Rule:
        when: Formula

    globals()["Formula"] = Formula
    text = "when: any(a,\n    b)  # why\n"
    problems = Problems()
    node = compose(File("rule.yaml", text), problems)
    assert node is not None
    rule = read(node, Rule, problems)
    assert rule is not None
    assert rule.when == "any(a,\n    b)"
    assert rule.when.place.later(rule.when.index("b)")).line == 2
    assert rule.when.place.later(rule.when.index("b)")).column == 5


def test_long_lines_are_shown_around_the_fault() -> None:
    file = File("long.yaml", "x" * 1000 + "!" + "x" * 1000)
    headline, shown, caret = str(Problem.at(Place(file, 1000), "here")).splitlines()
    assert headline == "long.yaml:1:1001: here"
    assert len(shown) < 170
    assert shown[caret.index("^")] == "!"


def test_plain_nothing_becomes_none_only_when_it_is_not_quoted() -> None:
    node = compose(File("a.yaml", '{a: null, b: "null", c: , d: ~, e: [no]}'), Problems())
    assert node is not None
    assert not isinstance(node, Items)
    assert to_plain(node) == {"a": None, "b": "null", "c": None, "d": None, "e": ["no"]}
