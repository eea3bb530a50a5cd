"""The pictures of the README, made only when asked: `RUGGESPRAAK_PICTURES=1 pytest tests/journeys/test_pictures.py`."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from browsing import DESK, Watched

Open = Callable[..., Watched]

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
pytestmark = pytest.mark.skipif("RUGGESPRAAK_PICTURES" not in os.environ, reason="pictures are made only when asked")


def test_home(window: Open) -> None:
    visitor = window(DESK)
    visitor.go("/")
    keep(visitor, "home")


def test_episode(window: Open) -> None:
    desk = window(DESK)
    desk.log_in("bram@aandevest.example")
    desk.go("/desk/clients/")
    desk.fill(words="Noor Hendriks")
    desk.press("Zoeken")
    desk.follow("Noor Hendriks")
    desk.main.locator("a[href^='/desk/episodes/']").first.click()
    keep(desk, "episode")


def keep(window: Watched, name: str) -> None:
    """A picture of what is on screen."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    window.page.screenshot(path=PICTURES / f"{name}.png")
