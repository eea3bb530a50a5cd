"""Boundary patients: two people, one answer apart, of whom a rule fires for one; as evaluate sees them."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from pathways.check import main
from pathways.check.recorded import read_table
from pathways.language import And, Or, Yes
from pathways.model import Pathway, Value, load
from pathways.prove.boundaries import KINDS, Boundary, Unpaired, boundary_pairs, pairs_sought, turned
from pathways.prove.ordinary import ordinary

TABLES = Path(__file__).parents[2] / "packs"
PACK = Path(__file__).parents[3] / "packs" / "low_back_pain"


def again(pathway: Pathway, **changes: object) -> Pathway:
    """The pathway with something else in it; forms belong to one pathway, so they are made anew."""
    forms = {name: replace(form, pages=tuple(map(replace, form.pages))) for name, form in pathway.forms.items()}
    return replace(pathway, **{"forms": forms, **changes})


@pytest.fixture(scope="module")
def pairs(neck: Pathway) -> list[Boundary]:
    return list(boundary_pairs(neck, kinds=KINDS))


def test_of_every_rule_there_is_a_pair(neck: Pathway, pairs: list[Boundary]) -> None:
    assert {pair.rule for pair in pairs if pair.kind == "rule"} == set(neck.rule)


def test_it_turns_for_one_of_them_only(pairs: list[Boundary]) -> None:
    for pair in pairs:
        assert turned(pair.calm, pair.kind, pair.rule) is False
        assert turned(pair.flipped, pair.kind, pair.rule) is True


def test_they_are_one_answer_apart(pairs: list[Boundary]) -> None:
    for pair in pairs:
        assert pair.calm.answers[pair.question] != pair.flipped.answers[pair.question]
        both_asked = (pair.calm.answers.keys() & pair.flipped.answers.keys()) - {pair.question}
        assert all(pair.calm.answers[name] == pair.flipped.answers[name] for name in both_asked)


def test_they_have_answered_all_that_counts(pairs: list[Boundary]) -> None:
    judged = [patient.evaluation for pair in pairs for patient in (pair.calm, pair.flipped) if pair.form.is_judged]
    assert all(evaluation.is_definite for evaluation in judged if evaluation.in_scope)


@pytest.mark.parametrize(
    ("rule", "question", "below", "above"),
    [
        ("weak_signs", "duration", 83, 84),
        ("warm", "temperature", Decimal("38.4"), Decimal("38.5")),
        ("self_check", "age", 17, 18),
        ("cord", "where", ("nowhere",), ("both_hands",)),
        ("ill", "shivers", False, True),
        ("fall_heavy", "onset", "gradual", "accident"),
    ],
)
def test_a_leaf_is_looked_at_on_both_sides(
    pairs: list[Boundary], rule: str, question: str, below: Value, above: Value
) -> None:
    sides = [
        (pair.calm.answers[question], pair.flipped.answers[question])
        for pair in pairs
        if (pair.rule, pair.question) == (rule, question)
    ]
    assert sides == [(below, above)]


def test_each_item_of_a_score_has_a_pair(pairs: list[Boundary]) -> None:
    items = {pair.question for pair in pairs if pair.rule == "weak_signs"}
    assert items == {"fever", "hinder_work", "hinder_sleep", "duration"}


def test_what_follows_is_ordinary_and_the_rest_is_left_out(pairs: list[Boundary]) -> None:
    """But where the rule itself wants more: fever alone fires nothing, so shivers come with it."""
    assert [(p.rule, p.question, p.follow_ups) for p in pairs if not p.is_small] == [("ill", "fever", ("shivers",))]
    assert max(len(pair.shared) for pair in pairs) <= 4


def test_every_search_finds_the_same(neck: Pathway, pairs: list[Boundary]) -> None:
    again = list(boundary_pairs(neck, kinds=KINDS))
    assert [(p.rule, p.calm, p.flipped) for p in again] == [(p.rule, p.calm, p.flipped) for p in pairs]


def test_two_levels_where_it_can_be(pairs: list[Boundary]) -> None:
    assert all(pair.changes_level for pair in pairs if pair.kind == "rule")


def test_they_are_told_in_both_languages(pairs: list[Boundary]) -> None:
    pair = next(pair for pair in pairs if pair.rule == "ill" and pair.question == "shivers")
    assert list(pair.told("en")) == [
        "How old are you? 18 years",
        "Do you have a fever? Yes",
        "  Do you have shivers? No -> look after it yourself",
        "  Do you have shivers? Yes -> phone 112 now",
    ]
    assert list(pair.told("nl"))[-1] == "  Heb je rillingen? Ja -> bel nu 112"


def test_a_leaf_that_cannot_turn_is_named(neck: Pathway) -> None:
    """Within "fever and (fever or shivers)" the second fever never has a say."""
    fever, shivers = Yes("fever"), Yes("shivers")
    rules = tuple(replace(r, when=And((fever, Or((fever, shivers))))) if r.id == "ill" else r for r in neck.rules)
    sought = list(pairs_sought(again(neck, rules=rules), kinds=("rule",)))
    assert [one for one in sought if isinstance(one, Unpaired)] == [Unpaired("rule", "ill", "shivers")]


def test_only_the_forms_that_are_asked_for(neck: Pathway) -> None:
    assert {pair.form.id for pair in boundary_pairs(neck, ["screening"])} == {"screening"}


def test_ordinary_is_what_rules_assume_unasked(neck: Pathway) -> None:
    assert ordinary(neck.questions["temperature"]) == 37
    assert ordinary(neck.questions["where"]) == ("nowhere",)


# ── the recorded table


@pytest.fixture
def table(folder: Path) -> Path:
    assert main(["boundaries", str(folder), "--record", str(folder.parent / "table.json")]) == 0
    return folder.parent / "table.json"


def changed(folder: Path, old: str, new: str) -> Path:
    rules = folder / "rules.yaml"
    text = rules.read_text(encoding="utf-8")
    assert old in text
    rules.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_a_recorded_table_is_replayed(folder: Path, table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["boundaries", str(folder), "--check", str(table)]) == 0
    assert "come out as recorded" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "temperature >= 38.5",
            "temperature >= 38.6",
            "rule warm by temperature (screening, flipped): level: recorded gp",
        ),
        ("at_least(2, fever", "at_least(1, fever", "rules: +weak_signs"),
        ("fever and shivers", "fever or shivers", "rules: +ill"),
        ("duration >= 12 weeks", "duration > 12 weeks", "rules: -weak_signs"),
        ("- id: warm\n", "- id: hot\n", "rule hot: nobody is recorded"),
    ],
)
def test_a_change_of_a_rule_shows(
    folder: Path, table: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str
) -> None:
    assert main(["boundaries", str(changed(folder, old, new)), "--check", str(table)]) == 1
    assert told in capsys.readouterr().out


def test_an_answer_that_is_left_out_shows(neck: Pathway, table: Path) -> None:
    """Unknown is never no: who did not say whether they are unsteady is not sent home."""
    recorded = read_table(table.read_text(encoding="utf-8"), neck)
    careless = again(neck, incomplete="selfcare")
    assert any("without 'unsteady': recorded level 1, came out 0" in line for line in recorded.differs(careless))


def test_another_table_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder.parent / "other.json").write_text("{}", encoding="utf-8")
    assert main(["boundaries", str(folder), "--check", str(folder.parent / "other.json")]) == 2
    assert "not a recorded table" in capsys.readouterr().err


def test_the_pack_does_what_was_recorded_of_it() -> None:
    """Replayed by evaluate alone. After a change that is meant: pathways boundaries FOLDER --record FILE."""
    pathway = load(PACK)
    recorded = (TABLES / f"{pathway.id}.boundaries.json").read_text(encoding="utf-8")
    assert list(read_table(recorded, pathway).differs(pathway)) == []


@pytest.mark.night
def test_the_recorded_table_is_what_is_found_today(tmp_path: Path) -> None:
    assert main(["boundaries", str(PACK), "--record", str(tmp_path / "now.json")]) == 0
    recorded = (TABLES / "low_back_pain.boundaries.json").read_text(encoding="utf-8")
    assert (tmp_path / "now.json").read_text(encoding="utf-8") == recorded
