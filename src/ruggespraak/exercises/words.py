"""The description of a figure, made from its postures: how somebody lies or stands, and what moves where."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pathways.model import Exercise, Figure, Text
from ruggespraak.exercises.posing import Movement, movement_of
from ruggespraak.exercises.skeleton import SIDES, XY, Posture

#: From how far on (percent of body height, degrees) a movement is told.
FAR, MUCH_BENT, MUCH_CURVED, CLEARLY = 6.0, 45.0, 18.0, 0.35
BENT, STRAIGHT, CURVED = 55.0, 25.0, 26.0
ON_THE_FLOOR, NEAR_A_POINT = -6.5, 13.0
MOST_TOLD = 3

LIES_ON_BACK = Text("Een figuur ligt op de rug.", "A figure lies on its back.")
FROM_ABOVE = Text("Een figuur ligt op de rug, van boven gezien.", "A figure lies on its back, seen from above.")
LIES_ON_BELLY = Text("Een figuur ligt op de buik.", "A figure lies on its belly.")
LIES_ON_SIDE = Text(
    "Een figuur ligt op de zij en steunt op een onderarm.", "A figure lies on its side, on one forearm."
)
ON_FOREARMS = Text(
    "Een figuur steunt op onderarmen en tenen, met de buik omlaag.",
    "A figure rests on forearms and toes, belly down.",
)
HANDS_AND_KNEES = Text("Een figuur zit op handen en knieën.", "A figure is on hands and knees.")
KNEELS = Text("Een figuur knielt op één knie.", "A figure kneels on one knee.")
SITS = Text("Een figuur zit.", "A figure sits.")
STANDS = Text("Een figuur staat.", "A figure stands.")
ONE_FOOT_AHEAD = Text("Een figuur staat met één voet ver voor.", "A figure stands with one foot far ahead.")
CYCLES = Text("Een figuur zit op een hometrainer.", "A figure sits on an exercise bike.")
SWIMS = Text("Een figuur ligt op de buik in het water.", "A figure lies face down in the water.")

KNEES_BENT = Text("De knieën zijn gebogen.", "The knees are bent.")
ONE_KNEE_BENT = Text("Eén knie is gebogen.", "One knee is bent.")
LEGS_STRAIGHT = Text("De benen zijn gestrekt.", "The legs are straight.")
BACK_ROUND = Text("De rug is bol.", "The back is round.")
BACK_HOLLOW = Text("De rug is hol.", "The back is hollow.")
HANDS_AT_KNEE = Text("De handen houden de knie vast.", "The hands hold the knee.")
HANDS_AT_KNEES = Text("De handen houden de knieën vast.", "The hands hold the knees.")
HAND_ON_BELLY = Text("Een hand ligt op de buik.", "A hand lies on the belly.")
HANDS_ON_BELLY = Text("De handen liggen op de buik.", "The hands lie on the belly.")
HANDS_ON_HIPS = Text("De handen steunen in de zij.", "The hands rest on the hips.")
HANDS_ON_BACK = Text("De handen liggen op de onderrug.", "The hands lie on the low back.")

TO_THE_MAT = Text("De onderrug zakt naar de mat.", "The low back sinks to the mat.")
ARMS_BEND = Text("De armen buigen en spannen aan.", "The arms bend and tighten.")
GETS_ROUND = Text("De onderrug wordt boller.", "The low back gets rounder.")
GETS_HOLLOW = Text("De rug buigt naar achteren.", "The back bends backwards.")
KNEE_STRAIGHTENS = Text("Een knie strekt zich.", "One knee straightens.")
KNEES_STRAIGHTEN = Text("De knieën strekken zich.", "The knees straighten.")
KNEES_BEND = Text("De knieën buigen.", "The knees bend.")
KNEE_TO_CHEST = Text("Een knie komt naar de borst.", "One knee comes to the chest.")
KNEES_TO_CHEST = Text("De knieën komen naar de borst.", "The knees come to the chest.")
LOOKS_UP = Text("Het hoofd gaat naar achteren, de blik omhoog.", "The head goes back, the eyes look up.")
BELLY_RISES = Text("De buik komt omhoog.", "The belly rises.")
BELLY_SINKS = Text("De buik wordt vlakker.", "The belly gets flatter.")
TAKES_TURNS = Text("Links en rechts bewegen om en om.", "Left and right move in turn.")
STAYS = Text("Het lichaam ligt stil.", "The body lies still.")

UP, DOWN = Text("omhoog", "up"), Text("omlaag", "down")
AHEAD, BACK = Text("naar voren", "forward"), Text("naar achteren", "back")
TO_THE_FEET, TO_THE_HEAD = (
    Text("richting de voeten", "towards the feet"),
    Text("richting het hoofd", "towards the head"),
)
LEFT, RIGHT = Text("naar links", "to the left"), Text("naar rechts", "to the right")
SIDEWAYS = Text("opzij", "sideways")
#: What is told to move, by the point that shows it: one of a pair, and both.
_ONE = {
    "body": Text("Het lichaam gaat", "The body goes"),
    "hip": Text("De heupen gaan", "The hips go"),
    "head": Text("Het hoofd gaat", "The head goes"),
    "hand": Text("Een arm gaat", "One arm goes"),
    "toe": Text("Een been gaat", "One leg goes"),
    "knee": Text("Een knie gaat", "One knee goes"),
}
_BOTH = {
    "hand": Text("De armen gaan", "The arms go"),
    "toe": Text("De benen gaan", "The legs go"),
    "knee": Text("De knieën gaan", "The knees go"),
}
_AND = Text("en", "and")


@dataclass(frozen=True, slots=True)
class Description:
    """What the start, the end and the movement look like, each in a few sentences."""

    start: tuple[Text, ...]
    end: tuple[Text, ...]
    motion: tuple[Text, ...]


def describe(exercise: Exercise, moment: str, language: str) -> str:
    """The sentences for one moment of an exercise."""
    description = description_of(exercise.figure)
    return " ".join(text.in_(language) for text in getattr(description, moment))


@lru_cache(maxsize=512)
def description_of(figure: Figure) -> Description:
    """All that is told of a figure, made once."""
    movement = movement_of(figure)
    position = position_of(figure, movement.start)
    start = (position, *details_of(figure, movement.start))
    if movement.is_still:
        return Description((*start, STAYS), (*start, STAYS), (*start, STAYS))
    moves = tuple(movements_of(figure, movement))
    return Description(start, (*moves, *details_of(figure, movement.end)), (position, *moves))


# ── how somebody lies or stands


def position_of(figure: Figure, posture: Posture) -> Text:
    """Lying, sitting, standing: seen from how the body is turned, how high the hips are, and what touches the floor."""
    kinds = {prop.kind for prop in figure.props}
    if "bike" in kinds:
        return CYCLES
    if "water" in kinds:
        return SWIMS
    if figure.view == "above":
        return FROM_ABOVE
    if abs(posture.turn) > 45:
        return _lying(figure, posture)
    if any(posture.point(f"{side}_knee")[1] > ON_THE_FLOOR for side in SIDES):
        return KNEELS
    if kinds & {"stool", "chair"} and posture.y > -38:
        return SITS
    apart = abs(posture.point("near_ankle")[0] - posture.point("far_ankle")[0])
    return ONE_FOOT_AHEAD if apart > 30 and not posture.from_front else STANDS


def _lying(figure: Figure, posture: Posture) -> Text:
    if posture.from_front:
        return LIES_ON_SIDE
    if posture.turn < 0:
        return LIES_ON_BACK
    if figure.poses[0].touches and "toes" in figure.poses[0].touches:
        return ON_FOREARMS
    if posture.y < -15 and posture.point("near_hand")[1] > ON_THE_FLOOR:
        return HANDS_AND_KNEES
    return LIES_ON_BELLY if posture.y > -15 else STANDS


def details_of(figure: Figure, posture: Posture) -> Iterator[Text]:
    """Knees, back and hands, as far as they tell something."""
    if figure.moves != "there_and_back":
        return
    if abs(posture.turn) > 45 and position_of(figure, posture) not in (HANDS_AND_KNEES, STANDS):
        yield from _knees(posture)
    curve = posture.angles["lumbar"] + posture.angles["thorax"]
    if not posture.from_front and abs(curve) > CURVED:
        yield BACK_ROUND if curve > 0 else BACK_HOLLOW
    yield from _hands(posture)


def _knees(posture: Posture) -> Iterator[Text]:
    # A lower leg that points away from the viewer is a bent knee.
    angles = [90 if posture.short.get(f"shank.{side}", 1) < 0.4 else abs(posture.angles[f"knee.{side}"])
              for side in SIDES]  # fmt: skip
    bent = [angle for angle in angles if angle > BENT]
    if len(bent) == 2:
        yield KNEES_BENT
    elif bent:
        yield ONE_KNEE_BENT
    elif max(angles) < STRAIGHT:
        yield LEGS_STRAIGHT


def _hands(posture: Posture) -> Iterator[Text]:
    if posture.from_front:
        return
    if posture.turn < -45:
        yield from _hands_of_one_lying(posture)
    elif abs(posture.turn) < 45 and all(_is_held(posture, side, "hip", 8.5) for side in SIDES):
        yield HANDS_ON_HIPS
    elif abs(posture.turn) < 45 and all(_is_held(posture, side, "low_back", 9.0) for side in SIDES):
        yield HANDS_ON_BACK


def _hands_of_one_lying(posture: Posture) -> Iterator[Text]:
    held = [knee for knee in SIDES if any(_is_held(posture, side, f"{knee}_knee") for side in SIDES)]
    on_belly = [side for side in SIDES if _is_held(posture, side, "belly")]
    if held:
        is_lifted = all(posture.angles[f"hip.{side}"] > 100 for side in SIDES)
        yield HANDS_AT_KNEES if is_lifted and len(held) == 2 else HANDS_AT_KNEE
    elif on_belly:
        yield HANDS_ON_BELLY if len(on_belly) == 2 else HAND_ON_BELLY


def _is_held(posture: Posture, side: str, point: str, near: float = NEAR_A_POINT) -> bool:
    return _apart(posture.point(f"{side}_wrist"), posture.point(point)) < near


# ── what moves


def movements_of(figure: Figure, movement: Movement) -> Iterator[Text]:
    """What goes where from the first pose to the last, most telling first, at most three."""
    if figure.moves == "alternate":
        yield TAKES_TURNS
        return
    told = list(_changes(figure, movement))
    yield from (told or list(_ways(figure, movement, least=1.5)))[:MOST_TOLD]


def _changes(figure: Figure, movement: Movement) -> Iterator[Text]:
    start, end = movement.start, movement.end
    belly = end.angles["belly"] - start.angles["belly"]
    if abs(belly) > 1:
        yield BELLY_RISES if belly > 0 else BELLY_SINKS
        return
    to_chest = [side for side in SIDES if _comes_to_chest(start, end, side)]
    if to_chest:
        yield KNEES_TO_CHEST if len(to_chest) == 2 else KNEE_TO_CHEST
        return
    if start.from_front and all(end.angles[f"elbow.{s}"] - start.angles[f"elbow.{s}"] > MUCH_BENT for s in SIDES):
        yield ARMS_BEND
        return
    yield from _ways(figure, movement, least=FAR)
    if not start.from_front:
        yield from _bending(start, end)


def _comes_to_chest(start: Posture, end: Posture, side: str) -> bool:
    before, after = (_apart(p.point(f"{side}_knee"), p.point("chest")) for p in (start, end))
    return start.turn < -45 and not start.from_front and after < 25 and before - after > 12


def _bending(start: Posture, end: Posture) -> Iterator[Text]:
    curve = [posture.angles["lumbar"] + posture.angles["thorax"] for posture in (start, end)]
    if curve[1] - curve[0] > MUCH_CURVED:
        yield TO_THE_MAT if start.turn < -45 else GETS_ROUND
    elif curve[0] - curve[1] > MUCH_CURVED and curve[1] < -MUCH_CURVED / 2:
        yield GETS_HOLLOW
    change = [end.angles[f"knee.{side}"] - start.angles[f"knee.{side}"] for side in SIDES]
    straighter = sum(angle < -MUCH_BENT for angle in change)
    if straighter:
        yield KNEES_STRAIGHTEN if straighter == 2 else KNEE_STRAIGHTENS
    elif min(change) > MUCH_BENT:
        yield KNEES_BEND
    if start.angles["neck"] - end.angles["neck"] > MUCH_BENT:
        yield LOOKS_UP


def _ways(figure: Figure, movement: Movement, least: float) -> Iterator[Text]:
    """Hips, head, arms and legs with the direction they go, the widest first; small beside the widest is not told."""
    ways = {name: _way(movement, name) for name in ("hip", "head")}
    if _apart(ways["hip"], ways["head"]) < 0.75 * _length(ways["hip"]):
        ways = {"body": ways["hip"]}
    for pair, carried_by in (("hand", "shoulder"), ("toe", "hip")):
        both = [_way(movement, f"{side}_{pair}") for side in SIDES]
        own = [_apart(way, _way(movement, f"{side}_{carried_by}")) for way, side in zip(both, SIDES, strict=True)]
        both = [way if far > FAR else (0.0, 0.0) for way, far in zip(both, own, strict=True)]
        longer = max(both, key=_length)
        is_both = min(map(_length, both)) > 0.6 * _length(longer)
        ways[f"both {pair}" if is_both else pair] = longer
    if figure.view == "above":
        knees = [_way(movement, f"{side}_knee") for side in SIDES]
        ways = {"both knee": max(knees, key=_length), **ways}
    widest = max(map(_length, ways.values()))
    for name, way in sorted(ways.items(), key=lambda item: -_length(item[1])):
        if _length(way) > max(least, CLEARLY * widest):
            who = _BOTH[name.removeprefix("both ")] if name.startswith("both ") else _ONE[name]
            where = _direction(way, figure)
            yield Text(f"{who.nl} {where.nl}.", f"{who.en} {where.en}.")


def _direction(way: XY, figure: Figure) -> Text:
    """In the picture: up, down, forward, back; of two that are both clear, both."""
    across, down = way
    if figure.view == "above":
        return RIGHT if down > 0 else LEFT
    upright = UP if down < 0 else DOWN
    sideways = _sideways(across, figure)
    if abs(down) > 2 * abs(across):
        return upright
    if abs(across) > 2 * abs(down):
        return sideways
    return Text(f"{sideways.nl} {_AND.nl} {upright.nl}", f"{sideways.en} {_AND.en} {upright.en}")


def _sideways(across: float, figure: Figure) -> Text:
    if figure.view == "front":
        return SIDEWAYS
    if movement_of(figure).start.turn < -45:
        return TO_THE_FEET if across > 0 else TO_THE_HEAD
    return AHEAD if across > 0 else BACK


def _way(movement: Movement, point: str) -> XY:
    (x0, y0), (x1, y1) = movement.start.point(point), movement.end.point(point)
    return (x1 - x0, y1 - y0)


def _length(way: XY) -> float:
    return math.hypot(*way)


def _apart(one: XY, two: XY) -> float:
    return math.hypot(one[0] - two[0], one[1] - two[1])
