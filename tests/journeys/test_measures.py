"""What is asked at a moment: from the mail over the log-in to the answer, and what the client then sees change."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, StorageState, expect

from browsing import DESK, PASSWORD, PHONE, House, Watched, copied, served

Open = Callable[..., Watched]

ASK_NOW = """
from datetime import timedelta
from ruggespraak import clock
from ruggespraak.audit.actor import SYSTEM
from ruggespraak.dossier.models import Episode
from ruggespraak.outcomes.actions import mail_asks, plan_asks
from ruggespraak.outcomes.models import Ask
episode = Episode.objects.get(patient__given_name="Noor")
plan_asks(episode, by=SYSTEM)
today = clock.today()
for moment in ("mailed", "typed", "bare"):
    ask = Ask(practice=episode.practice, episode=episode, kind="interim", form="measures_interim", moment=moment)
    ask.opens_on, ask.closes_on = today, today + timedelta(days=9)
    ask.save()
    if moment == "mailed":
        mail_asks(episode.patient, [ask], by=SYSTEM)
    print(moment, ask.pk)
"""
END_THE_LINKS = """
from ruggespraak import clock
from ruggespraak.people.models import Ticket
print(Ticket.objects.filter(purpose="asked").update(ended_at=clock.now()))
"""


@pytest.fixture(scope="module")
def home(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A copy of the house: what is written here, no other story reads."""
    with served(copied(house, tmp_path_factory.mktemp("measures"))) as copy:
        yield copy


@pytest.fixture(scope="module")
def codes(home: House) -> list[str]:
    """What the client gets in with, each once."""
    printed = re.search(r"each once: ([\d ]+)", home.summary)
    assert printed
    return printed[1].split()


def log_in(client: Watched, code: str) -> None:
    """From the page of the log-in: with a password and a code."""
    client.fill(login="noor@example.org", password=PASSWORD)
    client.press("Inloggen", within=client.main.locator("form", has=client.page.locator("[name=password]")))
    client.fill(code=code)
    client.press("Inloggen")


@pytest.fixture(scope="module")
def noor(browser: Browser, home: House, codes: list[str]) -> StorageState:
    """The browser of the client who is in treatment, once logged in."""
    context = browser.new_context(viewport=PHONE, locale="nl-NL")
    client = Watched(context.new_page(), home)
    client.go("/account/login/")
    log_in(client, codes[0])
    client.page.wait_for_url("**/my/")
    remembered = context.storage_state()
    context.close()
    assert client.faults == []
    return remembered


@pytest.fixture(scope="module")
def asks(home: House) -> dict[str, str]:
    """Three moments that open today, the first with a mail: moment → page."""
    printed = home.command("shell", "-v", "0", "-c", ASK_NOW).split()
    return {moment: f"/my/asked/{ask}/" for moment, ask in zip(printed[::2], printed[1::2], strict=True)}


@pytest.fixture
def at_home(window: Open, home: House, noor: StorageState) -> Open:
    """Opens windows of the client in treatment."""
    return lambda viewport=PHONE, **options: window(viewport, at=home, storage_state=noor, **options)


def walk_to(client: Watched, what: str) -> None:
    """Press Tab until the focus is on it, as somebody does who has no mouse."""
    for _ in range(40):
        client.page.keyboard.press("Tab")
        if client.page.evaluate("what => document.activeElement.matches(`main ${what}`)", what):
            return
    raise AssertionError(f"Tab never came at {what}")


def link_in_mail(home: House) -> str:
    """The first address in the mail that something waits."""
    mails = [mail for mail in home.mails(to="noor@example.org") if "om in te vullen" in mail]
    assert "pijn" not in mails[-1] and "rug" not in mails[-1].lower().replace("ruggespraak", "")
    found = re.search(r"/my/asked/link/\S+", mails[-1])
    assert found
    return found[0]


def test_from_the_mail_over_the_log_in_to_what_changes(
    window: Open, home: House, asks: dict[str, str], codes: list[str]
) -> None:
    client, desk = window(PHONE, at=home), window(DESK, at=home)
    desk.log_in("bram@aandevest.example")
    desk.main.locator("[aria-labelledby=mine]").get_by_role("link", name="Noor Hendriks").click()
    waits = desk.main.locator("[aria-labelledby=measures]")
    expect(waits).to_contain_text("Gevraagd, nog niet ingevuld")
    desk.see_both()
    client.go(link_in_mail(home))
    log_in(client, codes[1])
    client.page.wait_for_url(f"**{asks['mailed']}")
    expect(client.main).to_contain_text("Een uur zitten op het werk")
    client.see_both()
    client.press("Versturen")
    expect(client.page.locator("#errors")).to_be_visible()
    client.see_both()
    client.fill(pain_nrs_avg24h=1, psfs_again_1_now=9, psfs_again_2_now=8, gpe_change="gpe_1")
    client.press("Versturen")
    client.page.wait_for_url("**/my/measures/")
    pain = client.main.locator("section", has=client.page.locator("#m-nprs"))
    expect(pain).to_contain_text("Van 6 naar 1: beter. Dat is waarschijnlijk geen toeval.")
    expect(pain).to_contain_text("helemaal geen pijn")
    expect(pain).to_contain_text("← Links is beter")
    expect(client.main.locator("section", has=client.page.locator("#m-psfs"))).to_contain_text("Rechts is beter →")
    client.see_both()
    pain.locator("summary").click()
    expect(pain.locator("table")).to_contain_text("Begin")
    client.see()
    client.go(asks["mailed"])
    expect(client.main).to_contain_text("Je hebt dit al ingevuld.")
    client.see_both()
    desk.page.reload()
    expect(waits).to_contain_text("Verbeterd, waarschijnlijk echt")


def test_with_the_keyboard_only(at_home: Open, asks: dict[str, str]) -> None:
    client = at_home()
    client.go(asks["typed"])
    keys = client.page.keyboard
    walk_to(client, "[name=pain_nrs_avg24h]")
    for _ in range(4):
        keys.press("ArrowRight")
    walk_to(client, "[name=psfs_again_1_now]")
    keys.press("6")
    walk_to(client, "[name=gpe_change]")
    keys.press("ArrowDown")
    walk_to(client, "button.button")
    keys.press("Enter")
    client.page.wait_for_url("**/my/measures/")
    expect(client.main).to_contain_text("Dank je wel.")
    client.see()


def test_without_scripting(at_home: Open, asks: dict[str, str]) -> None:
    client = at_home(java_script_enabled=False)
    client.go(asks["bare"])
    client.fill(pain_nrs_avg24h=5)
    client.press("Versturen")
    expect(client.main.locator("#errors")).to_contain_text("vergeleken met het begin")
    expect(client.page.locator("[name=pain_nrs_avg24h]:checked")).to_have_value("5")
    client.fill(gpe_change="gpe_4")
    client.press("Versturen")
    client.page.wait_for_url("**/my/measures/")
    client.go("/my/asked/")
    client.press("Hierover geen mail meer")
    expect(client.main).to_contain_text("Je krijgt geen mail als er iets klaarstaat.")
    client.press("Mail me weer")


def test_the_list_and_a_link_that_is_over(window: Open, home: House, at_home: Open, asks: dict[str, str]) -> None:
    client, anyone = at_home(), window(PHONE, at=home)
    client.go("/my/asked/")
    client.see_both()
    link = link_in_mail(home)
    anyone.go(f"{link}mails/")
    expect(anyone.main.locator("h1")).to_have_text("Deze mails stoppen?")
    anyone.see_both()
    home.command("shell", "-v", "0", "-c", END_THE_LINKS)
    assert anyone.go(link) == 410
    expect(anyone.main).to_contain_text("eigen pagina’s")
    anyone.see_both()


def test_the_owner_sees_why_a_measure_is_off_and_records_a_right(window: Open, home: House) -> None:
    desk = window(DESK, at=home)
    desk.log_in("bram@aandevest.example")
    desk.go("/desk/practice/")
    desk.follow("Metingen van de praktijk")
    row = desk.main.locator("tr", has=desk.page.locator("th", has_text="ODI"))
    expect(row.get_by_role("button")).to_be_disabled()
    expect(row).to_contain_text("Er is geen recht van gebruik vastgelegd.")
    desk.see_both()
    row.get_by_role("link").click()
    desk.see_both()
    desk.fill(holder="De maker", permits="Gebruik in de zorg.", reference="brief van 12 mei", starts_on="2026-01-01")
    desk.press("Vastleggen")
    expect(row).to_contain_text("De maker")
    expect(row).to_contain_text("Breng eerst de vragenlijst in.")
    desk.see_both()
