"""The manual says nothing that is not so."""

import re
from pathlib import Path

import pytest

from language_cases import Case, cases, data, manual, outcome
from pathways.language.typing import CALLS

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"{case.write} ({case.answers})")
def test_the_manual_says_what_comes_out(case: Case) -> None:
    assert outcome(case) == case.gives


def test_the_committed_manual_is_made_from_these_cases() -> None:
    assert (ROOT / "docs/generated/language.md").read_text(encoding="utf-8").endswith(manual())


def test_every_word_and_sign_of_the_grammar_has_a_case() -> None:
    written = [case.write for case in cases() if case.gives in ("yes", "no", "unknown")]
    words = {word for text in written for word in re.findall(r"[a-z_]+|[<>=!]=|[<>{}()+*/-]", text)}
    units = {"day", "days", "week", "weeks", "month", "months", "year", "years"}
    assert {*CALLS, "and", "or", "not", "in"} <= words
    assert set("<>{}()+*/-") | {"==", "!=", "<=", ">="} <= words
    assert {unit.rstrip("s") for unit in units & words} == {"day", "week", "month", "year"}


def test_every_section_shows_each_of_yes_no_and_unknown() -> None:
    shown: dict[str, set[str]] = {}
    for case in cases():
        shown.setdefault(case.section, set()).add(case.gives)
    for section in data()["sections"]:
        if section["title"] != "Limits":
            assert {"yes", "no", "unknown"} <= shown[section["title"]], section["title"]
