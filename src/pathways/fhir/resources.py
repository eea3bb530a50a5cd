"""Every resource of a pathway, and as one Bundle."""

from __future__ import annotations

from collections.abc import Iterable

from pathways.fhir.activities import activities
from pathways.fhir.elements import BASE, Json
from pathways.fhir.plan import plan
from pathways.fhir.questionnaire import questionnaire
from pathways.model import Form, Pathway


def resources(pathway: Pathway, base: str = BASE, forms: Iterable[Form] = ()) -> list[Json]:
    """The forms (or only these) as Questionnaires, the rules as a PlanDefinition, advice, options and exercises.

    Raises ValueError when two names, or two ids, would become one.
    """
    found = [questionnaire(form, base) for form in forms or pathway.forms.values()]
    if not forms:
        found += [plan(pathway, base), *activities(pathway, base)]
    addresses = [resource["url"] for resource in found]
    twice = {address for address in addresses if addresses.count(address) > 1}
    if twice:
        raise ValueError(f"two resources would have one address: {', '.join(sorted(twice))}")
    return found


def bundle(found: Iterable[Json]) -> Json:
    """The resources as a collection."""
    entries = [{"fullUrl": resource["url"], "resource": resource} for resource in found]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}
