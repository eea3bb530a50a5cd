"""Answers out as a QuestionnaireResponse and in again: the same answers, or a complete list of what does not fit."""

import copy
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from fhir_reading import by_chance
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


def test_small_decimals_are_not_written_as_powers(tmp_path: Path) -> None:
    from dataclasses import replace

    from pathways.fhir.received import _values
    from pathways.model import Question, Text

    question = Question("dose", "number", Text("x", "x"), max=Decimal(1), decimals=5)
    (given,) = _values(question, [{"valueDecimal": json.loads(json.dumps(0.00001))}], "")
    assert value_of(replace(question), given) == Decimal("0.00001")


# ── out ──────────────────────────────────────────────────────────────────────────────────────────────────


def items_of(resource: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    waiting = list(resource.get("item", []))
    while waiting:
        item = waiting.pop()
        found[item["linkId"]] = item
        waiting += item.get("item", [])
    return found


def test_dont_know_is_an_item_without_an_answer_that_says_why(self_check: Form) -> None:
    item = items_of(response(self_check, {"fever": DONT_KNOW}))["fever"]
    assert "answer" not in item
    assert item["extension"] == [{"url": ABSENT_REASON, "valueCode": "asked-unknown"}]


def test_what_was_left_in_a_hidden_question_is_not_sent(self_check: Form) -> None:
    stale = {"onset": "gradual", "fall_heavy": True}
    assert "fall_heavy" not in items_of(response(self_check, stale))
    assert "fall_heavy" in items_of(response(self_check, {**stale, "onset": "accident"}))


def test_decimals_are_sent_as_they_are_written(neck: Pathway) -> None:
    item = items_of(response(neck.forms["screening"], {"temperature": Decimal("38.5")}))["temperature"]
    assert item["answer"] == [{"valueDecimal": 38.5}]


def test_a_closed_form_says_so(self_check: Form) -> None:
    closed = response(self_check, {"age": 40}, closed=True)
    assert closed["status"] == "completed"
    assert read_response(self_check, closed).is_closed
    assert not read_response(self_check, response(self_check, {"age": 40})).is_closed


# ── in ───────────────────────────────────────────────────────────────────────────────────────────────────

EXAMPLE = {
    "age": 40,
    "onset": "gradual",
    "where": ("arm", "both_hands"),
    "unsteady": False,
    "fever": DONT_KNOW,
    "duration": 4,
}


def test_another_system_may_leave_answers_in_hidden_questions_and_they_are_dropped(self_check: Form) -> None:
    from pathways.fhir.responses import written

    received = read_response(self_check, written(self_check, {**EXAMPLE, "fall_heavy": True}, {}))
    assert received.is_valid
    assert received.dropped == ("fall_heavy",)
    assert "fall_heavy" not in received.answers


def test_results_that_another_system_calculated_are_not_believed(self_check: Form) -> None:
    sent = response(self_check, EXAMPLE)
    coding = {"valueCoding": {"code": "emergency"}}
    sent["item"].append({"linkId": "result:all", "item": [{"linkId": "result:level", "answer": [coding]}]})
    received = read_response(self_check, sent)
    assert received.is_valid
    assert received.answers == EXAMPLE


def put(link: str, **item: Any) -> Callable[[dict[str, Any]], None]:
    """Damage: other contents for one item."""

    def damage(sent: dict[str, Any]) -> None:
        found = items_of(sent)[link]
        found.clear()
        found.update(linkId=link, **item)

    return damage


def top(**contents: Any) -> Callable[[dict[str, Any]], None]:
    return lambda sent: sent.update(contents)


def again(link: str) -> Callable[[dict[str, Any]], None]:
    return lambda sent: sent["item"].append(copy.deepcopy(items_of(sent)[link]))


def nest(depth: int) -> list[Any]:
    return [{"linkId": "page:start", "item": nest(depth - 1)}] if depth else []


DAMAGE: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "another form": (top(questionnaire="https://elsewhere.example/Questionnaire/x"), ""),
    "another version": (
        top(questionnaire="https://ruggespraak.example/fhir/Questionnaire/neck.self-check|9"),
        "",
    ),
    "withdrawn": (top(status="entered-in-error"), ""),
    "no list of items": (top(item={"linkId": "age"}), ""),
    "an item that is none": (top(item=["age"]), ""),
    "an unknown item": (top(item=[{"linkId": "shoe_size"}]), "shoe_size"),
    "too deep": (top(item=nest(20)), "page:start"),
    "twice": (again("age"), "age"),
    "a text for a number": (put("age", answer=[{"valueString": "40"}]), "age"),
    "a text in a number": (put("age", answer=[{"valueInteger": "40"}]), "age"),
    "yes for a number": (put("age", answer=[{"valueInteger": True}]), "age"),
    "a number for yes": (put("unsteady", answer=[{"valueBoolean": 1}]), "unsteady"),
    "out of range": (put("age", answer=[{"valueInteger": 400}]), "age"),
    "two answers": (put("age", answer=[{"valueInteger": 4}, {"valueInteger": 5}]), "age"),
    "two values": (put("age", answer=[{"valueInteger": 4, "valueString": "4"}]), "age"),
    "no value": (put("age", answer=[{}]), "age"),
    "an answer that is no list": (put("age", answer={"valueInteger": 4}), "age"),
    "an unknown option": (put("onset", answer=[{"valueCoding": {"code": "slowly"}}]), "onset"),
    "the code of another list": (
        put("onset", answer=[{"valueCoding": {"system": "http://snomed.info/sct", "code": "gradual"}}]),
        "onset",
    ),
    "none of these, and one": (
        put("where", answer=[{"valueCoding": {"code": "arm"}}, {"valueCoding": {"code": "nowhere"}}]),
        "where",
    ),
    "don't know where that is not offered": (
        put("age", extension=[{"url": ABSENT_REASON, "valueCode": "asked-unknown"}]),
        "age",
    ),
    "an answer and don't know": (
        put(
            "unsteady",
            answer=[{"valueBoolean": True}],
            extension=[{"url": ABSENT_REASON, "valueCode": "asked-unknown"}],
        ),
        "unsteady",
    ),
    "items below an answer": (put("unsteady", answer=[{"valueBoolean": True, "item": [{"linkId": "x"}]}]), "unsteady"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_does_not_fit_is_told_where_it_is(damage: str, self_check: Form) -> None:
    sent = response(self_check, EXAMPLE)
    change, link = DAMAGE[damage]
    change(sent)
    received = read_response(self_check, sent)
    assert [problem.link_id for problem in received.problems] == [link]
    assert received.problems[0].message
    assert received.answers.get(link) is None


def test_every_problem_is_told_at_once_and_the_rest_is_kept(self_check: Form) -> None:
    sent = response(self_check, EXAMPLE)
    put("age", answer=[{"valueInteger": 400}])(sent)
    put("onset", answer=[{"valueCoding": {"code": "slowly"}}])(sent)
    received = read_response(self_check, sent, language="en")
    assert [problem.link_id for problem in received.problems] == ["age", "onset"]
    assert received.problems[0].message == "Choose a number from 0 to 120."
    assert set(received.answers) == set(EXAMPLE) - {"age", "onset"}


@pytest.mark.parametrize("resource", [None, [], "x", {"resourceType": "Patient"}, {}])
def test_what_is_no_response_is_refused(resource: Any, self_check: Form) -> None:
    assert not read_response(self_check, resource).is_valid


def test_a_faulty_line_of_a_list_is_told_by_its_field(neck: Pathway) -> None:
    sent = response(neck.forms["intake"], {"goals": ({"activity": "fietsen", "now": 3},)})
    put("goals.now", answer=[{"valueInteger": 30}])(sent)
    received = read_response(neck.forms["intake"], sent)
    assert [problem.link_id for problem in received.problems] == ["goals.now"]


@pytest.mark.parametrize("turns", [300, pytest.param(20_000, marks=pytest.mark.night)])
def test_no_damage_makes_it_stumble(turns: int, neck: Pathway) -> None:
    """Any part of a response may be anything."""
    random = Random(5)
    junk: list[Any] = [None, True, -1, 1e300, "", "x" * 50, [], {}, [[]], [{}], {"linkId": "age"}, float("nan"), [None]]
    for turn in range(turns):
        form = neck.forms[random.choice(["self_check", "screening", "intake"])]
        own, earlier = split_answers(form, by_chance(form, random))
        sent = json.loads(json.dumps(response(form, own, earlier)))
        for _ in range(1 + turn % 3):
            holder, key = random.choice([*every_place(sent)])
            holder[key] = copy.deepcopy(random.choice(junk))
        received = read_response(form, sent)
        for name, value in received.answers.items():
            assert value_of(form.supplied[name], value) == value


def every_place(value: Any) -> Any:
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(inner, dict | list):
            yield from every_place(inner)
