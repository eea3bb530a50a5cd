"""Release notes, and what an author says of a renamed question."""

from pathlib import Path

import pytest

from pathways.model import Lowering, Pathway, Text, load
from pathways.source import PathwayError

NOTES = """\
releases:
  - version: "0.1.0"
    date: 2026-11-24
    text: {nl: "Eerste", en: "First"}
    lowers:
      - {form: self_check, from: gp_today, to: selfcare, because: {nl: "Zo", en: "So"}, source: src_own}
      - {form: old_form, because: {nl: "Weg", en: "Gone"}, source: src_own}
    english_stands: [questions.fever.ask]
  - version: "0.0.1"
    date: 2026-10-01
    text: {nl: "Proef", en: "Trial"}
    lowers:
      - {form: old_form, from: old_level, to: older_level, because: {nl: "Zo", en: "So"}, source: src_own}
"""


def problem(folder: Path) -> str:
    with pytest.raises(PathwayError) as error:
        load(folder)
    [problem] = error.value.problems
    return str(problem)


def test_release_notes_are_read_newest_first_and_kept(folder: Path) -> None:
    bare = load(folder)
    (folder / "releases.yaml").write_text(NOTES)
    pathway = load(folder)
    newest, oldest = pathway.releases
    assert (newest.version, newest.english_stands) == ("0.1.0", ("questions.fever.ask",))
    assert newest.lowers[0] == Lowering("self_check", "gp_today", "selfcare", Text("Zo", "So"), "src_own")
    assert (newest.lowers[1].old_level, newest.lowers[1].new_level) == (None, None)
    assert oldest.lowers[0].new_level == "older_level", "of an older version the names are history"
    assert Pathway.from_json(pathway.to_json()).releases == pathway.releases
    assert pathway.logic_hash == bare.logic_hash
    assert pathway.content_hash != bare.content_hash


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("to: selfcare", "to: self_care", "unknown level 'self_care' — did you mean 'selfcare'?"),
        ("form: self_check", "form: selfcheck", "unknown form 'selfcheck' — did you mean 'self_check'?"),
        ("from: gp_today, to: selfcare", "from: gp_today", "'from' and 'to' stand together"),
        ("source: src_own}", "source: src_won}", "did you mean 'src_own'?"),
        ('"0.1.0"', '"0.0.1"', "the version '0.0.1' stands here twice"),
        ("english_stands", "english_stand", "did you mean 'english_stands'?"),
        ("2026-11-24", "24 november", "a date such as"),
    ],
)
def test_a_slip_in_the_release_notes_is_told(folder: Path, old: str, new: str, told: str) -> None:
    (folder / "releases.yaml").write_text(NOTES.replace(old, new, 1))
    assert told in problem(folder)


def edit(folder: Path, *changes: tuple[str, str]) -> None:
    text = (folder / "questions.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    (folder / "questions.yaml").write_text(text, encoding="utf-8")


def test_a_renamed_question_says_what_it_was(folder: Path) -> None:
    logic = load(folder).logic_hash
    edit(folder, ("fever: {ask", "fever: {was: warmth, ask"))
    pathway = load(folder)
    assert pathway.questions["fever"].was == "warmth"
    assert pathway.logic_hash == logic, "what it was called weighs nothing"


def test_a_renamed_row_or_column_renames_its_cells(folder: Path) -> None:
    edit(folder, ("{id: biceps, label", "{id: biceps, was: upper_arm, label"))
    edit(folder, ("{id: left, type: yes_no", "{id: left, was: port, type: yes_no"))
    questions = load(folder).questions
    was = {name: questions[name].was for name in ("biceps_left", "biceps_right", "triceps_left", "triceps_right")}
    assert was == {
        "biceps_left": "upper_arm_port",
        "biceps_right": "upper_arm_right",
        "triceps_left": "triceps_port",
        "triceps_right": None,
    }


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([("fever: {ask", "fever: {was: unsteady, ask")], "'fever' was not 'unsteady': there is a question 'unsteady'"),
        (
            [("fever: {ask", "fever: {was: warmth, ask"), ("duration: {ask", "duration: {was: warmth, ask")],
            "'warmth' lives on as 'fever' already",
        ),
        ([("  type: table\n", "  type: table\n  was: reflex\n")], "'was' does not belong to a table"),
        ([("fever: {ask", "fever: {was: Warm, ask")], "Warm"),
    ],
)
def test_a_false_rename_is_refused(folder: Path, changes: list[tuple[str, str]], told: str) -> None:
    edit(folder, *changes)
    assert told in problem(folder)
