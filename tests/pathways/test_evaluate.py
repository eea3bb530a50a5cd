import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pathways.evaluate import EVALUATOR, Evaluation, Fired, Unsettled, evaluate
from pathways.model import Form, Pathway, load

CALM: dict[str, Any] = {
    "age": 40,
    "onset": "gradual",
    "where": ("nowhere",),
    "unsteady": False,
    "fever": False,
    "duration": 4,
    "hinder_work": 1,
    "hinder_sleep": 2,
}


def test_complete_and_calm_reassures(self_check: Form) -> None:
    result = evaluate(self_check, CALM)
    assert (result.level, result.certain, result.possible) == ("selfcare", "selfcare", "selfcare")
    assert result.is_definite
    assert result.fired == ()
    assert result.waiting_for == ()


@pytest.mark.parametrize("name", ["unsteady", "fever", "where", "onset"])
def test_one_unanswered_question_is_enough_not_to_reassure(self_check: Form, name: str) -> None:
    result = evaluate(self_check, {**CALM, name: None})
    assert result.certain == "selfcare"
    assert result.level == "therapist"
    assert not result.is_definite
    assert result.waiting_for == (name,)


def test_nothing_answered_waits_for_what_can_be_asked_now(self_check: Form) -> None:
    result = evaluate(self_check, {})
    assert (result.level, result.certain, result.possible) == ("therapist", "selfcare", "emergency")
    assert result.in_scope is None
    assert result.waiting_for == (
        "age", "onset", "where", "unsteady", "fever", "duration", "hinder_work", "hinder_sleep",
    )  # fmt: skip


def test_an_emergency_is_definite_with_everything_else_open(self_check: Form) -> None:
    result = evaluate(self_check, {"age": 40, "onset": "accident", "fall_heavy": True})
    assert result.is_definite
    assert result.level == "emergency"
    assert result.fired == (Fired("fracture", "emergency"),)
    assert result.open_rules == ()


def test_the_strongest_rule_wins_and_all_that_fired_are_named(self_check: Form) -> None:
    result = evaluate(self_check, {**CALM, "unsteady": True, "fever": True, "shivers": False, "duration": 100})
    assert result.level == "gp_today"
    assert result.fired == (Fired("cord", "gp_today"), Fired("weak_signs", "therapist"))


def test_dont_know_on_an_alarm_has_its_own_level(self_check: Form) -> None:
    result = evaluate(self_check, {**CALM, "unsteady": "dont_know"})
    assert result.certain == "gp_today"
    assert result.level == "gp_today"
    assert result.dont_know == ("unsteady",)
    assert result.waiting_for == (), "it was asked already"


def test_dont_know_without_a_level_of_its_own_ends_at_incomplete(self_check: Form) -> None:
    result = evaluate(self_check, {**CALM, "fever": "dont_know", "shivers": False})
    assert result.level == "selfcare", "fever alone is no alarm, and can no longer change anything"
    result = evaluate(self_check, {**CALM, "fever": "dont_know", "shivers": False, "duration": 100})
    assert (result.certain, result.possible, result.level) == ("selfcare", "therapist", "therapist")


def test_an_alarm_answered_yes_never_weighs_less_than_dont_know_while_it_waits(follow_up_check: Form) -> None:
    waiting = {**CALM, "fever": True, "shivers": True, "duration": None}
    open_result = evaluate(follow_up_check, waiting)
    assert (open_result.level, open_result.unsettled) == ("gp_today", (Unsettled("shivers", "gp_today"),))
    assert evaluate(follow_up_check, {**waiting, "duration": 100}).unsettled == ()
    assert evaluate(follow_up_check, {**waiting, "duration": 3}).level == "emergency"


def test_what_was_answered_dont_know_is_not_waited_for(self_check: Form) -> None:
    """It was asked and has a level of its own; nothing more will come."""
    answered = {**CALM, "fever": "dont_know", "shivers": True}
    assert evaluate(self_check, answered).level == "therapist"
    assert evaluate(self_check, {**answered, "shivers": False}).level == "selfcare"


def test_dont_know_to_a_question_that_is_hidden_by_now_no_longer_counts(self_check: Form) -> None:
    result = evaluate(self_check, {**CALM, "onset": "gradual", "fall_heavy": "dont_know"})
    assert result.level == "selfcare"
    assert result.dont_know == ()


def test_dont_know_in_the_gate_of_an_emergency_does_not_lose_the_emergency(self_check: Form) -> None:
    """Someone without a thermometer who has shivers must not be lost behind the fever question."""
    result = evaluate(self_check, {**CALM, "fever": "dont_know", "shivers": True})
    assert result.possible == "emergency"
    assert not result.is_definite
    assert "shivers" in result.shown


def test_a_person_outside_the_scope_gets_no_level(self_check: Form) -> None:
    result = evaluate(self_check, {**CALM, "age": 17, "unsteady": True})
    assert result.in_scope is False
    assert (result.level, result.certain, result.possible) == (None, None, None)
    assert result.fired == ()


def test_an_age_that_is_not_given_is_never_filled_in(self_check: Form) -> None:
    result = evaluate(self_check, {**CALM, "age": None})
    assert result.in_scope is None
    assert result.level == "therapist"
    assert result.waiting_for == ("age",)


def test_what_is_not_asked_here_is_said(self_check: Form) -> None:
    assert evaluate(self_check, CALM).not_asked_here == (
        "biceps_left", "biceps_right", "triceps_left", "triceps_right", "temperature",
    )  # fmt: skip


def test_a_later_form_weighs_the_answers_it_builds_on(neck: Pathway) -> None:
    screening = neck.forms["screening"]
    cells = dict.fromkeys(("biceps_left", "biceps_right", "triceps_left", "triceps_right"), False)
    own = {"unsteady": False, "temperature": 37, **cells}
    assert evaluate(screening, own, {"self_check": CALM}).level == "selfcare"
    assert (
        evaluate(screening, own, {"self_check": {**CALM, "onset": "accident", "fall_heavy": True}}).level == "emergency"
    )
    assert evaluate(screening, {**own, "biceps_left": True}, {"self_check": CALM}).level == "selfcare"
    three = {"biceps_left": True, "biceps_right": True, "triceps_left": True}
    assert evaluate(screening, {**own, **three}, {"self_check": CALM}).level == "gp_today"


def test_without_the_earlier_form_its_questions_are_unknown_and_not_no(neck: Pathway) -> None:
    cells = dict.fromkeys(("biceps_left", "biceps_right", "triceps_left", "triceps_right"), False)
    result = evaluate(neck.forms["screening"], {"unsteady": False, "temperature": 37, **cells})
    assert result.possible == "emergency"
    assert result.level == "therapist"
    assert "fever" in result.waiting_for


def test_a_decimal_threshold_is_met_exactly(neck: Pathway) -> None:
    from decimal import Decimal

    screening = neck.forms["screening"]
    for temperature, fires in [("38.4", False), ("38.5", True), ("38.6", True)]:
        result = evaluate(screening, {"temperature": Decimal(temperature)})
        assert (Fired("warm", "gp_today") in result.fired) is fires


def test_a_score_forgives_a_missing_item_only_when_the_form_is_closed(self_check: Form) -> None:
    answers = {**CALM, "hinder_work": 4, "hinder_sleep": None, "fever": True, "shivers": False}
    is_open = evaluate(self_check, answers)
    assert is_open.scores["hinder"].value is None
    assert is_open.open_rules == ("weak_signs",)
    closed = evaluate(self_check, answers, closed=True)
    assert closed.scores["hinder"].value == 8
    assert closed.scores["hinder"].band == "much"
    assert closed.scores["hinder"].missing == 1
    assert closed.level == "therapist"


@pytest.mark.parametrize(
    ("method", "value"), [("sum", Fraction(3)), ("mean", Fraction(3, 2)), ("percent", Fraction(75, 2))]
)
def test_scores_are_exact_fractions(folder: Path, method: str, value: Fraction) -> None:
    text = (folder / "rules.yaml").read_text(encoding="utf-8")
    text = text.replace("    missing_allowed: 1\n", f"    missing_allowed: 1\n    method: {method}\n")
    text = text.replace("from: 5", "from: 2")
    (folder / "rules.yaml").write_text(text, encoding="utf-8")
    result = evaluate(load(folder).forms["self_check"], CALM)
    assert result.scores["hinder"].value == value
    assert result.scores["hinder"].band == ("little" if method == "mean" else "much")


def test_advice_stays_out_when_a_heavier_level_wins_or_other_advice_excludes_it(self_check: Form) -> None:
    weak = {**CALM, "fever": True, "shivers": False, "duration": 100}
    assert evaluate(self_check, weak).advice == ("keep_moving",)
    assert evaluate(self_check, {**weak, "onset": "accident", "fall_heavy": True}).advice == ("rest",)
    assert evaluate(self_check, {**weak, "unsteady": True}).advice == ()


def test_a_form_that_is_not_judged_has_no_level(neck: Pathway) -> None:
    result = evaluate(neck.forms["intake"], {"story": "x"})
    assert (result.level, result.in_scope, result.is_definite) == (None, True, True)
    assert result.shown == ("spot", "story", "since", "goals")


def test_an_evaluation_survives_json(self_check: Form) -> None:
    for answers in ({}, CALM, {**CALM, "unsteady": "dont_know"}, {**CALM, "age": 3}):
        result = evaluate(self_check, answers)
        assert Evaluation.from_json(result.to_json()) == result


def test_an_outcome_kept_before_alarms_could_be_unsettled_stays_readable(self_check: Form) -> None:
    kept = json.loads(evaluate(self_check, CALM).to_json())
    del kept["unsettled"]
    assert Evaluation.from_json(json.dumps(kept)) == evaluate(self_check, CALM)


def test_an_older_evaluator_weighs_as_it_did_and_says_no_more(follow_up_check: Form) -> None:
    """An entry that it weighed must come out as it was kept."""
    waiting = {**CALM, "fever": True, "shivers": True, "duration": None}
    older = evaluate(follow_up_check, waiting, evaluator=1)
    assert (older.level, older.unsettled) == ("therapist", ())
    assert "unsettled" not in json.loads(older.to_json(evaluator=1))
    assert json.loads(older.to_json()).keys() - json.loads(older.to_json(evaluator=1)).keys() == {"unsettled"}
    assert evaluate(follow_up_check, waiting, evaluator=EVALUATOR) == evaluate(follow_up_check, waiting)


@pytest.mark.parametrize("unknown", [0, EVALUATOR + 1])
def test_an_unknown_evaluator_is_refused(self_check: Form, unknown: int) -> None:
    with pytest.raises(ValueError, match=f"evaluator {unknown} is not known here"):
        evaluate(self_check, CALM, evaluator=unknown)
