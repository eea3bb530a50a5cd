"""The exercises and the programmes that begin with them: in brief."""

from __future__ import annotations

from pathways.describe.html import Content, Html, items, table, tag
from pathways.describe.writer import Writer
from pathways.fhir.doses import in_words
from pathways.model import Exercise, Programme
from pathways.model.exercises import PHASES, Dose, ProgrammeItem, Step


def exercises(w: Writer) -> Content:
    """The exercises: what for, how much to start with, how it grows, and which are shown by a therapist first."""
    heads = (
        w.say("Oefening", "Exercise"),
        w.say("Waarvoor", "What for"),
        w.say("Dosis om mee te beginnen", "Dose to start with"),
        w.say("Opbouw", "Progression"),
        w.say("Eerst voordoen", "Shown first"),
        w.say("Bron", "Source"),
    )
    rows = [
        (
            tag("span", w.text(exercise.name), id=f"exercise-{exercise.id}"),
            w.text(exercise.goal),
            _dose(exercise.dose, w),
            _progression(exercise, w),
            w.say("ja", "yes") if exercise.with_instruction else None,
            w.source(exercise.source),
        )
        for exercise in w.pathway.exercises
    ]
    return table(w.say("Oefeningen", "Exercises"), heads, rows)


def _progression(exercise: Exercise, w: Writer) -> Content:
    return items(_step(step, w) for step in exercise.progression) if exercise.progression else None


def _step(step: Step, w: Writer) -> Content:
    """A step in words, and the exercise it leads to unless the words say so."""
    other = w.pathway.exercise.get(step.exercise or "")
    words, name = w.text(step.text), w.text(other.name) if other else ""
    return words if other is None or name.casefold() in words.casefold() else (words, ": ", _named(other, w))


def programmes(w: Writer) -> Content:
    """The starter programmes: for whom, in which phase, and which exercises. A therapist chooses."""
    lead = w.say(
        "Een eerste keus, die alleen het voorschrift vult. De therapeut kiest, past aan en ondertekent.",
        "A first choice, which only fills in the prescription. The therapist chooses, adapts and signs.",
    )
    return (
        tag("p", lead, class_="lead-in"),
        tag("div", [_programme(programme, w) for programme in w.pathway.programmes], class_="cards"),
    )


def _programme(programme: Programme, w: Writer) -> Html:
    phases = ", ".join(w.text(PHASES[phase]) for phase in programme.phases)
    return tag(
        "article",
        tag("p", w.text(programme.name), class_="voice"),
        tag("p", tag("strong", w.say("Voor wie: ", "For whom: ")), w.text(programme.for_whom)),
        tag("p", tag("strong", w.say("Fase: ", "Phase: ")), phases),
        tag("p", tag("strong", w.say("Wijst ernaar: ", "Points to it: ")), w.words(programme.when))
        if programme.when is not None
        else None,
        items(_item(item, w) for item in programme.exercises),
        w.ids(programme.id, programme.source),
        class_="card",
        id=f"programme-{programme.id}",
    )


def _item(item: ProgrammeItem, w: Writer) -> Content:
    """An exercise, the other one in its place, and how much where the programme has its own dose."""
    exercise, other = w.pathway.exercise[item.exercise], w.pathway.exercise.get(item.or_ or "")
    return (
        _named(exercise, w),
        (w.say(" of ", " or "), _named(other, w)) if other else None,
        (": ", _dose(item.dose, w)) if item.dose else None,
        (" (", w.text(item.note), ")") if item.note else None,
    )


def _named(exercise: Exercise, w: Writer) -> Html:
    return tag("a", w.text(exercise.name), href=f"#exercise-{exercise.id}")


def _dose(dose: Dose, w: Writer) -> str:
    return w.text(in_words(dose))
