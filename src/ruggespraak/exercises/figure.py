"""A figure as SVG: its start, its end with arrows, or moving. No inline style, no script: classes and SMIL only.

Far limbs, trunk, near limbs: three passes over one skeleton. A still draws every part where it is; a moving figure
nests one group per joint, so that a joint moves by one `animateTransform`. Who asks for less motion gets the stills
(figure.css).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor
from typing import Literal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from pathways.model import Exercise, Figure
from ruggespraak.exercises import shapes
from ruggespraak.exercises.posing import Movement, movement_of
from ruggespraak.exercises.props import arrow_points, body_box, draw_arrow, draw_prop, held_path, view_box
from ruggespraak.exercises.shapes import number, pair
from ruggespraak.exercises.skeleton import ARM, BELLY, HANGS, JOINTS, LEG, Posture, Side, hang
from ruggespraak.exercises.words import describe

#: Degrees that nobody sees.
STILL = 0.05
Moment = Literal["start", "end", "motion"]
#: The three passes: class of the group, and what is drawn in it.
_FROM_SIDE = (("far", ("leg.far", "arm.far")), ("trunk", ("trunk",)), ("near", ("leg.near", "arm.near")))
_FROM_FRONT = (("near", ("leg.near", "leg.far")), ("trunk", ("trunk",)), ("near", ("arm.near", "arm.far")))
_FROM_ABOVE = (("trunk", ("trunk",)), ("near", ("leg.near", "leg.far")), ("near", ("arm.near", "arm.far")))
_LAYERS = {"side": _FROM_SIDE, "front": _FROM_FRONT, "above": _FROM_ABOVE}
_TRUNK = (("root", "pelvis"), ("lumbar", "lumbar"), ("thorax", "thorax"), ("neck", "neck"))


def figure(exercise: Exercise, moment: Moment, language: str) -> SafeString:
    """The SVG of an exercise at one moment, with its description as the accessible name."""
    name, words = exercise.name.in_(language), describe(exercise, moment, language)
    return mark_safe(draw(exercise.figure, moment, f"{name}. {words}"))  # noqa: S308 # nosec: escaped in draw


@lru_cache(maxsize=1024)
def draw(figure: Figure, moment: Moment, title: str) -> str:
    """A figure as SVG."""
    movement, stage = movement_of(figure), stage_of(figure)
    is_moving = moment == "motion" and not movement.is_still
    layers = _moving(figure, movement) if is_moving else _still(figure, movement, moment)
    return (
        f'<svg class="figure" viewBox="{stage.box}" role="img"><title>{escape(title)}</title>'
        f"{stage.props}{layers}{stage.arrows if moment != 'start' else ''}</svg>"
    )


@dataclass(frozen=True, slots=True)
class Stage:
    """What is the same in every picture of a figure: the box of the picture, the things in it, and the arrows."""

    box: str
    props: str
    arrows: str


@lru_cache(maxsize=512)
def stage_of(figure: Figure) -> Stage:
    """The stage of a figure, made once."""
    movement = movement_of(figure)
    box, body = view_box(figure, movement), body_box(movement)
    left, top, right, bottom = floor(box.left), floor(box.top), ceil(box.right), ceil(box.bottom)
    return Stage(
        f"{left} {top} {right - left} {bottom - top}",
        "".join(draw_prop(prop, body) for prop in figure.props),
        "".join(draw_arrow(arrow_points(arrow, figure)) for arrow in figure.arrows),
    )


# ── still


def _still(figure: Figure, movement: Movement, moment: Moment) -> str:
    posture = movement.start if moment == "start" else movement.end
    layers = [f'<g class="{name}">{_parts(posture, parts)}</g>' for name, parts in _LAYERS[figure.view]]
    held = "".join(f'<path class="{_class(item.kind)}" d="{held_path(item, posture)}"/>' for item in figure.held)
    return _with_held(layers, held)


def _with_held(layers: list[str], held: str) -> str:
    return "".join([*layers[:-1], held, layers[-1]])


def _class(kind: str) -> str:
    return "load" if kind == "box" else f"leg {kind}"


def _parts(posture: Posture, parts: Iterable[str]) -> str:
    return "".join(_still_trunk(posture) if part == "trunk" else _still_limb(posture, part) for part in parts)


def _still_trunk(posture: Posture) -> str:
    joints, from_front = posture.joints, posture.from_front
    placed = {frame: f'transform="translate({pair(joints[frame][:2])})rotate({number(joints[frame][2])})" '
              for frame, _ in _TRUNK}  # fmt: skip
    head = f'<path {placed["neck"]}d="{shapes.head(from_front)}"/>'
    drawn = []
    for frame, segment in reversed(_TRUNK):
        where = placed[frame] if shapes.is_placed_by_transform(segment, from_front) else ""
        drawn.append(f'<path {where}d="{shapes.trunk_path(segment, joints[frame], from_front)}"/>')
    if from_front:
        drawn += [f'<circle {placed[frame]}r="{number(shapes.WAIST)}"/>' for frame in ("lumbar", "thorax")]
    if posture.angles["belly"]:
        x, y, _ = hang(joints["lumbar"], shapes.belly(posture))
        drawn.append(f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(BELLY)}"/>')
    bones = f'<path class="bones" d="{shapes.vertebrae(joints["lumbar"], from_front)}"/>'
    return f"{drawn[0]}{head}{''.join(drawn[1:])}{bones}"


def _still_limb(posture: Posture, part: str) -> str:
    """The far end first, so that a thigh lies over its shank."""
    kind, _, side = part.partition(".")
    joints = posture.joints
    drawn = []
    for joint in reversed(ARM if kind == "arm" else LEG):
        frame = joints[f"{joint}.{side}"]
        if joint == "ankle":
            where = f'transform="translate({pair(frame[:2])})rotate({number(frame[2])})" '
            drawn.append(f'<path {where}d="{shapes.foot(posture.from_front)}"/>')
        else:
            length = posture.length(f"{joint}.{side}")
            drawn.append(f'<path d="{shapes.limb_path(HANGS[joint], frame, length)}"/>')
    return "".join(drawn)


# ── moving


def _moving(figure: Figure, movement: Movement) -> str:
    draw = _Moving(movement, f'dur="{number(float(figure.seconds))}s" repeatCount="indefinite"')
    layers = [f'<g class="{name}">{draw.root("".join(map(draw.part, parts)))}</g>'
              for name, parts in _LAYERS[figure.view]]  # fmt: skip
    held = "".join(
        f'<path class="{_class(item.kind)}" d="{held_path(item, movement.start)}">'
        f"{draw.path([held_path(item, posture) for posture in movement.frames])}</path>"
        for item in figure.held
    )
    return _with_held(layers, held)


class _Moving:
    """Draws nested groups, each with the animation of its joint."""

    def __init__(self, movement: Movement, timing: str) -> None:
        self.frames, self.timing = movement.frames, timing
        self.first = movement.start
        #: One posture where limbs keep their drawn length, else all: what stands for them where only lengths count.
        self.lengths = self.frames if len({frozenset(p.short.items()) for p in self.frames}) > 1 else self.frames[:1]
        self.swings = {joint: self.swing(joint) for joint in JOINTS}
        place = self.moves("translate", [pair((posture.x, posture.y)) for posture in self.frames])
        self.opening = self.group("translate", place), self.group("rotate", self.turns([p.turn for p in self.frames]))

    def part(self, part: str) -> str:
        kind, _, side = part.partition(".")
        if kind == "trunk":
            return self.trunk()
        leg = self.limb("far" if side == "far" else "near", ARM if kind == "arm" else LEG)
        return leg if kind == "leg" else self.joint("lumbar", self.joint("thorax", leg))

    def root(self, inner: str) -> str:
        return f"{''.join(self.opening)}{inner}</g></g>"

    def joint(self, joint: str, inner: str) -> str:
        opening, closing = self.swings[joint]
        return f"{opening}{inner}{closing}"

    def swing(self, joint: str) -> tuple[str, str]:
        """The groups that hold what hangs on a joint: their opening with its animations, and their closing."""
        sign = self.first.sign(joint)
        turn = self.turns([sign * posture.angles[joint] for posture in self.frames])
        places = [posture.origin(joint) for posture in self.lengths]
        if len(set(places)) == 1 and not turn[1]:
            return f'<g transform="translate({pair(places[0])})rotate({turn[0]})">', "</g>"
        place = self.moves("translate", [pair(place) for place in places])
        return self.group("translate", place) + self.group("rotate", turn), "</g></g>"

    def limb(self, side: Side, joints: tuple[str, str, str]) -> str:
        inner = ""
        for joint in reversed(joints):
            inner = self.joint(f"{joint}.{side}", inner + self.segment(joint, side))
        return inner

    def segment(self, joint: str, side: Side) -> str:
        if joint == "ankle":
            return f'<path d="{shapes.foot(self.first.from_front)}"/>'
        lengths = [posture.length(f"{joint}.{side}") for posture in self.lengths]
        drawn = [shapes.limb_at_home(HANGS[joint], length) for length in sorted(set(lengths))]
        if len(drawn) == 1:
            return f'<path d="{drawn[0]}"/>'
        at = dict(zip(sorted(set(lengths)), drawn, strict=True))
        return f'<path d="{at[lengths[0]]}">{self.path([at[length] for length in lengths])}</path>'

    def trunk(self) -> str:
        from_front, here = self.first.from_front, shapes.HERE
        shape = {segment: f'<path d="{shapes.trunk_path(segment, here, from_front)}"/>' for _, segment in _TRUNK}
        head = f'<path d="{shapes.head(from_front)}"/>'
        bones = f'<path class="bones" d="{shapes.vertebrae(here, from_front)}"/>'
        waist = f'<circle r="{number(shapes.WAIST)}"/>' if from_front else ""
        upper = self.joint("thorax", self.joint("neck", shape["neck"] + head) + shape["thorax"] + waist)
        return shape["pelvis"] + self.joint("lumbar", upper + shape["lumbar"] + waist + self.belly() + bones)

    def belly(self) -> str:
        if not any(posture.angles["belly"] for posture in self.frames):
            return ""
        x, change = self.moves("translate", [number(shapes.belly(posture)[0]) for posture in self.frames])
        return f'<circle transform="translate({x})" cy="-4" r="{number(BELLY)}">{change}</circle>'

    def turns(self, angles: list[float]) -> tuple[str, str]:
        """A rotation in one piece: never the long way round."""
        if max(angles) - min(angles) < STILL:
            return number(angles[0]), ""
        values = [angles[0]]
        for angle in angles[1:]:
            values.append(values[-1] + (angle - values[-1] + 180) % 360 - 180)
        return self.moves("rotate", [number(value) for value in values])

    def moves(self, kind: str, values: list[str]) -> tuple[str, str]:
        """The first value, and the animation through all; nothing where all are the same."""
        if len(set(values)) == 1:
            return values[0], ""
        every = ";".join(values)
        return values[0], f'<animateTransform attributeName="transform" type="{kind}" values="{every}" {self.timing}/>'

    def path(self, drawn: list[str]) -> str:
        if len(set(drawn)) == 1:
            return ""
        return f'<animate attributeName="d" values="{";".join(drawn)}" {self.timing}/>'

    def group(self, kind: str, value: tuple[str, str]) -> str:
        return f'<g transform="{kind}({value[0]})">{value[1]}'
