"""A client keeps a diary: a day in ten seconds, course, small step; by keyboard, without scripting, in English."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from browsing import DESK, House, Watched

Open = Callable[..., Watched]


def test_a_day_in_five_taps_and_the_course_beside_it(at_home: Open) -> None:
    client = at_home()
    client.go("/my/diary/")
    expect(client.page.locator("h1")).to_have_text("Hoe was je dag?")
    client.see_both()
    client.fill(diary_pain=3, diary_minutes="12", diary_sleep="slept_well", diary_mood="mood_good")
    client.press("Bewaren")
    expect(client.page.locator("h1")).to_have_text("Vandaag staat in je dagboek.")
    chart = client.main.get_by_role("img", name=re.compile("Grafiek van pijn van 0 tot 10"))
    expect(chart).to_be_visible()
    expect(client.main.locator("figure h2")).to_contain_text(
        re.compile(r"Die van jou ging in \d+ dagen van 6 naar 3\.")
    )
    client.main.locator("figure summary").click()
    expect(client.main.locator("figure table")).to_contain_text("2,3 (2,1 tot 2,5)")
    client.main.locator("summary", has_text="Hoe wordt dit berekend?").click()
    client.see_both()


def test_with_the_keyboard_alone(at_home: Open) -> None:
    client = at_home()
    client.go("/my/diary/2/")
    change = client.main.locator("summary", has_text="Deze dag veranderen")
    change.focus()
    client.page.keyboard.press("Enter")
    client.page.keyboard.press("Tab")  # to the pain that was said, and one to the right
    client.page.keyboard.press("ArrowRight")
    client.page.keyboard.press("Tab")
    expect(client.page.locator("[name=diary_minutes]")).to_be_focused()
    client.page.keyboard.type("7")
    client.page.keyboard.press("Enter")
    client.page.wait_for_url("**/my/diary/2/")
    expect(client.main.locator(".day .facts")).to_contain_text("minuten")


def test_without_scripting_and_a_sign_to_stop(at_home: Open) -> None:
    client = at_home(java_script_enabled=False)
    client.go("/my/diary/1/")
    client.main.locator("summary", has_text="Deze dag veranderen").click()
    client.main.locator("#q-diary_signs").get_by_text("doof gevoel").click()
    client.press("Bewaren")
    stop = client.main.locator(".notice[data-tone=alarm]")
    expect(stop).to_contain_text("Bel, als je dat nog niet deed.")
    expect(stop.locator("a[href^='tel:']")).to_be_visible()
    expect(client.main.locator("#weekly")).to_contain_text("Stop nu even")


def test_the_stop_is_accessible_and_the_therapist_sees_it(at_home: Open, window: Open, home: House) -> None:
    client = at_home()
    client.go("/my/diary/")
    client.see_both()
    desk = window(DESK, at=home)
    desk.log_in("bram@aandevest.example")
    desk.main.locator("[aria-labelledby=mine]").get_by_role("link", name="Noor Hendriks").click()
    part = desk.main.locator("[aria-labelledby=diary]")
    expect(part).to_contain_text("tikte de cliënt een reden om te stoppen aan")
    expect(part).to_contain_text("Die van de cliënt ging")
    part.locator("summary").click()
    desk.see_both()


def test_one_small_step_in_english(at_home: Open) -> None:
    client = at_home()
    client.go("/en/my/diary/")
    client.main.get_by_role("link", name=re.compile("Choose a step.*keep trust")).click()
    client.see_both()
    client.fill(step_positive="step_something_nice", step_when="on Saturday")
    client.press("This is my step")
    expect(client.main.locator("[aria-labelledby=step]")).to_contain_text("I plan something nice, also with pain.")
    expect(client.main.locator("[aria-labelledby=step]")).to_contain_text("On Saturday")
    client.go("/my/diary/bit-more/")
    client.see_both()
