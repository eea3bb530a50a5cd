"""A mannequin of fixed lengths, posed by angles or by where hands and feet are.

Lengths are percentages of body height. SVG axes: x to the right, y down, the floor is y = 0, rotations clockwise. A
limb at rotation 0 points down, the spine points up. Angles are clinical degrees, flexion positive.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Side = Literal["near", "far"]
XY = tuple[float, float]
#: A joint as it is placed: x, y, and the rotation of what hangs on it.
Frame = tuple[float, float, float]

SIDES: tuple[Side, Side] = ("near", "far")
SPINE = ("lumbar", "thorax", "neck")
ARM = ("shoulder", "elbow", "wrist")
LEG = ("hip", "knee", "ankle")

#: Segment → its length and the radii of its two ends.
PELVIS, LUMBAR, THORAX, NECK = (7.0, 6.3, 5.5), (10.0, 5.2, 5.0), (15.5, 5.2, 6.2), (3.0, 2.7, 2.4)
SEGMENTS: Mapping[str, tuple[float, float, float]] = {
    "upper_arm": (17.5, 3.3, 2.6),
    "forearm": (14.5, 2.6, 2.1),
    "hand": (6.0, 2.2, 1.7),
    "thigh": (24.5, 5.3, 3.7),
    "shank": (24.0, 3.7, 2.4),
}
#: Joint → the segment that hangs on it.
HANGS = {"shoulder": "upper_arm", "elbow": "forearm", "wrist": "hand", "hip": "thigh", "knee": "shank"}
SHOULDER_HEIGHT, SHOULDER_HALF, HIP_HALF = 12.5, 10.5, 5.0
#: How far the chest is drawn, and the height and width of the head.
CHEST, HEAD = 10.4, (13.0, 11.0)
#: The radius of a belly that comes forward.
BELLY = 5.6
HEEL, TOE, SOLE = (-1.4, 1.7), (9.0, 2.5), 4.0
HEEL_RADIUS, TOE_RADIUS = 2.3, 1.5

#: Flexion as a rotation, in the side view: + is clockwise.
_SIDE_SIGN = {"lumbar": 1, "thorax": 1, "neck": 1, "shoulder": -1, "elbow": -1, "wrist": -1, "hip": -1, "knee": 1}
#: Points of the trunk: in which frame, and where in it, seen from the side and from the front.
_TRUNK_POINTS: Mapping[str, tuple[str, XY, XY]] = {
    "hip": ("root", (0, 0), (0, 0)),
    "seat": ("root", (-6.0, 1.5), (0, 4.0)),
    "waist": ("thorax", (0, 0), (0, 0)),
    "belly": ("lumbar", (5.0, -4.0), (0, -4.0)),
    "low_back": ("lumbar", (-5.0, -3.0), (0, -3.0)),
    "chest": ("thorax", (0, -9.0), (0, -9.0)),
    "breastbone": ("thorax", (6.0, -8.0), (0, -8.0)),
    "shoulder_blade": ("thorax", (-5.4, -8.0), (0, -8.0)),
    "neck": ("neck", (0, 0), (0, 0)),
    "head": ("neck", (1.2, -8.7), (0, -8.7)),
}
_LIMB_POINTS: Mapping[str, tuple[str, XY]] = {
    "hand": ("wrist", (0, 6.0)),
    "heel": ("ankle", HEEL),
    "toe": ("ankle", TOE),
}
#: How far the surface lies from a point, for a point that rests on something.
RADIUS: Mapping[str, float] = {
    "hip": 6.3, "waist": 5.2, "chest": 6.2, "head": 6.0, "shoulder": 5.9, "elbow": 2.6, "wrist": 2.2, "hand": 1.7,
    "knee": 3.7, "ankle": SOLE, "heel": HEEL_RADIUS, "toe": TOE_RADIUS,
}  # fmt: skip


@dataclass(frozen=True)
class Posture:
    """A posed mannequin: where the hip centre is, how the whole is turned, and every angle in clinical degrees.

    `angles` has the spine by name and the limbs by side: "knee.near". `short` is how long a limb is drawn, as a part
    of its length, where it points at the viewer: "thigh.near".
    """

    from_front: bool
    x: float
    y: float
    turn: float
    angles: Mapping[str, float]
    short: Mapping[str, float]

    def moved(self, dx: float, dy: float) -> Posture:
        return Posture(self.from_front, self.x + dx, self.y + dy, self.turn, self.angles, self.short)

    def with_angles(self, more: Mapping[str, float]) -> Posture:
        return Posture(self.from_front, self.x, self.y, self.turn, {**self.angles, **more}, self.short)

    def length(self, joint: str) -> float:
        """The drawn length of the limb segment that hangs on a joint such as "knee.near"."""
        name, _, side = joint.partition(".")
        segment = HANGS[name]
        return SEGMENTS[segment][0] * self.short.get(f"{segment}.{side}", 1.0)

    def sign(self, joint: str) -> int:
        """What rotation a positive angle is. From the front + is away from the body, and for the spine to the right."""
        name, _, side = joint.partition(".")
        if not self.from_front:
            return _SIDE_SIGN.get(name, -1)
        return 1 if side != "near" else -1

    def rotation(self, joint: str) -> float:
        return self.sign(joint) * self.angles.get(joint, 0.0)

    def origin(self, joint: str) -> XY:
        """Where a joint sits in the frame of the one that carries it."""
        name, _, side = joint.partition(".")
        half = {"near": 1, "far": -1}.get(side, 0) if self.from_front else 0
        match name:
            case "lumbar":
                return (0, -PELVIS[0])
            case "thorax":
                return (0, -LUMBAR[0])
            case "neck":
                return (0, -THORAX[0])
            case "shoulder":
                return (half * SHOULDER_HALF or 0.4, -SHOULDER_HEIGHT)
            case "hip":
                return (half * HIP_HALF, 0)
            case "elbow":
                return (0, self.length(f"shoulder.{side}"))
            case "wrist":
                return (0, self.length(f"elbow.{side}"))
            case "knee":
                return (0, self.length(f"hip.{side}"))
            case _:
                return (0, self.length(f"knee.{side}"))

    @cached_property
    def joints(self) -> Mapping[str, Frame]:
        """Every joint placed."""
        placed: dict[str, Frame] = {"root": (self.x, self.y, self.turn)}
        for joint in JOINTS:
            placed[joint] = hang(placed[carrier(joint)], self.origin(joint), self.rotation(joint))
        return placed

    def point(self, name: str) -> XY:
        """A point of the body by the name that a figure gives it: "belly", "near_knee"."""
        joints = self.joints
        if name in _TRUNK_POINTS:
            frame, from_side, from_front = _TRUNK_POINTS[name]
            if name == "belly":
                from_side = (max(from_side[0], BELLY + self.angles.get("belly", 0.0)), from_side[1])
            return hang(joints[frame], from_front if self.from_front else from_side)[:2]
        side, _, part = name.partition("_")
        joint, offset = _LIMB_POINTS.get(part, (part, (0.0, 0.0)))
        if self.from_front and part in ("heel", "toe"):
            offset = (0.0, 1.9)
        return hang(joints[f"{joint}.{side}"], offset)[:2]


JOINTS = (*SPINE, *(f"{joint}.{side}" for side in SIDES for joint in (*ARM, *LEG)))
_CARRIER = {
    "lumbar": "root", "thorax": "lumbar", "neck": "thorax", "shoulder": "thorax", "elbow": "shoulder",
    "wrist": "elbow", "hip": "root", "knee": "hip", "ankle": "knee",
}  # fmt: skip


def carrier(joint: str) -> str:
    """The joint, or the root, on which a joint hangs."""
    name, _, side = joint.partition(".")
    above = _CARRIER[name]
    return above if above in ("root", *SPINE) else f"{above}.{side}"


def hang(frame: Frame, offset: XY, rotation: float = 0.0) -> Frame:
    """What sits at an offset in a frame, with its own rotation, as placed in the picture."""
    x, y, turned = frame
    sine, cosine = math.sin(math.radians(turned)), math.cos(math.radians(turned))
    return (x + offset[0] * cosine - offset[1] * sine, y + offset[0] * sine + offset[1] * cosine, turned + rotation)


def reach(posture: Posture, side: Side, limb: tuple[str, str, str], target: XY, *, inward: bool) -> Posture:
    """The posture with the end of a limb (wrist or ankle) on a point, or as near to it as the limb is long."""
    first, second = f"{limb[0]}.{side}", f"{limb[1]}.{side}"
    joints = posture.joints
    x, y, _ = joints[first]
    base = joints[carrier(first)][2]
    upper, lower = posture.length(first), posture.length(second)
    most, least = upper + lower - 0.01, abs(upper - lower) + 0.01
    distance = min(max(math.hypot(target[0] - x, target[1] - y), least), most)
    bent = 180 - _corner(upper, lower, distance)
    inner = _corner(upper, distance, lower)
    way = posture.sign(second) * (-1 if inward else 1)
    aim = math.degrees(math.atan2(x - target[0], target[1] - y))
    opened = posture.sign(first) * (aim - way * inner - base)
    return posture.with_angles({first: _around(opened), second: bent * way * posture.sign(second)})


def point_end(posture: Posture, side: Side, limb: tuple[str, str, str], rotation: float) -> Posture:
    """The posture with a hand or foot turned to a rotation of the picture."""
    above, last = f"{limb[1]}.{side}", f"{limb[2]}.{side}"
    turned = rotation - posture.joints[above][2]
    return posture.with_angles({last: posture.sign(last) * ((turned + 180) % 360 - 180)})


def _corner(a: float, b: float, opposite: float) -> float:
    """The angle between sides a and b of a triangle, in degrees."""
    cosine = (a * a + b * b - opposite * opposite) / (2 * a * b)
    return math.degrees(math.acos(min(max(cosine, -1.0), 1.0)))


def _around(angle: float) -> float:
    """An angle between -120 and 240: where shoulders and hips are, with arms above the head in one piece."""
    return (angle + 120) % 360 - 120
