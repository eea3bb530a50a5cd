"""Every figure as a body: limbs keep their length, joints bend as joints do, nothing sinks into the floor."""

import itertools
import math
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pathways.model import Exercise, load
from ruggespraak.exercises.figure import draw
from ruggespraak.exercises.posing import between, movement_of, setups_of
from ruggespraak.exercises.shapes import Circle, circles
from ruggespraak.exercises.skeleton import LEG, SEGMENTS, SIDES, SPINE, Posture

PACK = Path(__file__).parents[3] / "packs/low_back_pain"
EXERCISES = load(PACK).exercises
ON_LAND = [e for e in EXERCISES if e.figure.view != "above" and e.position != "water"]
FROM_THE_SIDE = [exercise for exercise in EXERCISES if exercise.figure.view == "side"]
#: How deep a body may sink into a mat or seat, and how far from it a resting part may be, in percent of body height.
SOFT, TOUCHING = 1.3, 1.5
#: Degrees that human joints reach, with what a drawing of a small motion exaggerates (lumbar) or turns outward (elbow).
HUMAN = {
    "lumbar": (-46, 40),
    "thorax": (-20, 40),
    "neck": (-50, 45),
    "shoulder": (-110, 182),
    "elbow": (-1, 162),
    "wrist": (-90, 90),
    "hip": (-30, 140),
    "knee": (-1, 155),
    "ankle": (-80, 45),  # The drawn foot has no joint at the toes: a lifted heel bends the ankle instead.
}
#: What a pose says of touching → the parts of the drawing that may do so.
PARTS = {
    "feet": ("foot",),
    "toes": ("foot",),
    "hands": ("hand",),
    "forearms": ("forearm",),
    "knees": ("shank",),
    "seat": ("pelvis", "thigh"),
    "back": ("thorax", "pelvis"),
    "belly": ("belly", "pelvis"),
    "head": ("head",),
    "hip_side": ("trunk", "thigh"),
}


def named(exercise: Exercise) -> str:
    return exercise.id


def moments(exercise: Exercise) -> Iterator[Posture]:
    """The frames that are drawn, and the moments half-way between them as a browser draws those."""
    frames = movement_of(exercise.figure).frames
    yield from frames
    for one, two in itertools.pairwise(frames):
        yield halfway(one, two)


def halfway(one: Posture, two: Posture) -> Posture:
    """What linear animation makes of two frames: every number of a transform half-way."""
    angles = {name: one.angles[name] + turned(one.angles[name], two.angles[name]) / 2 for name in one.angles}
    short = {name: (one.short.get(name, 1) + two.short.get(name, 1)) / 2 for name in {*one.short, *two.short}}
    middle = ((one.x + two.x) / 2, (one.y + two.y) / 2, (one.turn + two.turn) / 2)
    return Posture(one.from_front, *middle, angles, short)


def turned(one: float, two: float) -> float:
    return (two - one + 180) % 360 - 180


def surface_under(exercise: Exercise, circle: Circle) -> float:
    """How high the thing is that a part may rest on: the floor, or what stands there."""
    tops = [0.0]
    for prop in exercise.figure.props:
        is_seat = prop.kind in ("stool", "chair", "pillow", "block")
        if is_seat and prop.x is not None and prop.width is not None and prop.height is not None:
            left, right = float(prop.x), float(prop.x + prop.width)
            if left - 4 < circle.x < right + 4:
                tops.append(-float(prop.height))
    return min(tops)


def lowest(posture: Posture, parts: tuple[str, ...]) -> list[Circle]:
    return [c for c in circles(posture) if c.part.partition(".")[0] in parts]


@pytest.mark.parametrize("exercise", EXERCISES, ids=named)
def test_limbs_keep_their_length(exercise: Exercise) -> None:
    chains = {"shoulder": ("elbow", "upper_arm"), "elbow": ("wrist", "forearm"), "hip": ("knee", "thigh"),
              "knee": ("ankle", "shank")}  # fmt: skip
    for posture in moments(exercise):
        for side in SIDES:
            for joint, (end, segment) in chains.items():
                (x0, y0, _), (x1, y1, _) = posture.joints[f"{joint}.{side}"], posture.joints[f"{end}.{side}"]
                wanted = SEGMENTS[segment][0] * posture.short.get(f"{segment}.{side}", 1)
                assert math.hypot(x1 - x0, y1 - y0) == pytest.approx(wanted, abs=0.01), (segment, side)


@pytest.mark.parametrize("exercise", EXERCISES, ids=named)
def test_joints_stay_within_what_a_body_can_do(exercise: Exercise) -> None:
    found = {}
    for posture in movement_of(exercise.figure).frames:
        for joint, angle in posture.angles.items():
            name = joint.partition(".")[0]
            low, high = HUMAN.get(name, (-99, 99))
            if posture.from_front:  # Bending to either side.
                low, high = -max(high, 60), max(high, 60)
            if not low <= angle <= high and not (name == "shoulder" and exercise.figure.moves == "alternate"):
                found[joint] = round(angle)
    assert found == {}


@pytest.mark.parametrize("exercise", ON_LAND, ids=named)
def test_nothing_sinks_into_the_floor(exercise: Exercise) -> None:
    found = {}
    for posture in moments(exercise):
        for circle in circles(posture):
            depth = circle.y + circle.radius
            if depth > SOFT:
                found[circle.part] = max(round(depth, 1), found.get(circle.part, 0))
    assert found == {}


@pytest.mark.parametrize("exercise", [e for e in EXERCISES if e.figure.view != "above"], ids=named)
def test_what_should_touch_touches(exercise: Exercise) -> None:
    figure, found = exercise.figure, []
    for number, setup in enumerate(setups_of(figure)):
        last = len(figure.poses) - 1
        posture = between(setups_of(figure), figure, number / last) if last else movement_of(figure).start
        for touch in setup.touches:
            gaps = [abs(c.y + c.radius - surface_under(exercise, c)) for c in lowest(posture, PARTS[touch])]
            if min(gaps) > TOUCHING:
                found.append((number, touch, round(min(gaps), 1)))
    assert found == []


@pytest.mark.parametrize("exercise", EXERCISES, ids=named)
def test_what_both_poses_hold_in_place_stays_there_all_the_way(exercise: Exercise) -> None:
    """A planted foot does not slide, nor a hand that rests on something."""
    figure = exercise.figure
    setups = setups_of(figure)
    if figure.moves != "there_and_back":
        return
    for name in setups[0].limbs:
        limbs = [setup.limbs.get(name) for setup in setups]
        if len({limb.target if limb else None for limb in limbs}) != 1 or limbs[0] is None or limbs[0].target is None:
            continue
        if limbs[0].reach is None:
            side, _, kind = name.partition("_")
            end = f"{side}_{'wrist' if kind == 'arm' else 'ankle'}"
            for posture in moments(exercise):
                x, y = posture.point(end)
                assert math.hypot(x - limbs[0].target[0], y - limbs[0].target[1]) < 0.6, name


@pytest.mark.parametrize("exercise", EXERCISES, ids=named)
def test_what_a_pose_reaches_for_is_within_reach(exercise: Exercise) -> None:
    figure, found = exercise.figure, {}
    for number, setup in enumerate(setups_of(figure)):
        last = len(figure.poses) - 1
        posture = between(setups_of(figure), figure, number / last) if last else movement_of(figure).start
        for name, limb in setup.limbs.items():
            if limb.target is None:
                continue
            base = posture.point(limb.reach) if limb.reach else (0.0, 0.0)
            side, _, kind = name.partition("_")
            x, y = posture.point(f"{side}_{'wrist' if kind == 'arm' else 'ankle'}")
            gap = math.hypot(x - base[0] - limb.target[0], y - base[1] - limb.target[1])
            if gap > 0.7:
                found[number, name] = round(gap, 1)
    assert found == {}


@pytest.mark.parametrize("exercise", EXERCISES, ids=named)
def test_the_figure_stays_inside_its_picture(exercise: Exercise) -> None:
    svg = ElementTree.fromstring(draw(exercise.figure, "motion", exercise.id))
    left, top, width, height = (float(number) for number in svg.attrib["viewBox"].split())
    for posture in moments(exercise):
        for circle in circles(posture):
            assert left <= circle.x - circle.radius, circle.part
            assert circle.x + circle.radius <= left + width, circle.part
            assert top <= circle.y - circle.radius, circle.part
            assert circle.y + circle.radius <= top + height, circle.part
    assert width / height < 5.5


@pytest.mark.parametrize("exercise", FROM_THE_SIDE, ids=named)
def test_arrows_lie_beside_what_they_show(exercise: Exercise) -> None:
    """Their heads are within the picture, and no figure has more than two."""
    svg = ElementTree.fromstring(draw(exercise.figure, "end", exercise.id))
    left, top, width, height = (float(number) for number in svg.attrib["viewBox"].split())
    tips = [path.attrib["transform"] for path in svg.iter("path") if path.attrib.get("class") == "tip"]
    assert len(tips) <= 2
    assert tips or len(exercise.figure.poses) == 1
    for tip in tips:
        x, y = (float(number) for number in re.findall(r"-?[\d.]+", tip)[:2])
        assert left < x < left + width
        assert top < y < top + height


@pytest.mark.parametrize("exercise", EXERCISES, ids=named)
def test_a_loop_ends_where_it_began(exercise: Exercise) -> None:
    frames = movement_of(exercise.figure).frames
    first, last = frames[0].joints, frames[-1].joints
    for joint in (*SPINE, *(f"{joint}.{side}" for joint in LEG for side in SIDES)):
        assert first[joint] == pytest.approx(last[joint], abs=0.01)


def test_standing_upright_is_one_body_high() -> None:
    angles = dict.fromkeys(("lumbar", "thorax", "neck", "belly"), 0.0)
    every = {f"{joint}.{side}": 0.0 for joint in ("shoulder", "elbow", "wrist", *LEG) for side in SIDES}
    posture = Posture(False, 0, -52.5, 0, angles | every, {})
    top = min(c.y - c.radius for c in circles(posture))
    bottom = max(c.y + c.radius for c in circles(posture))
    assert bottom == pytest.approx(0, abs=0.3)
    assert bottom - top == pytest.approx(100, abs=1.5)
