"""Noor chooses to be reminded, gets the mail, stops it from the mail; counts along large; keeps a calendar."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from browsing import DESK, PHONE, House, Watched

Open = Callable[..., Watched]


def test_reminded_until_it_stops_from_the_mail(at_home: Open, window: Open, home: House) -> None:
    client = at_home()
    client.go("/my/exercises/")
    client.see_both()
    client.press("Ja, ik kies wanneer")
    client.see_both()
    client.page.get_by_label("08:00").check()
    client.press("Bewaren")
    expect(client.main).to_contain_text("Er komt een mail op de uren die je koos.")
    client.go("/my/exercises/")
    assert "Zullen we je per mail een seintje geven?" not in client.text
    tomorrow = datetime.now(ZoneInfo("Europe/Amsterdam")).date() + timedelta(days=1)
    program = (
        "from datetime import datetime; from zoneinfo import ZoneInfo; from ruggespraak import clock;"
        "from ruggespraak.exercises.timer import tick; from ruggespraak.post.actions import deliver_due;"
        f"now = datetime({tomorrow.year}, {tomorrow.month}, {tomorrow.day}, 8, tzinfo=ZoneInfo('Europe/Amsterdam'));"
        "list(tick(now)); list(tick(now)); deliver_due(now)"
    )
    home.command("shell", "-c", program)
    mails = [mail for mail in home.mails(to="noor@example.org") if mail.startswith("Er staat iets voor je klaar")]
    assert len(mails) == 1
    stop = re.search(r"(/my/reminders/\S+)", mails[0])
    assert stop is not None
    stranger = window(PHONE, at=home, java_script_enabled=False)  # not logged in, without scripting
    stranger.go(stop[1])
    assert stranger.heading == "Deze mails stoppen?"
    stranger.press("Ja, stop")
    assert stranger.heading == "Deze mails zijn gestopt."
    client.go("/my/reminders/")
    assert not client.page.get_by_label("08:00").is_checked()


def test_a_calendar_is_given_once_and_ended(at_home: Open, window: Open, home: House) -> None:
    client = at_home()
    client.go("/my/reminders/")
    client.page.get_by_label("Hoe laat?").select_option("09:00")
    client.press("Maak een adres")
    client.see_both()
    address = client.page.get_by_label("Of kopieer het naar je agenda").input_value().removeprefix(home.address)
    feed = window(PHONE, at=home).page.request.get(home.address + address)
    assert feed.status == 200 and feed.text().count("BEGIN:VEVENT") > 3 and "oefening" not in feed.text().lower()
    client.press("Stop deze agenda")
    assert window(PHONE, at=home).page.request.get(home.address + address).status == 410


def test_counting_along_on_the_large_view_with_keys(at_home: Open) -> None:
    client = at_home(DESK)
    client.go("/my/exercises/2/")
    client.see_both()
    client.page.set_viewport_size(DESK)  # type: ignore[arg-type]
    client.press("Groot, voor op de mat")
    client.see_both()
    client.page.set_viewport_size(DESK)  # type: ignore[arg-type]
    tall = client.page.locator("output").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert tall > 150  # px on a desk: to be read from the mat
    client.page.clock.install()
    client.page.clock.pause_at(datetime.now(ZoneInfo("Europe/Amsterdam")) + timedelta(hours=1))
    keyboard, where = client.page.keyboard, client.page.locator(".where")
    client.page.locator("body").click(position={"x": 2, "y": 2})
    keyboard.press(" ")
    expect(where).to_have_text("Serie 1 van 2")
    expect(client.main).to_contain_text("Vasthouden. Herhaling 1 van 10")
    client.page.clock.run_for(3_000)
    expect(client.main).to_contain_text("Loslaten")
    client.page.clock.run_for(45_000)  # ten holds of three seconds in all, nine times two seconds to let go
    expect(client.main).to_contain_text("Rust zo lang als je wilt.")
    client.page.clock.run_for(600_000)  # no rest is invented: it waits
    expect(where).to_have_text("Serie 1 van 2")
    client.press("Verder")
    expect(where).to_have_text("Serie 2 van 2")
    client.page.clock.run_for(48_000)
    expect(where).to_have_text("Klaar")
    keyboard.press("ArrowRight")
    client.page.wait_for_url("**/exercises/3/large/")
    keyboard.press("Escape")
    client.page.wait_for_url("**/exercises/3/")


def test_without_scripting_the_large_view_still_shows_all(at_home: Open) -> None:
    client = at_home(java_script_enabled=False)
    client.go("/my/exercises/2/large/")
    assert not client.page.locator(".run").is_visible()
    assert client.main.locator("ol.steps li").count() >= 3 and client.page.locator("svg.figure").first.is_visible()
