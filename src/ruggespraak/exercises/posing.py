"""From the poses of a figure to postures: at the start, at the end, and at every moment of the movement."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from pathways.model.figures import Arm, Figure, Leg, Placing, Pose, Shortening
from ruggespraak.exercises.skeleton import ARM, LEG, RADIUS, SIDES, SOLE, XY, Posture, Side, point_end, reach

#: Parts of the time: there, held, and back again.
STEPS_THERE, STEPS_HELD = 6, 3
#: Postures between two poses of a movement that goes around.
STEPS_AROUND = 2


@dataclass(frozen=True)
class Limb:
    """An arm or leg as a pose asks for it: by its three angles, or by the place of its end."""

    is_arm: bool
    angles: tuple[float, float, float] = (0.0, 0.0, 0.0)
    target: XY | None = None
    reach: str | None = None
    #: The rotation of hand or foot in the picture, where the last angle does not say it.
    end: float | None = None
    inward: bool = False

    @property
    def joints(self) -> tuple[str, str, str]:
        return ARM if self.is_arm else LEG


@dataclass(frozen=True)
class Setup:
    """Everything a pose asks for, with what it took over from the poses before."""

    placing: Placing = field(default_factory=lambda: Placing("hip", Decimal(0), Decimal("-52.5")))
    trunk: Mapping[str, float] = field(default_factory=dict)
    limbs: Mapping[str, Limb] = field(default_factory=dict)
    short: Mapping[str, float] = field(default_factory=dict)
    touches: tuple[str, ...] = ()


@dataclass(frozen=True)
class Movement:
    """The postures of one figure at even moments of its time, and its first and last pose."""

    start: Posture
    end: Posture
    frames: tuple[Posture, ...]

    @property
    def is_still(self) -> bool:
        return len(self.frames) == 1


@lru_cache(maxsize=512)
def movement_of(figure: Figure) -> Movement:
    """All postures of a figure, made once."""
    setups = setups_of(figure)
    if len(setups) == 1:
        only = solve(setups[0], figure)
        return Movement(only, only, (only,))
    if figure.moves == "there_and_back":
        frames = tuple(_there_and_back(setups, figure))
        return Movement(frames[0], frames[STEPS_THERE], frames)
    around = [*setups, *map(_other_side, setups)] if figure.moves == "alternate" else setups
    frames = tuple(_around(around, figure))
    return Movement(frames[0], frames[len(frames) // 2], frames)


def _there_and_back(setups: Sequence[Setup], figure: Figure) -> Iterator[Posture]:
    there = [between(setups, figure, _eased(step / STEPS_THERE)) for step in range(STEPS_THERE + 1)]
    yield from there
    yield from [there[-1]] * STEPS_HELD
    yield from reversed(there[:-1])


def _around(setups: Sequence[Setup], figure: Figure) -> Iterator[Posture]:
    loop = [*setups, setups[0]]
    for step in range(len(setups) * STEPS_AROUND + 1):
        yield between(loop, figure, step / (len(setups) * STEPS_AROUND))


def _eased(part: float) -> float:
    return (1 - math.cos(math.pi * part)) / 2


def _other_side(setup: Setup) -> Setup:
    swap = {"near": "far", "far": "near"}
    limbs = {f"{swap[name.partition('_')[0]]}_{name.partition('_')[2]}": limb for name, limb in setup.limbs.items()}
    short = {f"{name.partition('.')[0]}.{swap[name.partition('.')[2]]}": part for name, part in setup.short.items()}
    return replace(setup, limbs=limbs, short=short)


# ── what a pose asks for


def setups_of(figure: Figure) -> tuple[Setup, ...]:
    """The poses, each with what it leaves out taken from the one before."""
    setups: list[Setup] = []
    setup = Setup()
    for pose in figure.poses:
        setup = _over(setup, pose)
        setups.append(setup)
    return tuple(setups)


def _over(setup: Setup, pose: Pose) -> Setup:
    asked = {name: getattr(pose, name) for name in ("turn", "lumbar", "thorax", "neck", "belly")}
    trunk = {**setup.trunk, **{name: float(value) for name, value in asked.items() if value is not None}}
    limbs = dict(setup.limbs)
    for side in SIDES:
        arm: Arm | None = getattr(pose, f"{side}_arm") or pose.arms
        leg: Leg | None = getattr(pose, f"{side}_leg") or pose.legs
        if arm is not None:
            limbs[f"{side}_arm"] = _arm(arm)
        if leg is not None:
            limbs[f"{side}_leg"] = _leg(leg)
    short = {**setup.short, **_shortened(pose.short or Shortening())}
    touches = setup.touches if pose.touches is None else pose.touches
    return Setup(pose.anchor or setup.placing, trunk, limbs, short, touches)


def _arm(arm: Arm) -> Limb:
    target = None if arm.reach is None and arm.x is None else (_number(arm.x), _number(arm.y))
    angles = (_number(arm.shoulder), _number(arm.elbow), _number(arm.wrist))
    # A hand points to the right where a limb would point down.
    end = None if arm.hand is None else float(arm.hand) - 90
    return Limb(True, angles, target, arm.reach, end, arm.inward)


def _leg(leg: Leg) -> Limb:
    end = None if leg.foot is None else float(leg.foot)
    if leg.x is None:
        return Limb(False, (_number(leg.hip), _number(leg.knee), _number(leg.ankle)), None, None, end, leg.inward)
    target = (float(leg.x), -SOLE if leg.y is None else float(leg.y))
    return Limb(False, target=target, end=end or 0.0, inward=leg.inward)


def _shortened(short: Shortening) -> dict[str, float]:
    """Segment and side → part of its length, for what a pose gives."""
    parts: dict[str, float] = {}
    for segment in ("upper_arm", "forearm", "thigh", "shank"):
        for side in SIDES:
            value = getattr(short, f"{side}_{segment}") or getattr(short, f"{segment}s")
            if value is not None:
                parts[f"{segment}.{side}"] = float(value)
    return parts


def _number(value: Decimal | None) -> float:
    return 0.0 if value is None else float(value)


# ── postures


def between(setups: Sequence[Setup], figure: Figure, part: float) -> Posture:
    """The posture at a part (0 to 1) of the way through all poses."""
    place = part * (len(setups) - 1)
    index = min(int(place), len(setups) - 2)
    return blend(setups[index], setups[index + 1], figure, place - index)


def blend(one: Setup, two: Setup, figure: Figure, part: float) -> Posture:
    """Between two poses. What both hold to a place stays on its way there; other joints turn evenly."""
    first, last = solve(one, figure), solve(two, figure)
    if part in (0, 1):
        return last if part else first
    goes_on = figure.moves != "there_and_back"
    angles = {joint: _turned(angle, last.angles[joint], part, goes_on) for joint, angle in first.angles.items()}
    short = {name: _mix(one.short.get(name, 1.0), two.short.get(name, 1.0), part) for name in {*one.short, *two.short}}
    turned = _mix(first.turn, last.turn, part)
    root = (_mix(first.x, last.x, part), _mix(first.y, last.y, part))
    posture = Posture(first.from_front, *root, turned, angles, short)
    if one.placing.point == two.placing.point:
        posture = put(posture, one.placing.point, _mixed(_spot(one.placing), _spot(two.placing), part))
    shared = {name: limb for name in one.limbs if (limb := _shared(one.limbs[name], two.limbs[name], part)) is not None}
    return _with_ends(posture, shared)


def _shared(one: Limb, two: Limb, part: float) -> Limb | None:
    """A limb that both poses hold to a place, or whose hand or foot they hold to a direction."""
    same_end = one.end is not None and two.end is not None
    end = _mix(one.end or 0, two.end or 0, part) if same_end else None
    if one.target is not None and two.target is not None and one.reach == two.reach:
        return replace(one, target=_mixed(one.target, two.target, part), end=end)
    return Limb(one.is_arm, end=end) if same_end else None


def solve(setup: Setup, figure: Figure) -> Posture:
    """The posture that does all a pose asks for."""
    angles = dict.fromkeys(("lumbar", "thorax", "neck", "belly"), 0.0) | {
        name: value for name, value in setup.trunk.items() if name != "turn"
    }
    for side in SIDES:
        for name, joints in (("arm", ARM), ("leg", LEG)):
            limb = setup.limbs.get(f"{side}_{name}", Limb(name == "arm"))
            angles |= {f"{joint}.{side}": angle for joint, angle in zip(joints, limb.angles, strict=True)}
    posture = Posture(figure.view != "side", 0, 0, setup.trunk.get("turn", 0.0), angles, setup.short)
    posture = put(_with_ends(posture, setup.limbs, free=True), setup.placing.point, _spot(setup.placing))
    return _with_ends(posture, setup.limbs)


def put(posture: Posture, point: str, spot: XY) -> Posture:
    """The posture moved as a whole, so that a point of the body is at a spot."""
    x, y = posture.point(point)
    return posture.moved(spot[0] - x, spot[1] - y)


def _with_ends(posture: Posture, limbs: Mapping[str, Limb], *, free: bool = False) -> Posture:
    """Legs and then arms brought to their places; with `free` only hands and feet of limbs that go by angles."""
    for kind in ("leg", "arm"):
        for side in SIDES:
            limb = limbs.get(f"{side}_{kind}")
            if limb is None or (free and limb.target is not None):
                continue
            posture = _with_end(posture, side, limb)
    return posture


def _with_end(posture: Posture, side: Side, limb: Limb) -> Posture:
    if limb.target is not None:
        base = (0.0, 0.0) if limb.reach is None else posture.point(limb.reach)
        target = (base[0] + limb.target[0], base[1] + limb.target[1])
        posture = reach(posture, side, limb.joints, target, inward=limb.inward)
    if limb.end is not None and not posture.from_front:
        posture = point_end(posture, side, limb.joints, limb.end)
    return posture


def _spot(placing: Placing) -> XY:
    if placing.y is not None:
        return (float(placing.x), float(placing.y))
    name = placing.point.removeprefix("near_").removeprefix("far_")
    return (float(placing.x), -RADIUS.get(name, 0.0))


def _mix(one: float, two: float, part: float) -> float:
    return one + (two - one) * part


def _turned(one: float, two: float, part: float, goes_on: bool) -> float:
    """An angle on its way; in a movement that goes on and on the shorter way round, as an arm in swimming."""
    return _mix(one, one + (two - one + 180) % 360 - 180 if goes_on else two, part)


def _mixed(one: XY, two: XY, part: float) -> XY:
    return (_mix(one[0], two[0], part), _mix(one[1], two[1], part))
