"""What the FHIRPath engine that we test with can and cannot do, by the official R4 suite of others.

We use the engine as a peer of our own evaluator, and only for what it does right. The list beside this file names
every test of the suite that it does not pass; an upgrade of the engine shows here what became better or worse.
"""

import copy
import json
import xml.etree.ElementTree as ET
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml
from fhirpathpy import evaluate
from fhirpathpy.models import models

ROOT = Path(__file__).parents[3]
SUITE = ROOT.parent / "shared/data/fhirpath"
RECORDED = Path(__file__).parent / "fhirpath_not_passed.yaml"

pytestmark = [
    pytest.mark.skipif(not SUITE.is_dir(), reason="the FHIRPath suite of others is not here"),
    pytest.mark.filterwarnings("ignore"),
]


@cache
def resource(name: str | None) -> dict[str, Any] | None:
    """An input of the suite as JSON; None when it is not among the files."""
    if name is None:
        return {}
    path = SUITE / name
    beside = SUITE.parent / "r4-examples" / f"{path.stem}.json"
    if path.suffix == ".json" and path.is_file():
        return json.loads(path.read_text(), parse_float=Decimal)
    if path.is_file():
        return from_xml(ET.parse(path).getroot())
    return json.loads(beside.read_text(), parse_float=Decimal) if beside.is_file() else None


LISTS = {
    "identifier", "coding", "name", "given", "telecom", "address", "line", "contact", "relationship", "communication",
    "link", "extension", "contained", "category", "performer", "parameter", "generalPractitioner", "referenceRange",
}  # fmt: skip
NUMBERS = {"rank", "value", "valueInteger", "valueDecimal", "multipleBirthInteger"}
SINGLE = {("organization", "name"), ("parameter", "name"), ("contact", "name"), ("contact", "address")}


def from_xml(node: ET.Element, parent: str = "") -> Any:
    """The few resources of the suite that come as XML; what is a list and what is a number is said above."""
    tag = node.tag.rpartition("}")[2]
    if "value" in node.attrib and not len(node):
        return primitive(tag, parent, node.attrib["value"])
    data: dict[str, Any] = {"resourceType": tag} if not parent else {}
    if "url" in node.attrib:
        data["url"] = node.attrib["url"]
    for child in node:
        key = child.tag.rpartition("}")[2]
        if key == "div":
            data[key] = ET.tostring(child, encoding="unicode")
            continue
        each = from_xml(child, tag)
        if key in LISTS and (tag, key) not in SINGLE:
            data.setdefault(key, []).append(each)
        else:
            data[key] = each
        if "value" in child.attrib and len(child):
            data[key] = primitive(key, tag, child.attrib["value"])
            data[f"_{key}"] = {"extension": [from_xml(inner, key) for inner in child]}
    return data


def primitive(tag: str, parent: str, text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    if tag in NUMBERS and (tag != "value" or parent in ("valueQuantity", "low", "high")):
        return Decimal(text) if "." in text else int(text)
    return text


def verdict(test: ET.Element) -> str:
    """Passed, or what went otherwise."""
    expression = test.find("expression")
    assert expression is not None
    source = resource(test.get("inputfile"))
    if source is None:
        return f"not run: {test.get('inputfile')} is not here"
    try:
        found = evaluate(copy.deepcopy(source), expression.text or "", {}, models["r4"])
    except Exception as error:
        return "passed" if expression.get("invalid") else f"raised {type(error).__name__}"
    if expression.get("invalid") or test.get("mode") == "strict":
        return "accepted what is invalid"
    expected = [(each.get("type"), each.text or "") for each in test.findall("output")]
    if test.get("predicate") == "true" and [kind for kind, _ in expected] == ["boolean"] and found != [True]:
        found = [bool(found)]
    is_equal = len(found) == len(expected) and all(map(same, expected, found))
    return "passed" if is_equal else "another result"


def same(expected: tuple[str | None, str], found: Any) -> bool:
    kind, text = expected
    if kind == "boolean":
        return found is (text == "true")
    if kind in ("integer", "decimal"):
        return not isinstance(found, bool) and number(found) is not None and number(found) == number(text)
    said = str(getattr(found, "asStr", found))
    return said.lstrip("@").removeprefix("T") == text.lstrip("@").removeprefix("T")


def number(given: Any) -> Decimal | None:
    try:
        return Decimal(str(given))
    except InvalidOperation:
        return None


def test_the_engine_passes_exactly_what_it_passed_when_it_was_recorded() -> None:
    tests = list(ET.parse(SUITE / "tests-fhir-r4.xml").getroot().iter("test"))
    assert len(tests) == 935  # two of the 937 stand in comments
    verdicts: dict[str, str] = {}
    for test in tests:
        name = test.get("name") or ""
        verdicts[name if name not in verdicts else f"{name}, the second"] = verdict(test)
    not_passed = {name: said for name, said in verdicts.items() if said != "passed"}
    recorded = yaml.safe_load(RECORDED.read_text())
    print(f"fhirpathpy {version('fhirpathpy')}: {len(tests) - len(not_passed)} of {len(tests)} pass")
    assert not_passed == recorded["not_passed"], f"recorded with fhirpathpy {recorded['engine']}"
    assert len(tests) - len(not_passed) == recorded["passed"]
