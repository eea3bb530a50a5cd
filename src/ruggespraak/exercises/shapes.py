"""The parts of the mannequin as SVG paths, and how far each part reaches."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ruggespraak.exercises.skeleton import (
    BELLY,
    CHEST,
    HEAD,
    HEEL,
    HEEL_RADIUS,
    LUMBAR,
    NECK,
    PELVIS,
    SEGMENTS,
    SIDES,
    THORAX,
    TOE,
    TOE_RADIUS,
    XY,
    Frame,
    Posture,
    hang,
)

#: Trunk segment → length as drawn (upwards), radii, and how far it is drawn forward of its axis.
_TRUNK = {
    "pelvis": (PELVIS[0], PELVIS[1], PELVIS[2], -0.7),
    "lumbar": (LUMBAR[0], LUMBAR[1], LUMBAR[2], 0.2),
    "thorax": (CHEST, THORAX[1], THORAX[2], 0.6),
    "neck": (NECK[0] + 2, NECK[1], NECK[2], 0.3),
}
_FRONT = {
    "pelvis": "M-7.2-7H7.2Q10.8-2 10.3 3Q5 6 0 4.6Q-5 6-10.3 3Q-10.8-2-7.2-7Z",
    "lumbar": "M-7.5 2H7.5Q6.3-5 7.6-11H-7.6Q-6.3-5-7.5 2Z",
    "thorax": (
        "M-7.4.6H7.4Q10.6-6 11.6-11.6Q11.4-14.8 7-15.4Q3.4-16 2.6-18H-2.6Q-3.4-16-7-15.4Q-11.4-14.8-11.6-11.6"
        "Q-10.6-6-7.4.6Z"
    ),
}
_FOOT = "M-3.7 1.8A2.3 2.3 0 0 1-1.6-.6L1.6-1Q5 1.2 9 1A1.5 1.5 0 0 1 9 4L-1.4 4A2.3 2.3 0 0 1-3.7 1.8Z"
#: Circles that reach as far as the front shapes do: in the frame of a joint, x, y, radius.
_FRONT_REACH = (
    ("root", 5.0, -0.5, 5.5), ("root", -5.0, -0.5, 5.5), ("lumbar", 0.0, -5.0, 7.2),
    ("thorax", 6.0, -10.5, 5.2), ("thorax", -6.0, -10.5, 5.2), ("thorax", 0.0, -4.0, 8.4),
)  # fmt: skip
#: What rounds the waist of a front view off where it bends.
WAIST = 7.0
#: A foot seen from the front: how far below the ankle, and its radius there.
FRONT_FOOT, FRONT_TOE = 1.9, 2.1
_CIRCLES_OF_TRUNK = {"pelvis": "root", "lumbar": "lumbar", "thorax": "thorax", "neck": "neck"}


@dataclass(frozen=True, slots=True)
class Circle:
    """A round end of a part of the body, as placed."""

    part: str
    x: float
    y: float
    radius: float


def number(value: float) -> str:
    """A short number for an attribute: one decimal, no needless zero."""
    text = f"{value:.1f}".removesuffix(".0")
    if text in ("0", "-0"):
        return "0"
    return text.replace("0.", ".", 1) if -1 < value < 1 else text


def pair(point: XY) -> str:
    """Two numbers, as short as a path allows."""
    second = number(point[1])
    return f"{number(point[0])}{second if second.startswith('-') else ' ' + second}"


@cache
def _tangents(length: float, first: float, second: float, ahead: float, up: bool) -> tuple[tuple[XY, ...], str, str]:
    """The four points where the outer tangents of two circles touch them, and the large-arc flags of both ends."""
    slope = (first - second) / length
    across = math.sqrt(1 - slope * slope)
    way = -1 if up else 1
    points = (
        (ahead + first * across, way * first * slope),
        (ahead + second * across, way * (length + second * slope)),
        (ahead - second * across, way * (length + second * slope)),
        (ahead - first * across, way * first * slope),
    )
    return points, "01"[second > first], "01"[first >= second]


def capsule(frame: Frame, length: float, first: float, second: float, *, up: bool = False, ahead: float = 0.0) -> str:
    """Two circles and their outer tangents as one path, placed in the picture."""
    points, far_flag, near_flag = _tangents(length, first, second, ahead, up)
    a, b, c, d = (pair(hang(frame, point)[:2]) for point in points)
    sweep = "0" if up else "1"
    arc = f"A{number(second)} {number(second)} 0 {far_flag} {sweep} {c}"
    return f"M{a}L{b}{arc}L{d}A{number(first)} {number(first)} 0 {near_flag} {sweep} {a}Z"


HERE: Frame = (0.0, 0.0, 0.0)


def trunk_path(segment: str, frame: Frame, from_front: bool) -> str:
    """A part of the trunk: `d` of its path. Front shapes are only drawn in their own frame."""
    if from_front and segment in _FRONT:
        return _FRONT[segment]
    length, first, second, ahead = _TRUNK[segment]
    return capsule(frame, length, first, second, up=True, ahead=0.0 if from_front else ahead)


def is_placed_by_transform(segment: str, from_front: bool) -> bool:
    """Whether a shape is drawn in its own frame, and put in place by a transform."""
    return segment in ("foot", "head") or (from_front and segment in _FRONT)


def limb_path(segment: str, frame: Frame, length: float) -> str:
    """`d` of a limb segment."""
    _, first, second = SEGMENTS[segment]
    return capsule(frame, max(length, abs(first - second) + 0.5), first, second)


@lru_cache(maxsize=512)
def limb_at_home(segment: str, length: float) -> str:
    """`d` of a limb segment in its own frame."""
    return limb_path(segment, HERE, length)


def foot(from_front: bool) -> str:
    """`d` of a foot in the frame of its ankle."""
    return capsule(HERE, FRONT_FOOT, HEEL_RADIUS, FRONT_TOE) if from_front else _FOOT


def head(from_front: bool) -> str:
    """`d` of the head in the frame of the neck; from the side one soft bump says which way it looks."""
    half_height, half_width = HEAD[0] / 2, HEAD[1] / 2
    middle = -NECK[0] - half_height + 0.8
    if from_front:
        top, bottom = number(middle - half_height), number(middle + half_height)
        arc = f"A{number(half_width)} {number(half_height)} 0 1 1 0 "
        return f"M0 {top}{arc}{bottom}{arc}{top}Z"
    start = f"{number(1.2 + half_width - 0.2)} {number(middle - 1.6)}"
    return f"M{start}q2.3 1.9.1 3.2A{number(half_width)} {number(half_height)} 0 1 1 {start}Z"


def vertebrae(frame: Frame, from_front: bool) -> str:
    """`d` of the five lumbar vertebrae, as strokes: the one detail that every figure carries."""
    x = 0.0 if from_front else -3.6
    rows = (1.65 - place * 2.6 for place in range(5))
    ends = ((hang(frame, (x - 0.75, y))[:2], hang(frame, (x + 0.75, y))[:2]) for y in rows)
    return "".join(f"M{pair(one)}L{pair(two)}" for one, two in ends)


def belly(posture: Posture) -> XY:
    """The middle of the belly in the lumbar frame; it is drawn as a circle of BELLY."""
    return (0.0 if posture.from_front else posture.angles.get("belly", 0.0), -4.0)


def circles(posture: Posture) -> Iterator[Circle]:
    """The round ends of every part: together they reach as far as the drawing does."""
    joints = posture.joints
    if posture.from_front:
        for frame, x, y, radius in _FRONT_REACH:
            yield _circle("trunk", joints[frame], (x, y), radius)
    for segment, frame in _CIRCLES_OF_TRUNK.items() if not posture.from_front else ():
        length, first, second, ahead = _TRUNK[segment]
        part = {"root": "pelvis", "lumbar": "lumbar"}.get(frame, frame)
        yield _circle(part, joints[frame], (ahead, 0), first)
        yield _circle(part, joints[frame], (ahead, -length), second)
    yield _circle("belly", joints["lumbar"], belly(posture), BELLY)
    middle = (0.0 if posture.from_front else 1.2, -NECK[0] - HEAD[0] / 2 + 0.8)
    for up in (-1.0, 1.0):
        yield _circle("head", joints["neck"], (middle[0], middle[1] + up), HEAD[1] / 2)
    for side in SIDES:
        yield from _limb_circles(posture, joints, side)


def _limb_circles(posture: Posture, joints: Mapping[str, Frame], side: str) -> Iterator[Circle]:
    for joint, segment in (("shoulder", "upper_arm"), ("elbow", "forearm"), ("hip", "thigh"), ("knee", "shank")):
        placed = joints[f"{joint}.{side}"]
        _, first, second = SEGMENTS[segment]
        yield _circle(f"{segment}.{side}", placed, (0, 0), first)
        yield _circle(f"{segment}.{side}", placed, (0, posture.length(f"{joint}.{side}")), second)
    _, first, second = SEGMENTS["hand"]
    yield _circle(f"hand.{side}", joints[f"wrist.{side}"], (0, 0), first)
    yield _circle(f"hand.{side}", joints[f"wrist.{side}"], (0, SEGMENTS["hand"][0]), second)
    ankle = joints[f"ankle.{side}"]
    ends = ((0.0, 0.0), (0.0, FRONT_FOOT)) if posture.from_front else (HEEL, TOE)
    yield _circle(f"foot.{side}", ankle, ends[0], HEEL_RADIUS)
    yield _circle(f"foot.{side}", ankle, ends[1], FRONT_TOE if posture.from_front else TOE_RADIUS)


def _circle(part: str, frame: Frame, offset: XY, radius: float) -> Circle:
    x, y, _ = hang(frame, offset)
    return Circle(part, x, y, radius)
