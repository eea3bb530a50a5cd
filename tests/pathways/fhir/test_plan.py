"""The rules as a PlanDefinition, advice and options as ActivityDefinitions: they say what evaluate says."""

from random import Random
from typing import Any

import fhirpathpy

from fhir_reading import R4, Reader, by_chance
from pathways.evaluate import evaluate
from pathways.fhir import questionnaire, resources, response
from pathways.fhir.activities import activities
from pathways.fhir.doses import in_words, timing
from pathways.fhir.plan import plan
from pathways.model import Form, Pathway
from pathways.model.effective import split_answers
from pathways.model.exercises import Dose, Span


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


def test_an_option_says_what_speaks_for_and_against_it(neck: Pathway) -> None:
    (option,) = [one for one in resources(neck) if one["id"] == "neck.option.tx-moving"]
    assert option["title"] == "Mobilisatie"
    assert "Niet doen bij: ruggenmerg" in option["usage"]


def test_an_exercise_says_how_much_and_when_to_stop(pack: Pathway) -> None:
    (walking,) = [one for one in activities(pack) if one["id"] == "low-back-pain.exercise.ex-walking"]
    exercise = pack.exercise["ex_walking"]
    assert walking["title"] == exercise.name.nl
    assert exercise.stop.nl in walking["usage"]
    assert f"Hoeveel: {in_words(exercise.dose).nl}" in walking["usage"]
    for precaution in exercise.precautions:
        assert precaution.label.nl in walking["usage"]


def test_a_dose_in_words_and_as_a_timing() -> None:
    dose = Dose(sets=Span(3, 3), reps=Span(8, 12), days_a_week=Span(2, 3), minutes=Span(5, 10), per_side=True)
    assert in_words(dose).nl == "3 sets, 8 tot 12 herhalingen, 5 tot 10 minuten, 2 tot 3 dagen per week, aan elke kant"
    assert in_words(dose).en == "3 sets, 8 to 12 repetitions, 5 to 10 minutes, 2 to 3 days a week, on each side"
    assert timing(dose)["timingTiming"]["repeat"] == {
        "duration": 5, "durationMax": 10, "durationUnit": "min",
        "frequency": 2, "frequencyMax": 3, "period": 1, "periodUnit": "wk",
    }  # fmt: skip
    assert timing(Dose(sets=Span(2, 2))) == {}
