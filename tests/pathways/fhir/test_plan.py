"""The rules as a PlanDefinition: its actions apply when our rules fire."""

from random import Random
from typing import Any

import fhirpathpy

from fhir_reading import R4, Reader, by_chance
from pathways.evaluate import evaluate
from pathways.fhir import questionnaire, resources, response
from pathways.fhir.plan import plan
from pathways.model import Form, Pathway
from pathways.model.effective import split_answers


def filled_in(form: Form, reader: Reader, sent: dict[str, Any]) -> dict[str, Any]:
    """The response as another system gives it back: with the calculated items in it."""
    found = reader.read(sent)
    results = [
        {"linkId": link, "answer": [{"valueBoolean": one} if isinstance(one, bool) else {"valueCoding": one}]}
        for link in reader.calculated
        for one in found[link]
    ]
    return {**sent, "item": [*sent.get("item", []), {"linkId": "result:all", "item": results}]}


def holds(action: dict[str, Any], given: dict[str, Any]) -> bool:
    return all(
        fhirpathpy.evaluate(given, condition["expression"]["expression"], {"resource": given}, R4) == [True]
        for condition in action.get("condition", [])
    )


def test_an_action_applies_when_its_rule_fires_and_advises_what_we_advise(neck: Pathway) -> None:
    actions = plan(neck)["action"]
    for form in (neck.forms["self_check"], neck.forms["screening"]):
        reader, random, fired = Reader(questionnaire(form)), Random(3), 0
        for _ in range(12):
            own, earlier = split_answers(form, by_chance(form, random) | {"age": random.choice([12, 40])})
            evaluation = evaluate(form, own, earlier)
            given = filled_in(form, reader, response(form, own, earlier))
            applies = [action for action in actions if holds(action, given)]
            assert [action["prefix"] for action in applies] == [fired.rule for fired in evaluation.fired]
            fired += len(applies)
            advised = {
                inner["prefix"] for action in applies for inner in action.get("action", []) if holds(inner, given)
            }
            assert set(evaluation.advice) <= advised
        assert fired


def test_each_rule_gives_its_source_its_level_and_its_reason(neck: Pathway) -> None:
    for action in plan(neck)["action"]:
        rule = neck.rule[action["prefix"]]
        assert action["title"] == rule.because.nl
        assert action["documentation"] == [{"type": "citation", "label": "src_own", "citation": "Invented (2026)"}]
        assert action["code"][0]["coding"][0]["code"] == rule.urgency


def test_every_advice_that_an_action_names_is_defined(neck: Pathway) -> None:
    found = resources(neck)
    defined = {f"{one['url']}|{one['version']}" for one in found if one["resourceType"] == "ActivityDefinition"}
    named = {inner["definitionCanonical"] for action in plan(neck)["action"] for inner in action.get("action", [])}
    assert named
    assert named <= defined
