"""Others' questionnaires with others' answers: what we say of each, beside what its makers expect.

The verdicts stand in verdicts.yaml, one per case, with every word of it. A case whose verdict changes fails here, for
better or worse, until somebody has looked and recorded the new one. Where the questionnaire itself is refused there is
no form that could judge the answers: "not applicable", never "agrees".
"""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from pathways.fhir.instruments import import_instrument, read_reply

SET = Path(__file__).parents[3].parent / "shared/data/questionnaire-validation"
VERDICTS: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "verdicts.yaml").read_text())

pytestmark = pytest.mark.skipif(not SET.is_dir(), reason="the validation set of others is not here")


@cache
def cases() -> dict[str, tuple[Path, Path, str]]:
    """Case → questionnaire, response, and whether its makers expect the response to be valid."""
    manifest = json.loads((SET / "manifest.json").read_text())["test-cases"]
    found = {}
    for case in manifest:
        counts = case["dotnet-brianpos"]
        expected = "invalid" if counts["fatalCount"] + counts["errorCount"] else "valid"
        found[case["name"]] = (SET / Path(case["supporting"][0]).name, SET / Path(case["file"]).name, expected)
    return found


def judged(questionnaire: Path, response: Path) -> tuple[str, list[str]]:
    """Our verdict, and what was said."""
    if not questionnaire.is_file():
        return "no questionnaire", []
    imported = import_instrument(questionnaire.read_text())
    if imported.instrument is None or imported.form is None:
        return "questionnaire refused", [str(reason) for reason in imported.reasons]
    reply = read_reply(imported.instrument, imported.form, response.read_text())
    return "valid" if reply.is_valid else "invalid", [str(problem) for problem in reply.problems]


def compared(verdict: str, expected: str) -> str:
    if verdict not in ("valid", "invalid"):
        return "not applicable"
    return "agrees" if verdict == expected else "differs"


def record() -> dict[str, dict[str, Any]]:
    """All cases as they come out now, in the form of verdicts.yaml."""
    recorded = {}
    for name, (questionnaire, response, expected) in cases().items():
        verdict, said = judged(questionnaire, response)
        recorded[name] = {"expected": expected, "verdict": verdict, "compared": compared(verdict, expected)}
        recorded[name] |= {"said": said} if said else {}
    return recorded


@pytest.mark.parametrize("name", VERDICTS)
def test_a_case_comes_out_as_recorded(name: str) -> None:
    questionnaire, response, expected = cases()[name]
    verdict, said = judged(questionnaire, response)
    recorded = {key: value for key, value in VERDICTS[name].items() if key != "because"}
    now = {"expected": expected, "verdict": verdict, "compared": compared(verdict, expected)}
    assert {**now, "said": said} == {"said": [], **recorded}


def test_every_case_of_the_set_has_a_verdict() -> None:
    assert set(VERDICTS) == set(cases())


def test_the_figures_are_those_of_the_decision_record() -> None:
    figures = Counter(each["compared"] for each in VERDICTS.values())
    assert figures == {"agrees": 14, "differs": 2, "not applicable": 58}


def test_whatever_differs_says_why() -> None:
    for name, each in VERDICTS.items():
        assert (each["compared"] == "differs") is bool(each.get("because")), name


def test_digits_behind_the_point_are_judged_once_the_quantities_are_left_out() -> None:
    """A pair beside the manifest, without an expectation: two of its four items are of a kind that we do not keep."""
    questionnaire = (SET / "Questionnaire-ExampleEntryValidationDecimal.json").read_text()
    response = (SET / "QuestionnaireResponse-ExampleEntryValidationDecimalResponse.json").read_text()
    refused = import_instrument(questionnaire)
    assert [reason.link_id for reason in refused.reasons] == ["testId2", "testId4"]
    imported = import_instrument(questionnaire, leave_out=["testId2", "testId4"])
    assert imported.instrument is not None and imported.form is not None
    reply = read_reply(imported.instrument, imported.form, response)
    assert [(problem.link_id, problem.why) for problem in reply.problems] == [
        ("testId3", "Use at most 2 digits after the decimal point.")
    ]
