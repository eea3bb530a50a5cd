"""The client's first page: what is asked on top, today's exercises in one tap, and a way to everything else."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from browsing import DESK, PHONE, Watched

Open = Callable[..., Watched]


def test_the_day_is_accessible_on_a_phone_and_a_wide_screen_in_both_languages(at_home: Open) -> None:
    for address in ("/my/", "/en/my/"):
        for size, scheme in ((PHONE, "light"), (DESK, "dark")):
            client = at_home(size, color_scheme=scheme)
            client.go(address)
            client.see()
    assert client.main.locator(".button:not(.quiet, .bare)").count() == 1, "one thing is asked, and one only"


def test_an_exercise_is_said_done_by_keyboard_and_moves_to_the_end(at_home: Open) -> None:
    client = at_home()
    client.go("/my/")
    first = client.main.locator("[aria-labelledby=today] article").first
    name = first.locator("h3").inner_text()
    first.get_by_role("button", name="Precies goed").focus()
    client.page.keyboard.press("Enter")
    last = client.main.locator("[aria-labelledby=today] article").last
    expect(last).to_contain_text("Vandaag gedaan")
    assert last.locator("h3").inner_text() == name and client.path == "/my/"
    client.see()


def test_without_scripting_the_diary_is_filled_from_here_and_the_day_says_so(at_home: Open) -> None:
    client = at_home(java_script_enabled=False)
    client.go("/my/")
    client.press("Vandaag invullen")
    client.page.locator("label", has=client.page.locator('[name=diary_pain][value="3"]')).click()
    client.press("Bewaren")
    client.go("/my/")
    expect(client.main).to_contain_text("Vandaag is ingevuld")


def test_everything_else_is_one_tap_away(at_home: Open) -> None:
    client = at_home()
    client.go("/my/")
    doors = client.main.locator(".doors a, .plainly a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert len(doors) >= 12
    for door in doors:
        assert client.go(door.partition("#")[0]) == 200, door
        assert re.search(r"\w", client.heading), door
