"""How much and how often, in words and as a FHIR Timing."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.fhir.elements import Json
from pathways.model import Text
from pathways.model.exercises import Dose, Span

#: Per part of a dose, how it is said. The order is that of reading.
_SAID = {
    "sets": Text("{} sets", "{} sets"),
    "reps": Text("{} herhalingen", "{} repetitions"),
    "hold_seconds": Text("{} seconden vasthouden", "hold for {} seconds"),
    "rest_seconds": Text("{} seconden rust", "rest for {} seconds"),
    "minutes": Text("{} minuten", "{} minutes"),
    "load_kg": Text("{} kilo", "{} kilos"),
    "times_a_day": Text("{} keer per dag", "{} times a day"),
    "days_a_week": Text("{} dagen per week", "{} days a week"),
}
_PER_SIDE = Text("aan elke kant", "on each side")
_EVERY = Text("steeds na {} minuten", "again after {} minutes")


def in_words(dose: Dose) -> Text:
    """Such as: 3 sets, 8 tot 12 herhalingen, 3 dagen per week."""
    parts = [*_parts(dose)]
    return Text(", ".join(part.nl for part in parts), ", ".join(part.en for part in parts))


def _parts(dose: Dose) -> Iterator[Text]:
    for name, template in _SAID.items():
        span: Span | None = getattr(dose, name)
        if span is not None:
            yield _filled(template, span)
    if dose.per_side:
        yield _PER_SIDE
    if dose.every_minutes is not None:
        yield _filled(_EVERY, dose.every_minutes)
    if dose.note is not None:
        yield dose.note


def _filled(template: Text, span: Span) -> Text:
    return Text(template.nl.format(_between(span, "tot")), template.en.format(_between(span, "to")))


def _between(span: Span, to: str) -> str:
    return str(span.low) if span.low == span.high else f"{span.low} {to} {span.high}"


def timing(dose: Dose) -> Json:
    """The part of a dose that a Timing can say; what it cannot say stands in the words."""
    often, period = (dose.times_a_day, "d") if dose.times_a_day else (dose.days_a_week, "wk")
    repeat: Json = {}
    if dose.minutes is not None:
        repeat |= {**_ranged("duration", dose.minutes), "durationUnit": "min"}
    if often is not None:
        repeat |= {**_ranged("frequency", often), "period": 1, "periodUnit": period}
    return {"timingTiming": {"repeat": repeat}} if repeat else {}


def _ranged(name: str, span: Span) -> Json:
    return {name: span.low} | ({f"{name}Max": span.high} if span.high > span.low else {})
