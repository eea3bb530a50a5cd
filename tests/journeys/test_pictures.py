"""The pictures of the README, taken where people are. They are renewed with RUGGESPRAAK_PICTURES=1."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from browsing import DESK, Watched

PICTURES = Path(__file__).resolve().parents[2] / "docs/pictures"
Open = Callable[..., Watched]

pytestmark = pytest.mark.skipif(not os.environ.get("RUGGESPRAAK_PICTURES"), reason="pictures are taken when asked for")


def test_the_front_page(window: Open) -> None:
    visitor = window(DESK)
    visitor.go("/")
    visitor.page.screenshot(path=PICTURES / "home.png")


def test_the_page_of_an_episode(window: Open) -> None:
    desk = window(DESK)
    desk.log_in("bram@aandevest.example")
    desk.go("/desk/")
    desk.page.get_by_role("link", name="Noor Hendriks").first.click()
    desk.page.screenshot(path=PICTURES / "episode.png")
