import dataclasses
import json
from decimal import Decimal
from pathlib import Path

import pytest

from pathways.evaluate import evaluate
from pathways.model import AnswerOption, Pathway, Question, Region, answers_from_json, answers_to_json, load


def edited(folder: Path, file: str, old: str, new: str) -> Pathway:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return load(folder)


def test_a_kept_pathway_comes_back_whole(neck: Pathway) -> None:
    back = Pathway.from_json(neck.to_json())
    assert back.content_hash == neck.content_hash
    assert back.questions == neck.questions
    assert back.rules == neck.rules
    assert back.information == neck.information
    assert back.forms["screening"].pages[0].title.en == "All"


def test_a_kept_pathway_weighs_an_old_entry_as_on_the_day(neck: Pathway) -> None:
    back = Pathway.from_json(neck.to_json())
    for story in neck.stories:
        then = evaluate(neck.forms[story.form], story.answers, story.earlier)
        assert evaluate(back.forms[story.form], story.answers, story.earlier) == then


def test_a_definition_that_rests_on_a_later_letter_means_the_same_when_kept(folder: Path) -> None:
    """Keys are sorted when kept; a definition must not be weighed before the one that it uses."""
    older = edited(
        folder, "rules.yaml", "rules:\n", '  also: {when: cord and fever, label: {nl: "x", en: "x"}}\nrules:\n'
    )
    older = edited(folder, "rules.yaml", "when: fall_heavy\n", "when: fall_heavy or also\n")
    answers = {"age": 40, "onset": "gradual", "unsteady": True, "fever": True}
    then = evaluate(older.forms["self_check"], answers)
    assert (then.level, then.is_definite) == ("emergency", True)
    assert evaluate(Pathway.from_json(older.to_json()).forms["self_check"], answers) == then


def test_hidden_answers_of_every_type_come_back_as_they_were(folder: Path) -> None:
    edited(folder, "questions.yaml", "  type: many\n", "  type: many\n  if_hidden: [arm, both_hands]\n")
    older = edited(folder, "questions.yaml", "type: duration,", "type: duration, if_hidden: 4 days,")
    back = Pathway.from_json(older.to_json())
    assert back.questions["where"].if_hidden == ("arm", "both_hands")
    assert back.questions == older.questions


def test_the_canonical_form_is_sorted_and_has_no_places(neck: Pathway) -> None:
    text = neck.to_json()
    assert json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":")) == text
    assert "rules.yaml" not in text


@pytest.mark.parametrize(
    ("file", "old", "new", "logic_stays", "content_stays"),
    [
        ("rules.yaml", "when: fall_heavy", "when: fall_heavy  # why", True, True),
        ("rules.yaml", "when: fever and shivers", "when: all(fever, shivers)", True, True),
        ("rules.yaml", "12 weeks", "84 days", True, True),
        ("stories.yaml", "a child", "a younger child", True, True),
        ("rules.yaml", "er kan iets gebroken zijn", "er is misschien iets gebroken", True, False),
        ("rules.yaml", "12 weeks", "13 weeks", False, False),
        ("questions.yaml", "max: 7300", "max: 7301", False, False),
        ("rules.yaml", "up_to: therapist", "up_to: gp_today", False, False),
        ("information/facts.nl.md", "gaat vaak over", "gaat meestal over", True, False),
    ],
)
def test_the_hashes_change_exactly_when_meaning_or_text_does(
    neck: Pathway, folder: Path, file: str, old: str, new: str, logic_stays: bool, content_stays: bool
) -> None:
    after = edited(folder, file, old, new)
    assert (after.logic_hash == neck.logic_hash) is logic_stays
    assert (after.content_hash == neck.content_hash) is content_stays


def test_a_canonical_form_of_another_version_is_refused(neck: Pathway) -> None:
    with pytest.raises(ValueError, match="language version 2"):
        Pathway.from_json(neck.to_json().replace('"language":1', '"language":2'))


def test_answers_survive_json_exactly() -> None:
    answers = {
        "age": 40,
        "temperature": Decimal("37.50"),
        "fever": "dont_know",
        "cancer": None,
        "well": True,
        "where": ("arm", "leg"),
        "goals": ({"activity": 'lopen \u2028 "x"', "now": Decimal("0.1")},),
    }
    text = answers_to_json(answers)
    assert answers_from_json(text) == answers
    assert '"temperature":37.50' in text


LEFT_OUT = {
    AnswerOption: {"exclusive": False, "information_only": False},
    Question: {"required": False, "dont_know": False, "min": 0, "max": 0, "decimals": 0, "max_length": 4000}
    | {"min_items": 0, "max_items": 20, "information_only": False},
    Region: {"exclusive": False},
}


@pytest.mark.parametrize("part", LEFT_OUT)
def test_what_kept_pathways_left_out_means_for_ever_the_same(part: type) -> None:
    """The canonical form leaves out what equals its default: another default would give the same hash another meaning.

    Does one have to change? Then the language takes a new version, with a reader of this one (docs/decisions/0017).
    """
    defaults = {field.name: field.default for field in dataclasses.fields(part)}
    assert {name: defaults[name] for name in LEFT_OUT[part]} == LEFT_OUT[part]
