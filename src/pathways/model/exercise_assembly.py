"""Exercise blocks to exercises: every name known, every number of a dose in order, every figure possible to draw."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import get_args

from pathways.language import Scope
from pathways.model import exercise_blocks as blocks
from pathways.model import exercises, parts
from pathways.model.blocks import ContraIndicationBlock
from pathways.model.figures import Arm, Arrow, Figure, Leg, Pose, Shortening
from pathways.model.questions import QuestionAssembly
from pathways.source import Place, Word

MOST_STEPS = 6
MOST_ARROWS = 2
#: How far joints go, with what a drawing exaggerates, in degrees: lowest, highest.
RANGES: dict[str, tuple[int, int]] = {
    "turn": (-180, 180),
    "lumbar": (-50, 50),
    "thorax": (-35, 40),
    "neck": (-60, 55),
    "shoulder": (-370, 190),
    "elbow": (-150, 150),
    "wrist": (-90, 90),
    "hip": (-90, 140),
    "knee": (-150, 160),
    "ankle": (-80, 35),
}


class ExerciseAssembly(QuestionAssembly):
    """The exercises of a pathway, over its questions."""

    def every_exercise(self, scope: Scope) -> tuple[exercises.Exercise, ...]:
        return tuple(self.exercise(name, block, scope) for name, block in self.folder.exercises.items())

    def exercise(self, name: Word, b: blocks.ExerciseBlock, scope: Scope) -> exercises.Exercise:
        if not 1 <= len(b.how) <= MOST_STEPS:
            self.problems.add(b.place, f"'how' has {len(b.how)} steps", f"write one to {MOST_STEPS}")
        self.check_figure(b.figure, b.place)
        return exercises.Exercise(
            id=str(name),
            name=b.name,
            kind=b.kind,
            goal=b.goal,
            phases=b.phases,
            position=b.position,
            equipment=b.equipment,
            how=b.how,
            may_feel=b.may_feel,
            stop=b.stop,
            dose=self.dose(b.dose),
            progression=tuple(map(self.step, b.progression)),
            regression=tuple(map(self.step, b.regression)),
            precautions=tuple(self.contra_indication(c, scope) for c in b.precautions),
            figure=b.figure,
            source=self.source(b.source) or "",
            with_instruction=b.with_instruction,
        )

    def contra_indication(self, block: ContraIndicationBlock, scope: Scope) -> parts.ContraIndication:
        when = self.parse(block.when, scope)
        return parts.ContraIndication(str(block.id), block.level, when, block.label, self.source(block.source))

    def step(self, block: blocks.StepBlock) -> exercises.Step:
        dose = self.dose(block.dose) if block.dose else None
        return exercises.Step(block.text, dose, self.named_exercise(block.exercise))

    def named_exercise(self, word: Word | None) -> str | None:
        return None if word is None else self.refer(word, self.folder.exercises, "exercise")

    # ── doses

    def dose(self, b: blocks.DoseBlock) -> exercises.Dose:
        return exercises.Dose(
            sets=self.span(b.sets, b.place),
            reps=self.span(b.reps, b.place),
            hold_seconds=self.span(b.hold_seconds, b.place),
            rest_seconds=self.span(b.rest_seconds, b.place),
            minutes=self.span(b.minutes, b.place),
            per_side=b.per_side,
            times_a_day=self.span(b.times_a_day, b.place),
            days_a_week=self.span(b.days_a_week, b.place, most=7),
            every_minutes=self.span(b.every_minutes, b.place),
            load_kg=self.span(b.load_kg, b.place),
            note=b.note,
        )

    def span(self, numbers: blocks.Numbers | None, place: Place, most: int = 1000) -> exercises.Span | None:
        if numbers is None:
            return None
        both = (numbers, numbers) if isinstance(numbers, int) else numbers
        if len(both) != 2 or not 1 <= both[0] <= both[1] <= most:
            hint = f"write one number or [lowest, highest], from 1 to {most}"
            self.problems.add(place, f"this dose holds {list(both)}", hint)
            return None
        return exercises.Span(*both)

    # ── programmes, and what holds for all

    def every_programme(self, scope: Scope) -> tuple[exercises.Programme, ...]:
        return tuple(
            exercises.Programme(
                str(name), b.name, b.for_, b.phases, tuple(map(self.programme_item, b.exercises)),
                self.source(b.source) or "", self.parse(b.when, scope),
                tuple(self.refer(word, self.folder.options, "option") for word in b.treatments),
                self.span(b.weeks, b.place),
            )
            for name, b in self.folder.programmes.items()
        )  # fmt: skip

    def programme_item(self, b: blocks.ProgrammeItemBlock) -> exercises.ProgrammeItem:
        first = self.refer(b.exercise, self.folder.exercises, "exercise")
        return exercises.ProgrammeItem(first, self.named_exercise(b.or_), self.dose(b.dose) if b.dose else None, b.note)

    def training(self, scope: Scope) -> exercises.Training | None:
        b = self.folder.training
        if b is None:
            return None
        pain, up = b.pain, b.step_up
        return exercises.Training(
            kinds=tuple(self.dose_of_kind(name, kind) for name, kind in b.kinds.items()),
            pain=exercises.PainRule(
                pain.highest, pain.above_start, pain.back_within_hours,
                pain.fine, pain.one_step_down, pain.stop, self.source(pain.source) or "",
            ),
            step_up=exercises.StepUp(
                up.start_minutes, up.days_a_week, up.days_needed, up.percent, up.least_minutes, up.most_minutes,
                up.goal_minutes, up.text, self.source(up.source) or "",
            ),
            never_alone=tuple(self.contra_indication(c, scope) for c in b.never_alone),
        )  # fmt: skip

    def dose_of_kind(self, name: Word, b: blocks.DoseOfKindBlock) -> exercises.DoseOfKind:
        kind = next((kind for kind in get_args(exercises.Kind) if kind == name), None)
        if kind is None:
            self.refer(name, get_args(exercises.Kind), "kind of exercise")
        return exercises.DoseOfKind(
            kind or "mobility", b.label, b.effort, b.progress, self.dose(b.dose), self.source(b.source) or "",
            b.extra_reps, b.extra_in_sessions, self.span(b.add_percent, b.place), b.add_seconds,
            self.span(b.add_minutes, b.place), self.span(b.weeks_between, b.place),
        )  # fmt: skip

    # ── figures

    def check_figure(self, figure: Figure, place: Place) -> None:
        """What a figure says must be possible to draw; whether it is right, eyes and the geometry tests say."""
        if not figure.poses:
            self.problems.add(place, "the figure has no poses")
        if len(figure.arrows) > MOST_ARROWS:
            self.problems.add(place, f"the figure has {len(figure.arrows)} arrows", f"at most {MOST_ARROWS}: choose")
        for pose in figure.poses:
            for name, value in _angles(pose):
                low, high = RANGES[name]
                if value is not None and not low <= value <= high:
                    self.problems.add(place, f"no {name} turns to {value}", f"it goes from {low} to {high}")
            for name, value in _lengths(pose):
                if value is not None and not 0 < value <= 1:
                    self.problems.add(place, f"'{name}' is a part of the length, not {value}", "from 0.1 to 1")
        for arrow in figure.arrows:
            self.check_arrow(arrow, place)

    def check_arrow(self, arrow: Arrow, place: Place) -> None:
        ways = (arrow.along is not None, arrow.around is not None, bool(arrow.start))
        if ways.count(True) != 1:
            self.problems.add(place, "an arrow has one of 'along', 'around' and 'start'")
        pairs = {"skip": arrow.skip, "turn": arrow.turn, "start": arrow.start, "end": arrow.end}
        lacking = {"turn": arrow.around is not None, "end": bool(arrow.start)}
        for name, numbers in pairs.items():
            if len(numbers) not in (() if lacking.get(name) else (0,)) + (2,):
                self.problems.add(place, f"'{name}' of an arrow is two numbers")


def _angles(pose: Pose) -> Iterator[tuple[str, Decimal | None]]:
    yield from ((name, getattr(pose, name)) for name in ("turn", "lumbar", "thorax", "neck"))
    for limb in (pose.arms, pose.near_arm, pose.far_arm, pose.legs, pose.near_leg, pose.far_leg):
        match limb:
            case Arm():
                yield from (("shoulder", limb.shoulder), ("elbow", limb.elbow), ("wrist", limb.wrist))
            case Leg():
                yield from (("hip", limb.hip), ("knee", limb.knee), ("ankle", limb.ankle))


def _lengths(pose: Pose) -> Iterator[tuple[str, Decimal | None]]:
    short = pose.short or Shortening()
    yield from ((name, getattr(short, name)) for name in Shortening.__dataclass_fields__)
