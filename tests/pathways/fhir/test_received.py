"""A QuestionnaireResponse as answers: the valid ones, and a complete list of what does not fit, where it is."""

import copy
import json
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from fhir_reading import by_chance, by_link
from pathways.fhir import read_response, response
from pathways.fhir.links import ABSENT_REASON
from pathways.fhir.received import _values
from pathways.fhir.responses import written
from pathways.model import DONT_KNOW, Form, Pathway, Question, Text
from pathways.model.answers import value_of
from pathways.model.effective import split_answers

EXAMPLE = {
    "age": 40,
    "onset": "gradual",
    "where": ("arm", "both_hands"),
    "unsteady": False,
    "fever": DONT_KNOW,
    "duration": 4,
}


def test_another_system_may_leave_answers_in_hidden_questions_and_they_are_dropped(self_check: Form) -> None:
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
        found = by_link(sent)[link]
        found.clear()
        found.update(linkId=link, **item)

    return damage


def top(**contents: Any) -> Callable[[dict[str, Any]], None]:
    return lambda sent: sent.update(contents)


def again(link: str) -> Callable[[dict[str, Any]], None]:
    return lambda sent: sent["item"].append(copy.deepcopy(by_link(sent)[link]))


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


def test_small_decimals_are_not_written_as_powers() -> None:
    question = Question("dose", "number", Text("x", "x"), max=Decimal(1), decimals=5)
    (given,) = _values(question, [{"valueDecimal": json.loads(json.dumps(0.00001))}], "")
    assert value_of(question, given) == Decimal("0.00001")


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
