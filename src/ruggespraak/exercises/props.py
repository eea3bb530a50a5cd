"""What a figure stands on, leans on and holds, and the arrows of its movement."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pathways.model.figures import Arrow, Figure, Held, Prop
from ruggespraak.exercises.posing import Movement, between, movement_of, setups_of
from ruggespraak.exercises.shapes import circles, number, pair
from ruggespraak.exercises.skeleton import XY, Posture

MAT, BESIDE_MAT, WALL, BACK_REST = 4.0, 5.0, 104.0, 26.0
POINTS_OF_ARROW = 14


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture: its sides."""

    left: float
    top: float
    right: float
    bottom: float

    def around(self, other: Box) -> Box:
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def wider(self, by: float) -> Box:
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


def box_of(points: Iterator[XY], beside: float = 0.0) -> Box:
    """The box around points."""
    every = list(points)
    xs, ys = [x for x, _ in every], [y for _, y in every]
    return Box(min(xs), min(ys), max(xs), max(ys)).wider(beside)


def box_of_body(posture: Posture) -> Box:
    """How far a posed body reaches."""
    round_ends = list(circles(posture))
    return Box(
        min(c.x - c.radius for c in round_ends),
        min(c.y - c.radius for c in round_ends),
        max(c.x + c.radius for c in round_ends),
        max(c.y + c.radius for c in round_ends),
    )


# ── things that stay


def box_of_prop(prop: Prop, body: Box) -> Box:
    """Where a thing is; a mat, floor, bed or water without a place lies under the whole body."""
    left = float(prop.x) if prop.x is not None else body.left - BESIDE_MAT
    width = float(prop.width) if prop.width is not None else body.right - body.left + 2 * BESIDE_MAT
    y, height = float(prop.y), float(prop.height or 0)
    match prop.kind:
        case "mat":
            return Box(left, y, left + width, y + MAT)
        case "floor":
            return Box(left, y + 0.3, left + width, y + 1.8)
        case "bed":
            return Box(left, body.top - BESIDE_MAT, left + width, body.bottom + BESIDE_MAT)
        case "chair":
            return Box(left, y - height - BACK_REST, left + width, y)
        case "wall":
            return Box(left, y - (height or WALL), left + width, y)
        case "pillow":
            return Box(left, y - (height or 4.0), left + width, y)
        case "bike":
            return Box(left - 24, -78, left + 30, 0)
        case "water":
            return Box(left, y - 1.5, left + width, y + height)
        case _:
            return Box(left, y - height, left + width, y)


def draw_prop(prop: Prop, body: Box) -> str:
    """One thing, behind the body."""
    return _DRAW.get(prop.kind, _solid)(box_of_prop(prop, body))


def _solid(box: Box, rounding: float = 2.0) -> str:
    return (
        f'<rect class="prop" x="{number(box.left)}" y="{number(box.top)}" width="{number(box.right - box.left)}" '
        f'height="{number(box.bottom - box.top)}" rx="{number(rounding)}"/>'
    )


def _floor(box: Box) -> str:
    return f'<path class="ground" d="M{pair((box.left, box.top + 0.5))}H{number(box.right)}"/>'


def _stool(box: Box) -> str:
    left, right, top, bottom = box.left + 4, box.right - 4, box.top, box.bottom
    legs = f"M{pair((left, top + 2))}L{pair((left - 2, bottom))}M{pair((right, top + 2))}L{pair((right + 2, bottom))}"
    return f'<path class="leg" d="{legs}"/>{_solid(Box(box.left, top, box.right, top + MAT))}'


def _chair(box: Box) -> str:
    seat, left, right = box.top + BACK_REST, box.left + 2, box.right - 2
    legs = f"M{pair((left, box.bottom))}V{number(box.top + 1.5)}M{pair((right, box.bottom))}V{number(seat + 2)}"
    return f'<path class="leg" d="{legs}"/>{_solid(Box(box.left, seat, box.right, seat + MAT))}'


def _table(box: Box) -> str:
    left, right, top = box.left + 3, box.right - 3, box.top
    legs = f"M{pair((left, top + 2))}V{number(box.bottom)}M{pair((right, top + 2))}V{number(box.bottom)}"
    return f'<path class="leg" d="{legs}"/>{_solid(Box(box.left, top, box.right, top + 3), 1.5)}'


def _bike(box: Box) -> str:
    """An exercise bike; the crank is at its place."""
    x, crank = box.left + 24, -17.0
    frame = (
        f"M{pair((x - 20, -1.5))}H{number(x + 24)}M{pair((x, crank))}V-1.5M{pair((x, crank))}L{pair((x - 15, -52))}"
        f"M{pair((x, crank))}L{pair((x + 20, -34))}M{pair((x + 16, -1.5))}L{pair((x + 22, -74))}"
        f"M{pair((x + 22, -74))}H{number(x + 15)}"
    )
    saddle = f"M{pair((x - 24, -53))}Q{pair((x - 14, -50))} {pair((x - 6, -53))}"
    wheel = f'<circle class="ground" cx="{number(x)}" cy="{number(crank)}" r="9"/>'
    return f'{wheel}<path class="leg" d="{frame}"/><path class="leg saddle" d="{saddle}"/>'


def _water(box: Box) -> str:
    """The surface in small waves, and the water below it."""
    waves = max(round((box.right - box.left) / 12), 1)
    width = (box.right - box.left) / waves
    half = number(width / 2)
    surface = f"M{pair((box.left, box.top + 1.5))}" + f"q{number(width / 4)}-3 {half} 0t{half} 0" * waves
    return (
        f'<path class="water" d="{surface}V{number(box.bottom)}H{number(box.left)}Z"/>'
        f'<path class="surface" d="{surface}"/>'
    )


_DRAW: Mapping[str, Callable[[Box], str]] = {
    "floor": _floor,
    "stool": _stool,
    "chair": _chair,
    "table": _table,
    "bike": _bike,
    "water": _water,
}


# ── things that move along


def held_path(held: Held, posture: Posture) -> str:
    """`d` of a thing as a posture holds it."""
    at = posture.point(held.at)
    if held.kind == "box":
        x, y = at
        return f"M{pair((x - 8, y - 3))}h16v13h-16Z"
    if held.to is not None:
        end = posture.point(held.to)
        if held.kind == "stick":
            return _stick(at, end)
        return f"M{pair(at)}L{pair(end)}"
    return f"M{pair(at)}L{pair((float(held.x or 0), float(held.y or 0)))}"


def _stick(one: XY, two: XY) -> str:
    dx, dy = two[0] - one[0], two[1] - one[1]
    long = math.hypot(dx, dy) or 1
    dx, dy = dx / long * 9, dy / long * 9
    return f"M{pair((one[0] - dx, one[1] - dy))}L{pair((two[0] + dx, two[1] + dy))}"


# ── arrows


def arrow_points(arrow: Arrow, figure: Figure) -> list[XY]:
    """The line of an arrow."""
    movement = movement_of(figure)
    if arrow.start:
        return [(float(arrow.start[0]), float(arrow.start[1])), (float(arrow.end[0]), float(arrow.end[1]))]
    if arrow.around is not None:
        x, y = movement.start.point(arrow.around)
        first, last = (float(angle) for angle in arrow.turn)
        angles = (math.radians(first + (last - first) * i / POINTS_OF_ARROW) for i in range(POINTS_OF_ARROW + 1))
        return [(x + float(arrow.radius) * math.cos(a), y + float(arrow.radius) * math.sin(a)) for a in angles]
    assert arrow.along is not None
    return _beside([posture.point(arrow.along) for posture in _on_its_way(arrow, figure)], float(arrow.aside))


def _on_its_way(arrow: Arrow, figure: Figure) -> Iterator[Posture]:
    """The postures from start to end, without the parts that the arrow skips."""
    setups = setups_of(figure)
    first, last = (float(part) for part in arrow.skip) if arrow.skip else (0.1, 0.1)
    for i in range(POINTS_OF_ARROW + 1):
        yield between(setups, figure, first + (1 - first - last) * i / POINTS_OF_ARROW)


def _beside(line: list[XY], aside: float) -> list[XY]:
    moved = []
    for i, (x, y) in enumerate(line):
        (x0, y0), (x1, y1) = line[max(i - 1, 0)], line[min(i + 1, len(line) - 1)]
        long = math.hypot(x1 - x0, y1 - y0) or 1
        moved.append((x + (y1 - y0) / long * aside, y - (x1 - x0) / long * aside))
    return moved


def draw_arrow(points: list[XY]) -> str:
    """A line with a solid head."""
    (x1, y1), (x2, y2) = points[-2], points[-1]
    turned = math.degrees(math.atan2(y2 - y1, x2 - x1))
    line = "M" + "L".join(pair(point) for point in points)
    tip = f'transform="translate({pair((x2, y2))})rotate({number(turned)})" d="M4.6 0L-1.6 3.6Q-.4 0-1.6-3.6Z"'
    return f'<g class="cue"><path d="{line}"/><path class="tip" {tip}/></g>'


def view_box(figure: Figure, movement: Movement) -> Box:
    """The box that holds everything the figure ever shows."""
    body = body_box(movement)
    whole = body
    for prop in figure.props:
        whole = whole.around(box_of_prop(prop, body))
    for arrow in figure.arrows:
        whole = whole.around(box_of(iter(arrow_points(arrow, figure)), 5.0))
    for held in figure.held:
        if held.kind == "box":
            spots = [posture.point(held.at) for posture in movement.frames]
            whole = whole.around(box_of(iter(spots), 10.0))
        if held.x is not None:
            whole = whole.around(box_of(iter([(float(held.x), float(held.y or 0))]), 2.0))
    return whole.wider(3.0)


def body_box(movement: Movement) -> Box:
    """The box around the body in all its postures."""
    boxes = [box_of_body(posture) for posture in movement.frames]
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.around(box)
    return whole
