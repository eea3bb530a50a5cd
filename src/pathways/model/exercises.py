"""Exercises, starter programmes, and the rules by which a dose goes up or down. All frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pathways.language import Expr
from pathways.model.figures import Figure
from pathways.model.parts import ContraIndication
from pathways.model.values import Text

Phase = Literal["acute", "subacute", "chronic", "prevention"]
Kind = Literal["mobility", "flexibility", "control", "hold", "strength", "aerobic", "relaxation", "habit"]
Position = Literal[
    "lying_back", "lying_front", "lying_side", "hands_and_knees", "kneeling", "sitting", "standing", "cycling", "water"
]
Equipment = Literal[
    "mat", "chair", "wall", "table", "towel", "cushion", "band", "weight", "stick", "bike", "pool", "step"
]

PHASES: Mapping[Phase, Text] = {
    "acute": Text("acuut", "acute"),
    "subacute": Text("subacuut", "subacute"),
    "chronic": Text("chronisch", "chronic"),
    "prevention": Text("preventie", "prevention"),
}
"""How far a complaint is, in words."""


@dataclass(frozen=True, slots=True)
class Span:
    """From low up to and including high; the same twice for one number."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Dose:
    """How much, and how often. None: the source does not say. `every_minutes`: again after so many minutes."""

    sets: Span | None = None
    reps: Span | None = None
    hold_seconds: Span | None = None
    rest_seconds: Span | None = None
    minutes: Span | None = None
    per_side: bool = False
    times_a_day: Span | None = None
    days_a_week: Span | None = None
    every_minutes: Span | None = None
    load_kg: Span | None = None
    #: What no number says: "in the first days", "in an hour of sitting".
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step heavier or lighter: in words, and as a dose or another exercise where it is one."""

    text: Text
    dose: Dose | None = None
    exercise: str | None = None


@dataclass(frozen=True, slots=True)
class DoseOfKind:
    """What holds for all exercises of a kind: the usual dose, how hard it feels, and when and by how much it grows."""

    kind: Kind
    label: Text
    effort: Text
    progress: Text
    dose: Dose
    source: str
    #: So many repetitions more than asked, in so many sessions, before the load grows by this percentage.
    extra_reps: int | None = None
    extra_in_sessions: int | None = None
    add_percent: Span | None = None
    add_seconds: int | None = None
    add_minutes: Span | None = None
    weeks_between: Span | None = None


@dataclass(frozen=True, slots=True)
class PainRule:
    """Pain (0 to 10) during an exercise is fine up to max(highest, start + above_start), back within these hours."""

    highest: int
    above_start: int
    back_within_hours: int
    fine: Text
    one_step_down: Text
    stop: Text
    source: str


@dataclass(frozen=True, slots=True)
class StepUp:
    """How minutes of walking grow: after a week in which enough days were done and pain stayed fine."""

    start_minutes: int
    days_a_week: int
    days_needed: int
    percent: int
    least_minutes: int
    most_minutes: int
    goal_minutes: int
    text: Text
    source: str


@dataclass(frozen=True, slots=True)
class Training:
    """What holds for every exercise."""

    kinds: tuple[DoseOfKind, ...]
    pain: PainRule
    step_up: StepUp
    #: Who does no exercise at home without having spoken to the therapist.
    never_alone: tuple[ContraIndication, ...]


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise: for whom, how, how much, what to watch, and its figure."""

    id: str
    name: Text
    kind: Kind
    goal: Text
    phases: tuple[Phase, ...]
    position: Position
    equipment: tuple[Equipment, ...]
    how: tuple[Text, ...]
    may_feel: Text
    stop: Text
    dose: Dose
    progression: tuple[Step, ...]
    regression: tuple[Step, ...]
    precautions: tuple[ContraIndication, ...]
    figure: Figure
    source: str
    #: Not done before a therapist has shown it.
    with_instruction: bool = False


@dataclass(frozen=True, slots=True)
class ProgrammeItem:
    """An exercise of a programme; `or_` is the other one that the direction of preference may ask for."""

    exercise: str
    or_: str | None = None
    dose: Dose | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """A first choice of exercises for a kind of client; the therapist decides. `when`: whom the answers point to."""

    id: str
    name: Text
    for_whom: Text
    phases: tuple[Phase, ...]
    exercises: tuple[ProgrammeItem, ...]
    source: str
    when: Expr | None = None
    treatments: tuple[str, ...] = ()
    weeks: Span | None = None
