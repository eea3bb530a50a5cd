"""The stylesheet keeps its promises: contrast in light and dark, logical sides, few bytes."""

import gzip
import re
from pathlib import Path

import pytest

import ruggespraak.ui

STATIC = Path(ruggespraak.ui.__file__).parent / "static" / "ui"
CSS = (STATIC / "ruggespraak.css").read_text()
TONES = ("alarm", "today", "soon", "moss")
TEXT = [
    *((ink, paper) for ink in ("ink", "soft", "delft") for paper in ("ground", "paper", "wash", "glow")),
    *((tone, surface) for tone in TONES for surface in ("ground", "paper", f"{tone}-tint")),
    *(("on", tone) for tone in (*TONES, "delft", "deep", "ember")),
    ("ink", "pale"),
    ("ink", "sand"),
]
MARKS = [("ember", "ground"), ("line", "ground"), ("line", "paper"), ("pale", "paper")]


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", block))


DARK_STARTS = CSS.index("@media screen and (prefers-color-scheme:dark)")
LIGHT = tokens(CSS[:DARK_STARTS])
DARK = LIGHT | tokens(CSS[DARK_STARTS : CSS.index("[data-tone=alarm]")])


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (MARKS, 3.0)], ids=["text", "marks"])
def test_colours_keep_their_contrast(scheme: dict[str, str], pairs: list[tuple[str, str]], least: float) -> None:
    found = {f"{ink} on {paper}": contrast(scheme[ink], scheme[paper]) for ink, paper in pairs}

    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < least} == {}


def test_sides_are_logical() -> None:
    physical = r"(?:margin|padding|border)-(?:left|right|top|bottom)|text-align:(?:left|right)|[;{](?:left|right):"

    assert re.findall(physical, CSS) == []


def test_what_every_page_loads_is_small() -> None:
    """The first public page has 60 KB in all; this is what the house itself takes of it."""
    files = (STATIC / name for name in ("ruggespraak.css", "sprite.svg", "tile.svg", "icon.svg"))

    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < 11_000
