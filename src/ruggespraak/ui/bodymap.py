"""The body as areas that can be pressed: geometry only, in attributes, so that it obeys the page's security policy.

Regions are those of the body chart of a pathway. In the back and side views left is on the left; in the front view
the person faces the reader. A right area is its left one mirrored. The smallest area is 20 units, on a phone of
320 pixels still 24 pixels (WCAG 2.2, 2.5.8).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

MIDDLE = 130
MIRROR = f"translate({2 * MIDDLE} 0) scale(-1 1)"


@dataclass(frozen=True)
class Shape:
    """One area: its path on the left (or in the middle), and where its short word stands; "|" breaks the line."""

    path: str
    x: float
    y: float
    word: Promise | str = ""
    other_word: Promise | str = ""

    def at(self, *, mirrored: bool) -> "Place":
        """This shape on its own side, ready for a template."""
        x = 2 * MIDDLE - self.x if mirrored else self.x
        word = str(self.other_word if mirrored and self.other_word else self.word)
        words = word.split("|") if word else []
        lines = tuple((part, self.y + 13 * line) for line, part in enumerate(words))
        return Place(self.path, MIRROR if mirrored else "", x, self.y - 18 if lines else self.y, lines)


@dataclass(frozen=True)
class Place:
    """Where an area lies in a drawing, mirrored or not, with its short word and the place of its tick."""

    path: str
    transform: str
    x: float
    tick_y: float
    lines: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class View:
    """One drawing: its title, its box, what is drawn but cannot be pressed, and its areas."""

    id: str
    title: Promise
    box: str
    outline: str
    shapes: dict[str, Shape]
    faces_reader: bool = False

    @property
    def sides(self) -> tuple[tuple[Promise, int, float], ...]:
        """The words left and right below the drawing."""
        _x, top, _width, height = (float(part) for part in self.box.split())
        left, right = (188, 72) if self.faces_reader else (72, 188)
        return (pgettext_lazy("body", "left"), left, top + height - 6), (
            pgettext_lazy("body", "right"),
            right,
            top + height - 6,
        )

    def place(self, region: str) -> Place | None:
        """Where a region lies in this view, if it is in it."""
        shape, side = region, ""
        if region not in self.shapes:
            shape, _separator, side = region.rpartition("_")
        if shape not in self.shapes or side not in ("", "left", "right"):
            return None
        return self.shapes[shape].at(mirrored=bool(side) and (side == "right") != self.faces_reader)


ARMS = (
    "M45 46c9 0 14 6 13 15l-9 68c-1 8-6 12-13 11s-11-6-10-14l7-66c1-9 5-14 12-14ZM215 46c-9 0-14 6-13 15l9 68c1 8 6 12"
    " 13 11s11-6 10-14l-7-66c-1-9-5-14-12-14ZM38 146c7 1 11 5 10 12l-8 58c-1 7-5 11-11 10s-9-5-8-12l6-57c1-7 5-11"
    " 11-11Z"
    "M222 146c-7 1-11 5-10 12l8 58c1 7 5 11 11 10s9-5 8-12l-6-57c-1-7-5-11-11-11Z"
)

BACK = View(
    "back",
    pgettext_lazy("body", "Back"),
    "20 0 220 496",
    "M115 0h30v14c0 6 3 9 9 11H106c6-2 9-5 9-11Z" + ARMS,
    {
        "back_thoracic": Shape(
            "M128.5 28H100L78 33C66 35 60 42 59 53l8 54c1 8 6 12 14 12h47.5Z",
            95,
            82,
            pgettext_lazy("body", "upper|back"),
        ),
        "back_lumbar": Shape(
            "M76 123h28v63H66c-3 0-5-2-4-5 4-13 4-28 1-42-2-10 3-16 13-16Z",
            84,
            170,
            pgettext_lazy("body", "left"),
            pgettext_lazy("body", "right"),
        ),
        "back_lumbar_mid": Shape("M107.5 123h45v63h-45Z", 130, 179, pgettext_lazy("body", "middle")),
        "sacrum": Shape(
            "M112.5 190h35c2 0 3 1.5 2 3.5L133 226c-1.5 2.5-4.5 2.5-6 0l-16.5-32.5c-1-2 0-3.5 2-3.5Z",
            130,
            209,
        ),
        "coccyx": Shape(
            "M120 234c0-5 4-7 10-7s10 2 10 7v6c0 5-4 7-10 7s-10-2-10-7Z",
            130,
            242,
        ),
        "buttock": Shape(
            "M64 190h41.5c1.5 0 2.8.8 3.5 2.2L123 221c-5 2-7.5 6.5-7.5 12v8c0 4 1 7 3 9.5-1.3.9-2.7 1.4-4.5 1.5"
            "l-38 3c-12 1-20-5-21-17-1-18 0-32 9-48Z",
            86,
            228,
            pgettext_lazy("body", "buttock"),
        ),
        "saddle_area": Shape(
            "M130 250.5c6 0 10.5 3 10.5 8.5 0 8-4.5 14.5-10.5 20.5-6-6-10.5-12.5-10.5-20.5 0-5.5 4.5-8.5 10.5-8.5Z",
            130,
            268,
        ),
        "thigh_back": Shape(
            "M58 261c20 3 40 2 58.5-2.5.5 9 4 16.5 8.5 22.5l-4.5 46c-1 6-4 9-10 9H78c-6 0-9-3-10-9Z",
            92,
            298,
            pgettext_lazy("body", "upper|leg"),
        ),
        "lower_leg_back": Shape(
            "M77 340h34c6 0 9 4 9 10-1 22-5 40-7 61H80c-4-21-10-39-12-61 0-6 3-10 9-10Z",
            95,
            373,
            pgettext_lazy("body", "lower|leg"),
        ),
        "heel": Shape(
            "M81 415h31c1 5 2 9 2 14 0 9-5 13-17.5 13S79 438 79 429c0-5 1-9 2-14Z",
            96.5,
            433,
            pgettext_lazy("body", "heel"),
        ),
        "foot_sole": Shape(
            "M80 446h33c6 0 9 3 9 8v8c0 6-4 9-10 9H80c-8 0-12-3-12-9v-7c0-6 4-9 12-9Z",
            95,
            463,
            pgettext_lazy("body", "sole"),
        ),
    },
)

FRONT = View(
    "front",
    pgettext_lazy("body", "Front"),
    "20 104 220 374",
    "M66 104h128l-2 5c-1 6-6 10-13 10H81c-7 0-12-4-13-10ZM76 123h108c10 0 15 6 13 16-3 14-3 29 1 42 1 3-1 5-4 5H66"
    "c-3 0-5-2-4-5 4-13 4-28 1-42-2-10 3-16 13-16Z" + ARMS,
    {
        "groin": Shape("M64 190h64v54c-22 0-46-6-61-19-11-10-10-21-3-35Z", 98, 220, pgettext_lazy("body", "groin")),
        "thigh_front": Shape(
            "M57 234c17 11 45 16 70 15l-5.5 54c-.6 6-4 9-10 9H76c-6 0-9-3-10-9Q58 268 55 236Q54 232 57 234Z",
            92,
            280,
            pgettext_lazy("body", "upper|leg"),
        ),
        "knee": Shape(
            "M77 316h33c6 0 10 3 9.5 9l-1 12c-.5 5-4 8-9 8H79c-5 0-8-3-9-8l-2.5-12c-1-6 3.5-9 9.5-9Z",
            93.5,
            335,
            pgettext_lazy("body", "knee"),
        ),
        "lower_leg_front": Shape(
            "M79 349h31c6 0 9 3 9 9-1 19-5 36-6.5 53H81c-3-17-9-34-11-53-.5-6 3-9 9-9Z",
            95,
            375,
            pgettext_lazy("body", "shin"),
        ),
        "foot_dorsum": Shape(
            "M82 415h29c5 9 9 20 10 31 .5 7-4 10-11 10H82c-8 0-13-3-12.5-10 1-11 7-22 12.5-31Z",
            95.5,
            443,
            pgettext_lazy("body", "foot"),
        ),
    },
    faces_reader=True,
)

SIDE = View(
    "side",
    pgettext_lazy("body", "Outside of the leg"),
    "20 180 220 280",
    "M69 332h21c6 0 8 2 7.5 8l-.5 4c-1 4-3 5-7 5H70c-4 0-6-2-6.5-5l-.5-4c-.5-5 1-8 6-8ZM72 415h22c2 8 3 14 2 20H50"
    "c-4 0-6-3-3-7 8-5 19-8 25-13ZM191 332h-21c-6 0-8 2-7.5 8l.5 4c1 4 3 5 7 5h20c4 0 6-2 6.5-5l.5-4c.5-5-1-8-6-8Z"
    "M188 415h-22c-2 8-3 14-2 20h46c4 0 6-3 3-7-8-5-19-8-25-13Z",
    {
        "hip_lateral": Shape(
            "M60 190h34c14 2 20 12 20 26 0 12-6 22-16 26-12 4-26 4-36 0-9-4-13-13-13-25 0-14 3-24 11-27Z",
            81,
            221,
            pgettext_lazy("body", "hip"),
        ),
        "thigh_lateral": Shape(
            "M58 247c15 5 30 5 44-1 4 12 4 26 1 42l-5 30c-1 6-4 9-10 9H71c-6 0-9-3-10-9l-6-34c-2-14-1-26 3-37Z",
            79,
            285,
            pgettext_lazy("body", "upper|leg"),
        ),
        "lower_leg_lateral": Shape(
            "M67 350h28c8 1 13 7 13 16 0 17-9 31-12 45H71c-2-14-12-28-13-45-.5-10 2-15 9-16Z",
            83,
            373,
            pgettext_lazy("body", "lower|leg"),
        ),
    },
)

VIEWS = (BACK, FRONT, SIDE)
