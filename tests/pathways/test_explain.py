from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.invented import FILES, lay_out

from pathways.explain import explain, label_for, say, tell
from pathways.model import Form, Pathway, load


def test_a_reason_names_its_rule_source_and_the_answers_behind_it(self_check: Form) -> None:
    [reason] = explain(self_check, {"age": 40, "where": ("arm", "both_hands"), "unsteady": False}, language="nl")[:1]
    assert (reason.rule, reason.level, reason.source) == ("cord", "gp_today", "src_own")
    assert reason.because == "het ruggenmerg kan klem zitten"
    assert reason.answers == (("where", "Waar voel je het nog meer? arm, beide handen"),)


def test_the_reason_for_a_follow_up_names_what_led_to_it(self_check: Form) -> None:
    [reason] = explain(self_check, {"age": 40, "onset": "accident", "fall_heavy": True}, language="en")
    assert [name for name, _ in reason.answers] == ["onset", "fall_heavy"]
    assert reason.answers[1][1] == "Was it a heavy accident? Yes"


def test_the_strongest_reason_comes_first(self_check: Form) -> None:
    answers = {"age": 40, "fever": True, "shivers": True, "unsteady": True, "duration": 100}
    reasons = explain(self_check, answers)
    assert [reason.rule for reason in reasons] == ["ill", "cord", "weak_signs"]
    assert dict(reasons[2].answers)["duration"] == "Hoe lang al? 100 dagen"


def test_dont_know_and_incomplete_are_reasons_too(self_check: Form) -> None:
    [not_known, *_] = explain(self_check, {"age": 40, "unsteady": "dont_know"}, language="nl")
    assert (not_known.rule, not_known.level) == ("dont_know", "gp_today")
    assert not_known.answers == (("unsteady", "Loop je sinds kort onzeker? Weet ik niet"),)
    [incomplete] = explain(self_check, {"age": 40, "unsteady": False, "onset": "gradual"}, language="en")
    assert (incomplete.rule, incomplete.level, incomplete.source) == ("incomplete", "therapist", None)
    assert ("fever", "Do you have a fever?") in incomplete.answers


def test_an_alarm_that_waits_for_a_follow_up_is_a_reason(follow_up_check: Form) -> None:
    [reason, *_] = explain(follow_up_check, {"age": 40, "fever": True, "shivers": True}, language="en")
    assert (reason.rule, reason.level, reason.source) == ("incomplete", "gp_today", "src_own")
    assert reason.answers == (("shivers", "Do you have shivers? Yes"),)


def test_outside_the_scope_nothing_is_explained(self_check: Form) -> None:
    assert explain(self_check, {"age": 3, "unsteady": True}) == ()


def test_a_therapist_reads_terms(neck: Pathway) -> None:
    [reason] = explain(neck.forms["screening"], {"unsteady": True}, language="nl")[:1]
    assert reason.answers == (("unsteady", "Onzeker lopen: Ja"),)


@pytest.mark.parametrize(
    ("name", "value", "nl", "en"),
    [
        ("fever", True, "Ja", "Yes"),
        ("fever", False, "Nee", "No"),
        ("fever", "dont_know", "Weet ik niet", "Don't know"),
        ("fever", None, "Niet beantwoord", "Not answered"),
        ("age", 1, "1 jaar", "1 year"),
        ("age", 40, "40 jaar", "40 years"),
        ("temperature", Decimal("38.5"), "38,5 °C", "38.5 °C"),
        ("temperature", Decimal("38.0"), "38 °C", "38 °C"),
        ("duration", 42, "6 weken", "6 weeks"),
        ("duration", 1, "1 dag", "1 day"),
        ("duration", 365, "1 jaar", "1 year"),
        ("onset", "accident", "na een ongeluk", "after an accident"),
        ("where", ("arm", "both_hands"), "arm, beide handen", "arm, both hands"),
        ("spot", ("neck_left",), "nek links", "neck, left"),
        ("since", "2026-03-01", "1 maart 2026", "1 March 2026"),
        ("story", "in eigen woorden", "in eigen woorden", "in eigen woorden"),
        (
            "goals",
            ({"activity": "lopen", "now": 4}, {"activity": "tillen", "now": None}),
            "lopen, Nu: 4; tillen",
            "lopen, Now: 4; tillen",
        ),
    ],
)
def test_answers_are_said_as_people_say_them(neck: Pathway, name: str, value: Any, nl: str, en: str) -> None:
    assert say(neck.questions[name], value, "nl") == nl
    assert say(neck.questions[name], value, "en") == en


def test_a_record_tells_what_was_shown_and_answered(neck: Pathway, self_check: Form) -> None:
    answers = {"age": 40, "unsteady": "dont_know", "fever": False, "shivers": True}
    assert tell(self_check, answers, "nl", "patient") == (
        ("Hoe oud ben je?", "40 jaar", "age"),
        ("Of je onzeker loopt", "Weet ik niet", "unsteady"),
        ("Heb je koorts?", "Nee", "fever"),
    )
    assert tell(self_check, answers, "en", "therapist")[1] == ("Unsteady gait", "Don't know", "unsteady")
    assert label_for(neck.questions["fever"], "therapist").en == "Do you have a fever?"


def test_a_table_is_told_row_by_row(neck: Pathway) -> None:
    cells = {"biceps_left": True, "biceps_right": False, "triceps_right": True}
    assert tell(neck.forms["screening"], cells, "nl") == (
        ("Reflexen: Biceps", "links: Ja; rechts: Nee", "biceps_left"),
        ("Reflexen: Triceps", "rechts: Ja", "triceps_right"),
    )


def test_the_patient_reads_plain_words_for_answers_rows_and_columns_too(tmp_path: Path) -> None:
    pathway = load(lay_out(tmp_path, FILES | {"questions.yaml": _in_plain_words(FILES["questions.yaml"])}))
    form = pathway.forms["screening"]
    answers = {"unsteady": True, "biceps_left": True, "biceps_right": False}
    [_unsteady, plain] = tell(form, answers, "nl", "patient")
    assert plain == ("Je reflexen: bovenarm", "linkerarm: Ja; rechts: Nee", "biceps_left")
    [_unsteady, term] = tell(form, answers, "nl", "therapist")
    assert term == ("Reflexen: Biceps", "links: Ja; rechts: Nee", "biceps_left")
    onset = pathway.questions["onset"]
    assert (say(onset, "gradual", "nl", "patient"), say(onset, "gradual", "nl")) == ("stap voor stap", "geleidelijk")


def _in_plain_words(questions: str) -> str:
    for term, plain in (
        ('{nl: "Biceps", en: "Biceps"}', '{nl: "bovenarm", en: "upper arm"}'),
        ('{nl: "geleidelijk", en: "gradually"}', '{nl: "stap voor stap", en: "step by step"}'),
        ('ask: {nl: "links", en: "left"}', '{nl: "linkerarm", en: "left arm"}'),
        ('  ask: {nl: "Reflexen", en: "Reflexes"}', '{nl: "Je reflexen", en: "Your reflexes"}'),
    ):
        assert term in questions, term
        between = "\n  " if term.startswith(" ") else ", "
        questions = questions.replace(term, f"{term}{between}plain: {plain}")
    return questions


def test_an_unknown_pathway_folder_is_not_needed_to_explain_an_old_entry(neck: Pathway, tmp_path: Path) -> None:
    back = Pathway.from_json(neck.to_json())
    answers = {"age": 40, "onset": "accident", "fall_heavy": True}
    assert explain(back.forms["self_check"], answers) == explain(neck.forms["self_check"], answers)
