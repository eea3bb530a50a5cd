"""The files exercises.yaml and exercises/*.yaml as an author writes them. As in `blocks`, the docstrings are told."""

from __future__ import annotations

from dataclasses import dataclass, field

from pathways.model.blocks import ContraIndicationBlock
from pathways.model.exercises import Equipment, Kind, Phase, Position
from pathways.model.figures import Figure
from pathways.model.values import Text
from pathways.source import Formula, Place, Word

#: One number, or the lowest and the highest.
Numbers = int | tuple[int, ...]


@dataclass(frozen=True)
class DoseBlock:
    """A dose. Each number may be two, the lowest and the highest: [5, 10].

    sets: how many series
    reps: how many times in a series
    hold_seconds: how long a position is held
    rest_seconds: how long the rest is
    minutes: how long it is done
    per_side: yes: for each side
    times_a_day: how often in a day
    days_a_week: on how many days of a week
    every_minutes: again after so many minutes
    load_kg: with which weight
    note: what no number says
    """

    place: Place
    sets: Numbers | None = None
    reps: Numbers | None = None
    hold_seconds: Numbers | None = None
    rest_seconds: Numbers | None = None
    minutes: Numbers | None = None
    per_side: bool = False
    times_a_day: Numbers | None = None
    days_a_week: Numbers | None = None
    every_minutes: Numbers | None = None
    load_kg: Numbers | None = None
    note: Text | None = None


@dataclass(frozen=True)
class StepBlock:
    """An entry of `progression` or `regression`.

    text: the step in words
    dose: the dose of this step
    exercise: the exercise that takes its place
    """

    text: Text
    dose: DoseBlock | None = None
    exercise: Word | None = None


@dataclass(frozen=True)
class ExerciseBlock:
    """One exercise of exercises.yaml.

    name: what it is called
    kind: which rules of dose hold for it
    goal: what it is for, in words for the client
    phases: in which phase of the complaint it fits
    position: how one lies, sits or stands
    how: what to do, step by step
    may_feel: what one may feel
    stop: when to stop
    dose: the dose to start with
    figure: how it is drawn
    source: the source of the dose
    equipment: what one needs
    progression: steps heavier, in order
    regression: steps lighter, in order
    precautions: what speaks against it
    with_instruction: yes: not done before a therapist has shown it
    """

    place: Place
    name: Text
    kind: Kind
    goal: Text
    phases: tuple[Phase, ...]
    position: Position
    how: tuple[Text, ...]
    may_feel: Text
    stop: Text
    dose: DoseBlock
    figure: Figure
    source: Word
    equipment: tuple[Equipment, ...] = ()
    progression: tuple[StepBlock, ...] = ()
    regression: tuple[StepBlock, ...] = ()
    precautions: tuple[ContraIndicationBlock, ...] = ()
    with_instruction: bool = False


@dataclass(frozen=True)
class ProgrammeItemBlock:
    """An entry of `exercises` of a programme.

    exercise: the exercise
    or: the exercise in its place, for who does better with that direction
    dose: the dose, where it is not that of the exercise
    note: a word for the therapist
    """

    exercise: Word
    or_: Word | None = None
    dose: DoseBlock | None = None
    note: Text | None = None


@dataclass(frozen=True)
class ProgrammeBlock:
    """One programme of exercises.yaml.

    name: what it is called
    for: whom it is meant for
    phases: in which phase of the complaint it fits
    exercises: its exercises, in order
    source: the source of this choice
    when: which answers point to it; a suggestion, the therapist decides
    treatments: treatments that go with it
    weeks: how long it lasts
    """

    place: Place
    name: Text
    for_: Text
    phases: tuple[Phase, ...]
    exercises: tuple[ProgrammeItemBlock, ...]
    source: Word
    when: Formula | None = None
    treatments: tuple[Word, ...] = ()
    weeks: Numbers | None = None


@dataclass(frozen=True)
class DoseOfKindBlock:
    """What holds for the exercises of one kind.

    label: the kind in words
    effort: how hard it may feel
    progress: when and how it gets heavier, in words
    dose: the usual dose
    source: the source that says so
    extra_reps: repetitions more than asked before the load grows
    extra_in_sessions: in how many sessions that must succeed
    add_percent: percentage that the load grows
    add_seconds: seconds that a hold grows
    add_minutes: minutes that it grows
    weeks_between: weeks between two steps
    """

    place: Place
    label: Text
    effort: Text
    progress: Text
    dose: DoseBlock
    source: Word
    extra_reps: int | None = None
    extra_in_sessions: int | None = None
    add_percent: Numbers | None = None
    add_seconds: int | None = None
    add_minutes: Numbers | None = None
    weeks_between: Numbers | None = None


@dataclass(frozen=True)
class PainRuleBlock:
    """How much pain is fine during an exercise.

    highest: pain up to this number is fine
    above_start: and up to so much above the pain at the start
    back_within_hours: when it is back to usual within so many hours
    fine: in words: go on
    one_step_down: in words: one step lighter
    stop: in words: stop and call
    source: the source that says so
    """

    highest: int
    above_start: int
    back_within_hours: int
    fine: Text
    one_step_down: Text
    stop: Text
    source: Word


@dataclass(frozen=True)
class StepUpBlock:
    """How walking builds up.

    start_minutes: the least to start with
    days_a_week: on how many days
    days_needed: how many of them must be done before it grows
    percent: percentage that it grows
    least_minutes: least growth
    most_minutes: most growth
    goal_minutes: where it ends
    text: the rule in words
    source: the source that says so
    """

    start_minutes: int
    days_a_week: int
    days_needed: int
    percent: int
    least_minutes: int
    most_minutes: int
    goal_minutes: int
    text: Text
    source: Word


@dataclass(frozen=True)
class TrainingBlock:
    """What holds for every exercise.

    kinds: the kinds of exercises, each with its usual dose
    pain: how much pain is fine
    step_up: how walking builds up
    never_alone: who first speaks to the therapist
    """

    kinds: dict[Word, DoseOfKindBlock]
    pain: PainRuleBlock
    step_up: StepUpBlock
    never_alone: tuple[ContraIndicationBlock, ...] = ()


@dataclass(frozen=True)
class ExercisesBlock:
    """exercises.yaml.

    exercises: exercises, by name
    programmes: programmes to start with, by name
    training: what holds for every exercise; written once
    """

    exercises: dict[Word, ExerciseBlock] = field(default_factory=dict)
    programmes: dict[Word, ProgrammeBlock] = field(default_factory=dict)
    training: TrainingBlock | None = None
