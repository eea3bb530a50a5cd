"""Answers as a QuestionnaireResponse, and back: the same answers."""

import json
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from fhir_reading import by_chance, by_link
from pathways.evaluate import evaluate
from pathways.fhir import read_response, response
from pathways.fhir.links import ABSENT_REASON
from pathways.fhir.responses import last_said
from pathways.model import DONT_KNOW, Form, Pathway
from pathways.model.answers import value_of
from pathways.model.effective import interview_of, split_answers
from random_pathways import Maker


def there_and_back(form: Form, given: dict[str, Any]) -> None:
    """What is shown comes back as it went, through JSON text, and comes to the same outcome."""
    valid = {name: value_of(form.supplied[name], value) for name, value in given.items()}
    own, earlier = split_answers(form, valid)
    sent = json.loads(json.dumps(response(form, own, earlier)))
    received = read_response(form, sent)
    assert received.problems == ()
    assert received.dropped == ()
    shown = set(interview_of(form).effective(own, earlier).shown)
    assert received.answers == {name: value for name, value in own.items() if name in shown}
    before = {name: value for name, value in last_said(form, earlier).items() if name in shown}
    assert last_said(form, received.earlier) == before
    assert evaluate(form, received.answers, received.earlier) == evaluate(form, own, earlier)


def test_answers_come_back_as_they_went(neck: Pathway) -> None:
    for form in neck.forms.values():
        random = Random(form.id)
        for _ in range(40):
            there_and_back(form, by_chance(form, random))


@pytest.mark.parametrize("sets", [1, pytest.param(100, marks=pytest.mark.night)])
def test_answers_to_low_back_pain_come_back_as_they_went(sets: int, pack: Pathway) -> None:
    for form in pack.forms.values():
        random = Random(form.id)
        for _ in range(sets):
            there_and_back(form, by_chance(form, random))


@pytest.mark.parametrize("last", [40, pytest.param(2000, marks=pytest.mark.night)])
def test_answers_to_random_pathways_come_back_as_they_went(last: int, tmp_path: Path) -> None:
    for seed in range(last):
        case = Maker(seed).make(tmp_path / str(seed))
        there_and_back(case.form, case.all_answers)


def test_dont_know_is_an_item_without_an_answer_that_says_why(self_check: Form) -> None:
    item = by_link(response(self_check, {"fever": DONT_KNOW}))["fever"]
    assert "answer" not in item
    assert item["extension"] == [{"url": ABSENT_REASON, "valueCode": "asked-unknown"}]


def test_what_was_left_in_a_hidden_question_is_not_sent(self_check: Form) -> None:
    stale = {"onset": "gradual", "fall_heavy": True}
    assert "fall_heavy" not in by_link(response(self_check, stale))
    assert "fall_heavy" in by_link(response(self_check, {**stale, "onset": "accident"}))


def test_decimals_are_sent_as_they_are_written(neck: Pathway) -> None:
    item = by_link(response(neck.forms["screening"], {"temperature": Decimal("38.5")}))["temperature"]
    assert item["answer"] == [{"valueDecimal": 38.5}]


def test_a_closed_form_says_so(self_check: Form) -> None:
    closed = response(self_check, {"age": 40}, closed=True)
    assert closed["status"] == "completed"
    assert read_response(self_check, closed).is_closed
    assert not read_response(self_check, response(self_check, {"age": 40})).is_closed
