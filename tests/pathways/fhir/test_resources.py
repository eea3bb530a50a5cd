"""Every resource that goes out is accepted by two validators that are not ours, and they do refuse what is wrong."""

import copy
import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import fhirkit
import pytest
from pydantic import ValidationError

from fhir_reading import by_chance
from pathways.fhir import bundle, questionnaire, resources, response
from pathways.model import Pathway, load
from pathways.model.effective import split_answers

Resource = dict[str, Any]


def fhirkit_refuses(resource: Resource) -> bool:
    return bool(fhirkit.validate(json.dumps(resource)))


def fhir_resources_refuses(resource: Resource) -> bool:
    """R4B: of the resources that we make, nothing differs from R4 but what we do not use."""
    kind = resource["resourceType"]
    try:
        getattr(import_module(f"fhir.resources.R4B.{kind.lower()}"), kind).model_validate(resource)
    except ValidationError:
        return True
    return False


VALIDATORS = [fhirkit_refuses, fhir_resources_refuses]


def responses_of(pathway: Pathway) -> list[Resource]:
    found = []
    for form in pathway.forms.values():
        own, earlier = split_answers(form, by_chance(form, Random(form.id), silent=0.05))
        found.append(response(form, own, earlier, closed=form.is_judged))
    return found


@pytest.mark.parametrize("refuses", VALIDATORS)
def test_what_we_make_of_the_invented_pathway_is_accepted(refuses: Any, neck: Pathway) -> None:
    found = resources(neck)
    for resource in (*found, *responses_of(neck), bundle(found)):
        assert not refuses(resource), resource["id"]


def test_what_we_make_of_low_back_pain_is_accepted(pack: Pathway) -> None:
    for resource in (*resources(pack), *responses_of(pack)):
        assert not fhirkit_refuses(resource), resource


@pytest.mark.parametrize("is_whole", [False, pytest.param(True, marks=pytest.mark.night)])
def test_the_slower_validator_accepts_low_back_pain_too(is_whole: bool, pack: Pathway) -> None:
    found = [*resources(pack), *responses_of(pack)]
    for resource in found:
        if is_whole or resource["resourceType"] != "Questionnaire":
            assert not fhir_resources_refuses(resource), resource["id"]


def drop(resource: Resource, *path: Any) -> None:
    holder = at(resource, path[:-1])
    del holder[path[-1]]


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


FAULTS: dict[str, Callable[[Resource], Any]] = {
    "no status": lambda r: drop(r, "status"),
    "no linkId": lambda r: drop(r, "item", 0, "linkId"),
    "an element that does not exist": lambda r: r.update(colour="red"),
    "two values in one extension": lambda r: r["extension"][0].update(valueBoolean=True),
    "a text where a list is due": lambda r: r.update(subjectType="Patient"),
    "an extension without a url": lambda r: drop(r, "extension", 0, "url"),
    "a gate without an operator": lambda r: drop(r, "item", 1, "item", 0, "enableWhen", 0, "operator"),
}


@pytest.mark.parametrize("refuses", VALIDATORS)
@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_is_refused(fault: str, refuses: Any, neck: Pathway) -> None:
    resource = copy.deepcopy(questionnaire(neck.forms["self_check"]))
    assert not refuses(resource)
    FAULTS[fault](resource)
    assert refuses(resource)


def test_addresses_and_ids_are_unique_and_short(pack: Pathway) -> None:
    found = resources(pack)
    ids = [(resource["resourceType"], resource["id"]) for resource in found]
    assert len(set(ids)) == len(ids) == len(pack.forms) + 1 + len(pack.advice) + len(pack.options) + len(pack.exercises)
    assert all(len(name) <= 64 and "_" not in name for _, name in ids)


def test_the_same_pathway_always_gives_the_same_text(neck: Pathway, tmp_path: Path) -> None:
    import invented

    again = load(invented.lay_out(tmp_path))
    assert json.dumps(resources(neck)) == json.dumps(resources(again))
