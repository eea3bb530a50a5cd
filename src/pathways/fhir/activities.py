"""What can be advised and what can be offered, as ActivityDefinitions in our own words."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.fhir.elements import BASE, Addresses, Json, citations, joined, published, said
from pathways.fhir.names import pascal
from pathways.model import Advice, Pathway, Text, TreatmentOption

_HEADINGS = {
    "benefit": Text("Wat het kan brengen", "What it may bring"),
    "risk": Text("Wat er mis kan gaan", "What may go wrong"),
    "burden": Text("Wat het van je vraagt", "What it asks of you"),
    "dose": Text("Hoe vaak en hoe lang", "How often and how long"),
}
_AGAINST = {
    "absolute": Text("Niet doen bij", "Do not do this with"),
    "relative": Text("Alleen met een reden bij", "Only with a reason with"),
}


def activities(pathway: Pathway, base: str = BASE) -> Iterator[Json]:
    """One for each advice of the rules, then one for each treatment option."""
    addresses = Addresses(pathway, base)
    for advice in pathway.advice.values():
        yield _advised(advice, addresses)
    for option in pathway.options.values():
        yield _offered(option, addresses)


def _advised(advice: Advice, addresses: Addresses) -> Json:
    url = addresses.activity("advice", advice.id)
    return {
        "resourceType": "ActivityDefinition",
        **published(addresses, url, advice.label, f"Advice{pascal(advice.id)}"),
        **said("description", advice.label),
        **_resting_on(addresses.pathway, advice.source),
        "kind": "CommunicationRequest",
        "intent": "proposal",
    }


def _offered(option: TreatmentOption, addresses: Addresses) -> Json:
    url = addresses.activity("option", option.id)
    return {
        "resourceType": "ActivityDefinition",
        **published(addresses, url, option.label, f"Option{pascal(option.id)}"),
        **said("subtitle", option.plain),
        **said("description", option.what),
        **said("purpose", option.why),
        **said("usage", joined(*_usage(option))),
        "topic": [{"text": option.group}],
        **_resting_on(addresses.pathway, option.source),
        "kind": "ServiceRequest",
        "intent": "proposal",
    }


def _usage(option: TreatmentOption) -> Iterator[Text]:
    for name, heading in _HEADINGS.items():
        text: Text | None = getattr(option, name)
        if text is not None:
            yield joined(heading, text, between=": ")
    for against in option.contra_indications:
        yield joined(_AGAINST[against.level], against.label, between=": ")


def _resting_on(pathway: Pathway, source: str | None) -> Json:
    return {} if source is None else {"relatedArtifact": citations(pathway, [source])}
