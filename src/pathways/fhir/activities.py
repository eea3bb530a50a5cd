"""What can be advised, offered and practised, as ActivityDefinitions in our own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from pathways.fhir.doses import in_words, timing
from pathways.fhir.elements import BASE, Addresses, Json, citations, joined, published, said
from pathways.fhir.names import pascal
from pathways.model import Advice, Pathway, Text, TreatmentOption
from pathways.model.exercises import Exercise, Step
from pathways.model.parts import ContraIndication

_HEADINGS = {
    "benefit": Text("Wat het kan brengen", "What it may bring"),
    "risk": Text("Wat er mis kan gaan", "What may go wrong"),
    "burden": Text("Wat het van je vraagt", "What it asks of you"),
    "unknown": Text("Wat we niet weten", "What we do not know"),
    "dose": Text("Hoe vaak en hoe lang", "How often and how long"),
}
_AGAINST = {
    "absolute": Text("Niet doen bij", "Do not do this with"),
    "relative": Text("Alleen met een reden bij", "Only with a reason with"),
}
_DOSE = Text("Hoeveel", "How much")
_MAY_FEEL = Text("Wat je mag voelen", "What you may feel")
_STOP = Text("Wanneer je stopt", "When to stop")
_HEAVIER = Text("Zwaarder", "Heavier")
_LIGHTER = Text("Lichter", "Lighter")
_SHOWN_FIRST = Text(
    "Doe deze oefening pas als je therapeut hem heeft voorgedaan.",
    "Do this exercise only after your therapist has shown it.",
)


def activities(pathway: Pathway, base: str = BASE) -> Iterator[Json]:
    """One for each advice of the rules, for each treatment option, and for each exercise."""
    addresses = Addresses(pathway, base)
    for advice in pathway.advice.values():
        yield _advised(advice, addresses)
    for option in pathway.options.values():
        yield _offered(option, addresses)
    for exercise in pathway.exercises:
        yield _practised(exercise, addresses)


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
    yield from _what_speaks_against(option.contra_indications)


def _what_speaks_against(found: Iterable[ContraIndication]) -> Iterator[Text]:
    return (joined(_AGAINST[against.level], against.label, between=": ") for against in found)


def _practised(exercise: Exercise, addresses: Addresses) -> Json:
    url = addresses.activity("exercise", exercise.id)
    return {
        "resourceType": "ActivityDefinition",
        **published(addresses, url, exercise.name, f"Exercise{pascal(exercise.id)}"),
        **said("description", joined(*exercise.how, between=" ")),
        **said("purpose", exercise.goal),
        **said("usage", joined(*_how_to_practise(exercise))),
        "topic": [{"text": exercise.kind}, *({"text": phase} for phase in exercise.phases)],
        **_resting_on(addresses.pathway, exercise.source),
        "kind": "ServiceRequest",
        "intent": "proposal",
        **timing(exercise.dose),
    }


def _how_to_practise(exercise: Exercise) -> Iterator[Text]:
    if exercise.with_instruction:
        yield _SHOWN_FIRST
    yield joined(_DOSE, in_words(exercise.dose), between=": ")
    yield joined(_MAY_FEEL, exercise.may_feel, between=": ")
    yield joined(_STOP, exercise.stop, between=": ")
    yield from chain(_steps(_HEAVIER, exercise.progression), _steps(_LIGHTER, exercise.regression))
    yield from _what_speaks_against(exercise.precautions)


def _steps(heading: Text, steps: Iterable[Step]) -> Iterator[Text]:
    return (joined(heading, step.text, between=": ") for step in steps)


def _resting_on(pathway: Pathway, source: str | None) -> Json:
    return {} if source is None else {"relatedArtifact": citations(pathway, [source])}
