"""The figure of an exercise: poses of a mannequin, what it rests on, what it holds, and arrows of the movement.

Lengths are percentages of body height; x runs to the right, y down, and the floor is y = 0. Angles are degrees, flexion
positive. The mannequin of a side view looks right; its near side is its right. In a front view "near" is its own left.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

#: Points of the body that an arrow can follow, a hand can reach for, and the whole can be placed by.
BodyPoint = Literal[
    "hip", "waist", "chest", "neck", "head", "seat", "belly", "low_back", "breastbone", "shoulder_blade",
    "near_shoulder", "near_elbow", "near_wrist", "near_hand", "near_knee", "near_ankle", "near_heel", "near_toe",
    "far_shoulder", "far_elbow", "far_wrist", "far_hand", "far_knee", "far_ankle", "far_heel", "far_toe",
]  # fmt: skip

#: What a pose can say of touching: the floor, or the thing that the figure rests on.
Touch = Literal["feet", "toes", "hands", "forearms", "knees", "seat", "back", "belly", "head", "hip_side"]


@dataclass(frozen=True)
class Arm:
    """An arm: by angles, or by where the wrist is.

    shoulder: degrees forward and up; in a front view away from the body
    elbow: degrees bent
    wrist: degrees, fingers forward
    hand: direction of the hand in the picture, clockwise from the right; in place of wrist
    reach: the point of the body that the wrist goes to, or from which x and y count
    x: place of the wrist, to the right
    y: place of the wrist, downward; the floor is 0
    inward: yes: in a front view the elbow points to the body's other side
    """

    shoulder: Decimal | None = None
    elbow: Decimal | None = None
    wrist: Decimal | None = None
    hand: Decimal | None = None
    reach: BodyPoint | None = None
    x: Decimal | None = None
    y: Decimal | None = None
    inward: bool = False


@dataclass(frozen=True)
class Leg:
    """A leg: by angles, or by where the ankle is.

    hip: degrees, knee forward and up; in a front view away from the body
    knee: degrees bent
    ankle: degrees, toes up
    foot: tilt of the foot in the picture, clockwise; 0 is flat with the toes to the right; in place of ankle
    x: place of the ankle, to the right
    y: place of the ankle, downward; left out: the foot stands flat on the floor
    inward: yes: in a front view the knee points to the body's other side
    """

    hip: Decimal | None = None
    knee: Decimal | None = None
    ankle: Decimal | None = None
    foot: Decimal | None = None
    x: Decimal | None = None
    y: Decimal | None = None
    inward: bool = False


@dataclass(frozen=True)
class Placing:
    """Which point of the body stands where.

    point: the point
    x: its place to the right
    y: its place downward; left out: it rests on the floor
    """

    point: BodyPoint
    x: Decimal = Decimal(0)
    y: Decimal | None = None


@dataclass(frozen=True)
class Shortening:
    """How long limbs look that point towards the viewer, as part of their length.

    upper_arms: both upper arms
    forearms: both forearms
    thighs: both thighs
    shanks: both lower legs
    near_upper_arm: this one only
    near_forearm: this one only
    near_thigh: this one only
    near_shank: this one only
    far_upper_arm: this one only
    far_forearm: this one only
    far_thigh: this one only
    far_shank: this one only
    """

    upper_arms: Decimal | None = None
    forearms: Decimal | None = None
    thighs: Decimal | None = None
    shanks: Decimal | None = None
    near_upper_arm: Decimal | None = None
    near_forearm: Decimal | None = None
    near_thigh: Decimal | None = None
    near_shank: Decimal | None = None
    far_upper_arm: Decimal | None = None
    far_forearm: Decimal | None = None
    far_thigh: Decimal | None = None
    far_shank: Decimal | None = None


@dataclass(frozen=True)
class Pose:
    """One pose. What a later pose leaves out stays as in the one before.

    anchor: which point of the body stands where
    turn: degrees that the whole body is turned: 0 upright, -90 on the back, 90 face down
    lumbar: degrees that the low back bends forward
    thorax: degrees that the upper back bends forward
    neck: degrees, chin down
    belly: how far the belly comes forward, as in breathing in
    arms: both arms
    near_arm: the near arm
    far_arm: the far arm
    legs: both legs
    near_leg: the near leg
    far_leg: the far leg
    short: limbs that point towards the viewer
    touches: what rests on the floor or on what the figure sits or lies on
    """

    anchor: Placing | None = None
    turn: Decimal | None = None
    lumbar: Decimal | None = None
    thorax: Decimal | None = None
    neck: Decimal | None = None
    belly: Decimal | None = None
    arms: Arm | None = None
    near_arm: Arm | None = None
    far_arm: Arm | None = None
    legs: Leg | None = None
    near_leg: Leg | None = None
    far_leg: Leg | None = None
    short: Shortening | None = None
    touches: tuple[Touch, ...] | None = None


@dataclass(frozen=True)
class Prop:
    """A thing that does not move.

    kind: what it is
    x: its left side; a mat or floor without x and width lies under the whole figure
    width: how wide it is
    height: how high its top is
    y: where its lowest side is
    """

    kind: Literal["mat", "floor", "bed", "stool", "chair", "wall", "pillow", "table", "block", "bike", "water"]
    x: Decimal | None = None
    width: Decimal | None = None
    height: Decimal | None = None
    y: Decimal = Decimal(0)


@dataclass(frozen=True)
class Held:
    """A thing that moves along with the body.

    kind: what it is
    at: the point of the body that holds it
    to: the point of the body where its other end is
    x: place of its other end, to the right, where that stays put
    y: place of its other end, downward
    """

    kind: Literal["band", "towel", "box", "stick", "crank"]
    at: BodyPoint
    to: BodyPoint | None = None
    x: Decimal | None = None
    y: Decimal | None = None


@dataclass(frozen=True)
class Arrow:
    """An arrow: along the way of a point, around a point, or from here to there.

    along: the point whose way from the first to the last pose it follows
    aside: how far it lies to the left of that way; below 0 to the right
    skip: parts of the way left out at the begin and at the end
    around: the point that it turns around, as it is in the first pose
    radius: how far from that point
    turn: degrees clockwise from the right: from, to
    start: x and y of its begin
    end: x and y of its head
    """

    along: BodyPoint | None = None
    aside: Decimal = Decimal(0)
    skip: tuple[Decimal, ...] = ()
    around: BodyPoint | None = None
    radius: Decimal = Decimal(10)
    turn: tuple[Decimal, ...] = ()
    start: tuple[Decimal, ...] = ()
    end: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class Figure:
    """How an exercise is drawn.

    poses: the poses, from start to end
    view: from which side it is seen; above: lying on the floor, seen from the front
    moves: there_and_back: to the last pose and back; around: and then the first again; alternate: the same with the
    other side after it, as in walking; left out: one pose stands still, more go there and back
    seconds: how long one movement takes
    props: what the figure stands, sits or lies on
    held: what it holds
    arrows: arrows of the movement, at most two
    """

    poses: tuple[Pose, ...]
    view: Literal["side", "front", "above"] = "side"
    moves: Literal["there_and_back", "around", "alternate"] = "there_and_back"
    seconds: Decimal = Decimal(5)
    props: tuple[Prop, ...] = ()
    held: tuple[Held, ...] = ()
    arrows: tuple[Arrow, ...] = ()
