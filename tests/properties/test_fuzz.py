"""Garbage in, problems with places out: never a crash, never a broken pathway that loads."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import invented
from pathways.language import DurationType, ManyType, NumberType, OneType, Scope, YesNoType, parse, write
from pathways.model import Pathway, answers_from_json, answers_to_json, load, parse_answers, read_answers
from pathways.source import File, Formula, PathwayError, Place, Problems

SCOPE = Scope(
    {
        "fever": YesNoType(),
        "cancer": YesNoType(),
        "pain": NumberType(0, 10),  # type: ignore[arg-type]
        "duration": DurationType(0, 7300),  # type: ignore[arg-type]
        "onset": OneType(("gradual", "sudden", "accident")),
        "where": ManyType(("arm", "leg", "nowhere")),
    },
    {"story": "'story' is a text"},
)
TOKENS = [
    *["fever", "cancer", "pain", "duration", "onset", "where", "story", "gradual", "sudden", "arm", "leg", "unknown"],
    *["and", "or", "not", "in", "any", "all", "none", "at_least", "at_most", "exactly", "count", "has_any", "sum"],
    *["0", "1", "2", "3", "5.5", "10", "99999999999999999999", "week", "weeks", "days", "weken", "en", "niet", "yes"],
    *["==", "!=", "<", "<=", ">", ">=", "=>", "=", "<>", "+", "-", "*", "/", "(", ")", "{", "}", ",", ";", "."],
    *["'", '"', "§", "é", "😀", "\n", "\t"],
]


@pytest.mark.parametrize(
    "dose", [pytest.param(4000, id="small"), pytest.param(300_000, id="night", marks=pytest.mark.night)]
)
def test_random_tokens_are_an_expression_or_one_fault_inside_it(dose: int) -> None:
    random, read = Random(1), 0
    for _ in range(dose):
        text = " ".join(random.choices(TOKENS, k=random.randint(1, 12)))
        problems = Problems()
        expr = parse(Formula(text, Place(File("fuzz", text), 0)), SCOPE, problems)
        if expr is None:
            [problem] = problems.found
            assert problem.message, text
            line = text.split("\n")[problem.line - 1]
            assert 1 <= problem.column <= len(line) + 1, text
        else:
            read += 1
            again = parse(Formula(write(expr), Place(File("fuzz", text), 0)), SCOPE, problems)
            assert again == expr, text
    assert read > dose / 1000, "some random tokens must be sound expressions"


def damaged(text: str, random: Random) -> bytes:
    """A text with a few wounds: characters and lines lost, doubled, moved or swapped for what YAML trips over."""
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(text) + 1)
        end = min(len(text), at + random.choice([1, 1, 2, 10, 200]))
        lines = text.split("\n")
        row = random.randrange(len(lines))
        match random.randrange(7):
            case 0:
                text = text[:at] + text[end:]
            case 1:
                text = text[:at] + random.choice(list("{}[]:,#&*!|>'\"%@`-?\t\n\0é😀 ")) + text[at:]
            case 2:
                text = text[:end] + text[at:end] + text[end:]
            case 3:
                text = "\n".join([*lines[:row], *lines[row + 1 :]])
            case 4:
                text = "\n".join([*lines[:row], lines[row], *lines[row:]])
            case 5:
                text = "\n".join([*lines[:row], "  " + lines[row], *lines[row + 1 :]])
            case _:
                random.shuffle(lines)
                text = "\n".join(lines) if random.random() < 0.1 else text[:at]
    data = text.encode("utf-8", "surrogatepass")
    return data[:-1] + b"\xff" if random.random() < 0.02 else data


@pytest.mark.parametrize(
    "dose", [pytest.param(80, id="small"), pytest.param(6000, id="night", marks=pytest.mark.night)]
)
def test_damaged_files_load_or_tell_where(dose: int, tmp_path: Path) -> None:
    refused = 0
    for seed in range(dose):
        random = Random(seed)
        folder = tmp_path / str(seed % 50)
        invented.lay_out(folder)
        name = random.choice(list(invented.FILES))
        (folder / name).write_bytes(damaged(invented.FILES[name], random))
        try:
            pathway = load(folder)
        except PathwayError as error:
            refused += 1
            assert error.problems, seed
            for problem in error.problems:
                assert problem.line >= 1, seed
                assert problem.column >= 1, seed
                assert problem.message, seed
                assert str(problem), seed
        else:
            assert Pathway.from_json(pathway.to_json()).content_hash == pathway.content_hash, seed
    assert refused > dose / 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def neck(tmp_path_factory: pytest.TempPathFactory) -> Pathway:
    return load(invented.lay_out(tmp_path_factory.mktemp("neck")))


@pytest.mark.parametrize(
    "dose", [pytest.param(60, id="small"), pytest.param(20_000, id="night", marks=pytest.mark.night)]
)
def test_any_json_is_valid_answers_or_problems_and_what_is_kept_reads_back(dose: int, neck: Pathway) -> None:
    names = st.sampled_from([*neck.questions, "nothing"])

    @settings(max_examples=dose, derandomize=True, deadline=None, database=None)
    @given(st.dictionaries(names, JSON, max_size=6))
    def holds(data: dict[str, Any]) -> None:
        result = read_answers(neck, data)
        assert {*result.answers, *(problem.question for problem in result.problems)} == data.keys()
        kept = answers_from_json(answers_to_json(result.answers))
        assert kept == result.answers
        again = read_answers(neck, kept)
        assert again.is_valid
        assert again.answers == result.answers

    holds()


@pytest.mark.parametrize(
    "dose", [pytest.param(60, id="small"), pytest.param(20_000, id="night", marks=pytest.mark.night)]
)
def test_any_reply_of_a_browser_is_answers_or_problems(dose: int, neck: Pathway) -> None:
    own = [name for form in neck.forms.values() for name in (q.id for q in form.own)]
    names = st.sampled_from([*own, "duration-unit", "goals-0-activity", "goals-0-now", "goals-7-activity", "goals-x-y"])
    words = st.sampled_from(
        ["yes", "no", "dont_know", "accident", "arm", "nowhere", "3", "4,5", "weeks", "neck_left", ""]
    )

    @settings(max_examples=dose, derandomize=True, deadline=None, database=None)
    @given(st.dictionaries(names, st.lists(words | st.text(max_size=12), max_size=3), max_size=8))
    def holds(reply: dict[str, list[str]]) -> None:
        for form in neck.forms.values():
            result = parse_answers(form, reply)
            told = {problem.question for problem in result.problems}
            assert {*result.answers, *told} == {question.id for question in form.own}
            assert not told & result.answers.keys()
            assert read_answers(form, result.answers).answers == result.answers

    holds()
