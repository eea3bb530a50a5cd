"""A form as a Questionnaire: what a reader of it finds, and where."""

from typing import Any

from fhir_reading import CALCULATED, ENABLE_WHEN, by_link, every_item, expressions
from pathways.fhir import questionnaire
from pathways.model import Pathway


def extension_values(element: dict[str, Any], name: str) -> list[Any]:
    found = (one for one in element.get("extension", []) if one["url"].endswith(f"/{name}"))
    return [value for one in found for key, value in one.items() if key.startswith("value")]


def test_pages_are_groups_with_their_questions_in_order(neck: Pathway) -> None:
    resource = questionnaire(neck.forms["self_check"])
    pages = [item for item in resource["item"] if item["linkId"].startswith("page:")]
    assert [page["text"] for page in pages] == ["Begin", "Ongeluk", "Tekenen"]
    assert [item["linkId"] for item in pages[0]["item"]] == ["age", "onset"]


def test_texts_are_dutch_with_the_english_as_a_translation(neck: Pathway) -> None:
    item = by_link(questionnaire(neck.forms["self_check"]))["age"]
    assert item["text"] == "Hoe oud ben je?"
    (translation,) = item["_text"]["extension"]
    assert translation["extension"] == [
        {"url": "lang", "valueCode": "en"},
        {"url": "content", "valueString": "How old are you?"},
    ]


def test_each_type_of_question_has_its_type_of_item(neck: Pathway) -> None:
    found = by_link(questionnaire(neck.forms["self_check"])) | by_link(questionnaire(neck.forms["intake"]))
    found |= by_link(questionnaire(neck.forms["screening"]))
    kinds = {name: found[name]["type"] for name in found if ":" not in name}
    assert kinds["age"] == kinds["duration"] == "integer"
    assert kinds["temperature"] == "decimal"
    assert kinds["unsteady"] == kinds["biceps_left"] == "boolean"
    assert kinds["onset"] == kinds["where"] == kinds["spot"] == "choice"
    assert (kinds["story"], kinds["since"]) == ("text", "date")
    assert kinds["goals"] == kinds["reflexes"] == "group"
    assert found["goals"]["repeats"] and found["where"]["repeats"] and found["spot"]["repeats"]
    assert "repeats" not in found["onset"]
    assert [item["linkId"] for item in found["goals"]["item"]] == ["goals.activity", "goals.now"]
    assert [item["text"] for item in found["reflexes"]["item"]][:2] == ["Biceps: links", "Biceps: rechts"]


def test_limits_and_duties_are_kept(neck: Pathway) -> None:
    found = by_link(questionnaire(neck.forms["self_check"])) | by_link(questionnaire(neck.forms["intake"]))
    temperature = by_link(questionnaire(neck.forms["screening"]))["temperature"]
    assert found["age"]["required"] is True
    assert (extension_values(found["age"], "minValue"), extension_values(found["age"], "maxValue")) == ([0], [120])
    assert extension_values(temperature, "maxDecimalPlaces") == [1]
    assert extension_values(found["goals"], "questionnaire-minOccurs") == [1]
    assert extension_values(found["goals"], "questionnaire-maxOccurs") == [2]
    assert found["story"]["maxLength"] == 20
    (arm, _, nowhere) = found["where"]["answerOption"]
    assert extension_values(nowhere, "questionnaire-optionExclusive") == [True]
    assert "extension" not in arm


def test_points_of_options_are_ordinal_values(pack: Pathway) -> None:
    question = next(q for q in pack.questions.values() if q.options and q.options[0].points is not None)
    form = next(form for form in pack.forms.values() if question in form.own)
    options = by_link(questionnaire(form))[question.id]["answerOption"]
    assert [extension_values(option, "ordinalValue") for option in options] == [[o.points] for o in question.options]


def test_a_gate_that_enable_when_can_say_is_said_so_and_else_by_an_expression(neck: Pathway) -> None:
    found = by_link(questionnaire(neck.forms["self_check"]))
    coding = {"system": "https://ruggespraak.example/fhir/CodeSystem/neck.onset", "code": "accident"}
    assert found["fall_heavy"]["enableWhen"] == [{"question": "onset", "operator": "=", "answerCoding": coding}]
    assert not expressions(found["fall_heavy"], ENABLE_WHEN)
    # Fever offers "don't know", and then the shivers are asked too: plain enableWhen cannot say that.
    assert "enableWhen" not in found["shivers"]
    assert expressions(found["shivers"], ENABLE_WHEN)


def test_no_item_has_both_kinds_of_gate(pack: Pathway) -> None:
    plain = by_expression = 0
    for form in pack.forms.values():
        for item in every_item(questionnaire(form)["item"]):
            is_plain, has_expression = "enableWhen" in item, bool(expressions(item, ENABLE_WHEN))
            assert not (is_plain and has_expression)
            plain, by_expression = plain + is_plain, by_expression + has_expression
    assert plain > 20
    assert by_expression > 20


def test_results_are_hidden_read_only_and_calculated(neck: Pathway) -> None:
    resource = questionnaire(neck.forms["self_check"])
    results = by_link(resource)["result:all"]
    assert extension_values(results, "questionnaire-hidden") == [True]
    links = {item["linkId"] for item in results["item"]}
    assert {"result:level", "result:certain", "result:possible", "result:in_scope", "rule:cord"} <= links
    for item in results["item"]:
        assert extension_values(item, "questionnaire-hidden") == [True]
        assert item["readOnly"] is True
        assert expressions(item, CALCULATED)
    level = by_link(resource)["result:level"]
    assert [o["valueCoding"]["code"] for o in level["answerOption"]] == [level.id for level in neck.levels]


def test_answers_of_earlier_forms_wait_in_a_hidden_group(neck: Pathway) -> None:
    resource = questionnaire(neck.forms["screening"])
    earlier = by_link(resource)["earlier:answers"]
    assert extension_values(earlier, "questionnaire-hidden") == [True]
    assert "earlier:fever" in {item["linkId"] for item in earlier["item"]}
    assert not any(item.get("required") for item in every_item([earlier]))
    assert "earlier:answers" not in by_link(questionnaire(neck.forms["self_check"]))


def test_every_link_and_every_variable_stands_once(pack: Pathway) -> None:
    for form in pack.forms.values():
        resource = questionnaire(form)
        links = [item["linkId"] for item in every_item(resource["item"])]
        assert len(links) == len(set(links))
        variables = [one["name"] for one in expressions(resource, "http://hl7.org/fhir/StructureDefinition/variable")]
        assert len(variables) == len(set(variables))
        assert not any("_" in name for name in variables)


def test_a_form_that_is_not_judged_has_no_results(neck: Pathway) -> None:
    assert "result:all" not in by_link(questionnaire(neck.forms["intake"]))


def test_addresses_begin_where_the_publisher_says(neck: Pathway) -> None:
    resource = questionnaire(neck.forms["self_check"], base="https://practice.example/fhir")
    assert resource["url"] == "https://practice.example/fhir/Questionnaire/neck.self-check"
    assert "ruggespraak.example" not in str(resource)
    assert (resource["version"], resource["status"]) == ("0.1.0", "draft")
    assert resource["identifier"][0]["value"] == neck.content_hash
