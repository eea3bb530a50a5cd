"""What differs between two versions as they are written."""

import shutil
from pathlib import Path

import pytest

from pathways.model import Pathway, load
from pathways.model.differences import heirs, part_changes, text_changes, texts


@pytest.fixture
def later(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(folder, tmp_path_factory.mktemp("later") / "neck"))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"'{old}' must stand once in {file}"
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def parts(old: Path, new: Path) -> set[tuple[str, str, str, str]]:
    return {(part.kind, part.name, part.change, part.note) for part in part_changes(load(old), load(new))}


def test_nothing_differs_from_itself(neck: Pathway) -> None:
    back = Pathway.from_json(neck.to_json())
    assert list(part_changes(neck, back)) == list(text_changes(neck, back)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("rules.yaml", "temperature >= 38.5", "temperature >= 39", {("rule", "warm", "changed", "when")}),
        ("rules.yaml", "from: 5,", "from: 6,", {
            ("score", "hinder", "changed", "bands"), ("rule", "weak_signs", "changed", "when")}),
        ("rules.yaml", "up_to: therapist", "up_to: gp_today", {("advice", "keep_moving", "changed", "up_to")}),
        ("questions.yaml", "max: 7300", "max: 7301", {("question", "duration", "changed", "max")}),
        (
            "questions.yaml",
            "{id: arm, label",
            "{id: elbow, label",
            {
                ("question", "where", "changed", "options"),
                ("option", "where=arm", "removed", ""),
                ("option", "where=elbow", "added", ""),
            },
        ),
        ("pathway.yaml", "incomplete: therapist", "incomplete: gp_today", {
            ("pathway", "neck", "changed", "incomplete")}),
        ("forms/screening.yaml", "builds_on: [self_check]", "builds_on: [self_check, intake]", {
            ("form", "screening", "changed", "builds_on")}),
        ("rules.yaml", "{nl: \"je bent warm\", en: \"you are warm\"}", "{nl: \"je gloeit\", en: \"you glow\"}", set()),
    ],
)  # fmt: skip
def test_parts_that_mean_something_else(
    folder: Path, later: Path, file: str, old: str, new: str, told: set[tuple[str, ...]]
) -> None:
    edit(later, file, old, new)
    assert parts(folder, later) == told


def test_rules_that_came_and_went(folder: Path, later: Path) -> None:
    edit(later, "rules.yaml", "  - id: warm\n", "  - id: hot\n")
    assert parts(folder, later) == {("rule", "warm", "removed", ""), ("rule", "hot", "added", "")}


def test_the_heir_of_a_renamed_question_bears_its_texts(folder: Path, later: Path) -> None:
    edit(later, "questions.yaml", 'story: {ask: {nl: "Vertel"', 'tale: {was: story, ask: {nl: "Vertel eens"')
    edit(later, "forms/intake.yaml", "[spot, story, since, goals]", "[spot, tale, since, goals]")
    old, new = load(folder), load(later)
    assert heirs(old, new)["story"] == "tale"
    [text] = text_changes(old, new)
    assert (text.path, text.old.nl, text.new.nl, text.english_is_stale) == (
        "questions.tale.ask", "Vertel", "Vertel eens", True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "path", "is_stale"),
    [
        ("questions.yaml", "Heb je koorts?", "Gloei je?", "questions.fever.ask", True),
        ("questions.yaml", "Do you have a fever?", "Are you hot?", "questions.fever.ask", False),
        ("questions.yaml", 'nl: "beide handen"', 'nl: "handen"', "questions.where.options.both_hands.label", True),
        ("rules.yaml", "je bent warm", "je gloeit", "rules.warm.because", True),
        ("rules.yaml", "Blijf liggen.", "Ga liggen.", "advice.rest.label", True),
        ("rules.yaml", 'nl: "veel"', 'nl: "erg"', "scores.hinder.bands.much.label", True),
        ("pathway.yaml", "bel nu 112", "bel 112", "levels.emergency.label", True),
        ("pathway.yaml", "Wordt het erger? Bel.", "Erger? Bel.", "safety_net", True),
        ("forms/self_check.yaml", 'nl: "Begin"', 'nl: "Start"', "forms.self_check.pages.start.title", True),
        ("information/facts.nl.md", "Wat we weten", "Wat men weet", "information.facts.lead", True),
        ("questions.yaml", 'nl: "links"', 'nl: "linkerkant"', "questions.reflexes.columns.left.ask", True),
    ],
)
def test_texts_by_their_path(
    folder: Path, later: Path, file: str, old: str, new: str, path: str, is_stale: bool
) -> None:
    edit(later, file, old, new)
    changes = {text.path: text for text in text_changes(load(folder), load(later))}
    assert path in changes
    assert changes[path].english_is_stale is is_stale


def test_every_text_has_a_path(neck: Pathway) -> None:
    paths = texts(neck)
    assert len(paths) > 60
    assert all(text.nl and text.en for text in paths.values())
    assert "title" in paths
    assert "options.tx_moving.contra_indications.ci_cord.label" in paths
    assert not any("biceps_left" in path for path in paths), "a cell has no text of its own"
