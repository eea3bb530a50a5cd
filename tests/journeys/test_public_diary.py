"""A visitor keeps a diary: in the browser only, by choice, taken along and erased; and on paper without scripting."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browsing import DESK, PHONE, Watched

Open = Callable[..., Watched]

KEPT = "localStorage.length"


def saved(client: Watched, label: str, folder: Path) -> Path:
    with client.page.expect_download() as coming:
        client.press(label)
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def test_days_stay_in_the_browser_and_nothing_leaves_it(window: Open, tmp_path: Path) -> None:
    client = window(PHONE)
    client.go("/low-back-pain/self-care/")
    client.press("Houd een eigen dagboek bij")
    client.see_both()
    assert client.page.evaluate(KEPT) == 0 and not client.page.get_by_label("Welke dag?").is_visible()
    asked: list[str] = []
    client.page.on("request", lambda request: asked.append(request.url))
    client.press("Ja, bewaar ze in deze browser")
    for ago, pain in ((1, 6), (0, 4)):
        client.page.get_by_label("Welke dag?").select_option(index=ago)
        client.fill(diary_pain=pain, diary_minutes=20, diary_sleep="slept_well")
        client.press("Bewaren")
    expect(client.page.get_by_role("status")).to_have_text("Bewaard, alleen in deze browser.")
    expect(client.page.get_by_role("table").locator("tbody tr")).to_have_count(2)
    assert re.search(r"Je eigen lijn gaat van 6 op \w+ .+ naar 4 op \w+ ", client.text)
    assert client.page.locator("[data-weeks='6'] .mine").get_attribute("d").count("L") == 1
    client.see_both()
    rows = list(
        csv.reader(saved(client, "Als tabel (CSV)", tmp_path).read_text("utf-8-sig").splitlines(), delimiter=";")
    )
    assert len(rows) == 3 and rows[1][1:4] == ["6", "20", "goed"] and rows[1][0] < rows[2][0]
    days = json.loads(saved(client, "Als bestand (JSON)", tmp_path).read_text())["days"]
    assert [day["diary_pain"] for _on, day in sorted(days.items())] == ["6", "4"]
    assert [url for url in asked if not url.startswith("blob:")] == []
    client.page.reload()
    expect(client.page.get_by_role("table").locator("tbody tr")).to_have_count(2)
    client.page.get_by_text("Alles wissen").click()
    client.press("Ja, wis alle dagen")
    assert client.page.evaluate(KEPT) == 0
    expect(client.page.get_by_role("button", name="Ja, bewaar ze in deze browser")).to_be_focused()


def test_a_mistake_is_said_and_kept_nowhere(window: Open) -> None:
    client = window(PHONE)
    client.go("/en/diary/")
    client.press("Yes, keep them in this browser")
    client.press("Keep")
    expect(client.page.get_by_role("status")).to_contain_text("at least one thing")
    client.fill(diary_minutes="veel")
    client.press("Keep")
    expect(client.page.get_by_role("status")).to_contain_text("whole number")
    assert json.loads(client.page.evaluate("localStorage.getItem('ruggespraak-diary')"))["days"] == {}


def test_with_a_keyboard_only(window: Open) -> None:
    client = window(DESK)
    client.go("/diary/")
    keyboard = client.page.keyboard
    client.page.get_by_role("button", name="Ja, bewaar ze in deze browser").focus()
    keyboard.press("Enter")
    expect(client.page.get_by_label("Welke dag?")).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("ArrowRight")
    for _ahead in range(10):
        keyboard.press("Tab")
        if client.page.evaluate("document.activeElement.textContent") == "Bewaren":
            break
    keyboard.press("Enter")
    expect(client.page.get_by_role("table").locator("tbody tr")).to_have_count(1)


@pytest.mark.parametrize("address", ["/diary/", "/en/diary/"])
def test_without_scripting_there_is_paper(window: Open, address: str) -> None:
    client = window(PHONE, java_script_enabled=False)
    client.go(address)
    assert (
        client.main.locator(".notice").first.is_visible()
        and not client.page.locator("form[method=dialog]").is_visible()
    )
    client.main.get_by_role("link", name="papier" if address == "/diary/" else "paper").first.click()
    assert client.path == f"{address}paper/"
    expect(client.page.locator("tbody tr")).to_have_count(14)
