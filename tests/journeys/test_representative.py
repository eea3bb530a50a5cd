"""Somebody acts for a client: invited, let in by link and code, acting within the scope, and shut out at once."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, StorageState, expect

from browsing import DESK, PASSWORD, PHONE, House, Watched, authenticator_code, copied, logged_in, served

Open = Callable[..., Watched]

LAST_DAY = (datetime.now(ZoneInfo("Europe/Amsterdam")) + timedelta(days=200)).date().isoformat()
FOR_WHOM = "Je handelt voor Noor Hendriks, als partner"


@pytest.fixture(scope="module")
def home(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A copy of the house: what is agreed here, no other story reads."""
    with served(copied(house, tmp_path_factory.mktemp("acting"))) as copy:
        yield copy


@pytest.fixture(scope="module")
def noor(browser: Browser, home: House) -> StorageState:
    """The client who is in treatment."""
    return logged_in(browser, home)


@pytest.fixture(scope="module")
def marja(browser: Browser, home: House) -> StorageState:
    """The daughter of the demonstration, who acts for two."""
    printed = re.search(r"of these codes: (\d+)", home.summary)
    assert printed
    return logged_in(browser, home, "marja@example.org", printed[1])


def test_invited_let_in_acting_and_shut_out(window: Open, home: House, noor: StorageState) -> None:
    client, partner = window(PHONE, at=home, storage_state=noor), window(PHONE, at=home)
    client.go("/my/looks/")
    client.follow("Wie namens mij mag handelen")
    client.see_both()
    client.fill(name="Jo Hendriks", email="jo@example.org", capacity="role_partner", scope="fills_in")
    client.press("Uitnodigen")
    expect(client.page.locator("#errors")).to_contain_text("Kies een laatste dag")
    client.see_both()
    client.fill(ends_on=LAST_DAY)
    client.press("Uitnodigen")
    expect(client.main).to_contain_text("Geef deze code aan Jo Hendriks")
    client.see_both()
    code = client.main.locator("code").inner_text()

    (mail,) = home.mails(to="jo@example.org")
    assert "Noor" not in mail and code not in mail
    link = re.search(r"https?://\S+/account/invitation/\S+", mail)
    assert link
    come_in(partner, link[0].removeprefix(home.address), code)
    partner.go("/my/")
    expect(partner.main).to_contain_text(FOR_WHOM)
    partner.see_both()

    partner.go("/my/plan/")
    expect(partner.main).to_contain_text("Dat is niet afgesproken")
    expect(partner.main.locator("[name=decision]")).to_have_count(0)
    partner.see_both()
    partner.go("/my/messages/")
    expect(partner.main).to_contain_text(FOR_WHOM)
    partner.fill(words="Namens Noor: mag zij zaterdag meelopen?")
    partner.press("Versturen")
    expect(partner.main).to_contain_text("Je bericht is bij de praktijk.")
    partner.go("/my/representatives/")
    partner.see_both()

    client.go("/my/looks/")
    expect(client.main).to_contain_text("de vertegenwoordiger (partner)", ignore_case=True)
    assert "Jo Hendriks" not in client.text
    client.go("/my/representatives/")
    expect(client.main).to_contain_text("Handelt nu")
    end = client.main.get_by_role("button", name="Nu beëindigen")
    end.focus()
    client.page.keyboard.press("Enter")
    expect(client.main).to_contain_text("Jo Hendriks kan niet meer handelen.")
    expect(client.main.locator("li").filter(has_text="Jo Hendriks")).to_contain_text("Beëindigd")
    client.see_both()

    for path in ("/my/", "/my/messages/", "/my/record/", "/my/record/download/file/", "/my/looks/"):
        assert partner.go(path) == 403
    expect(partner.main).to_contain_text("Bij jouw account hoort geen dossier.")
    partner.see_both()
    assert sum("handelt niet meer" in mail for mail in home.mails(to="jo@example.org")) == 1
    heard = {mail.splitlines()[0] for mail in home.mails(to="noor@example.org")}
    assert heard >= {
        "Er is iemand uitgenodigd om namens jou te handelen",
        "Iemand kan nu namens jou handelen",
        "Iemand handelt niet meer namens jou",
    }


def come_in(window: Watched, path: str, code: str) -> None:
    """With the link and the code, then a password and an authenticator app of their own."""
    window.go(path)
    assert window.main.locator("[name=born_on]").count() == 0 and "Noor" not in window.text
    window.see_both()
    window.fill(code="AAAAAA")
    window.press("De pagina’s openen")
    expect(window.page.locator("#errors")).to_be_visible()
    window.fill(code=code)
    window.press("De pagina’s openen")
    window.press("Kies een wachtwoord")
    window.fill(password1=PASSWORD, password2=PASSWORD)
    window.press("Dit wachtwoord bewaren")
    window.page.wait_for_url("**/account/**")
    if window.path == "/account/secure/":
        window.press("Een authenticator-app toevoegen")
    window.fill(code=authenticator_code(window.main.locator("strong").last.inner_text()))
    window.press("De app toevoegen")
    window.press("Ik heb ze bewaard, verder")
    window.page.wait_for_url("**/my/")


def test_acting_for_two_without_scripting_and_by_keyboard(window: Open, home: House, marja: StorageState) -> None:
    seen = window(PHONE, at=home, storage_state=marja)
    bare = window(PHONE, at=home, storage_state=marja, java_script_enabled=False)
    seen.go("/account/records/")
    seen.see_both()
    bare.go("/account/records/")
    bare.press("Gerrit Vos")
    bare.go("/my/")
    assert "Je handelt voor Gerrit Vos, als schriftelijk gemachtigd" in bare.text
    assert bare.go("/my/intake/") == 403
    assert "Dat is niet afgesproken" in bare.text and "Je handelt voor Gerrit Vos" in bare.text
    seen.go("/my/messages/")
    expect(seen.main).to_contain_text("Je leest mee. Schrijven is niet afgesproken.")
    seen.see_both()
    for _tab in range(30):
        seen.page.keyboard.press("Tab")
        if seen.page.evaluate("document.activeElement.textContent.trim() === 'Een ander dossier'"):
            break
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url("**/account/records/")
    seen.press("Greet Jacobs")
    seen.go("/my/")
    expect(seen.main).to_contain_text("Je handelt voor Greet Jacobs, als kind, broer of zus")
    seen.see_both()


def test_the_front_desk_lets_in_and_ends(window: Open, home: House) -> None:
    desk = window(DESK, at=home)
    desk.log_in("els@aandevest.example")
    desk.go("/desk/clients/")
    desk.fill(words="Greet")
    desk.main.get_by_role("button", name="Zoeken").click()
    desk.follow("Greet Jacobs")
    desk.see_both()
    desk.press("Vertegenwoordigers")
    expect(desk.main.locator("li").filter(has_text="Toos van Veen")).to_contain_text("Beëindigd")
    desk.see_both()
    desk.fill(name="Piet Jacobs", email="piet@example.org", capacity="role_curator", scope="decides", ground="law")
    desk.fill(words="Beschikking gezien", why_no_end="Zolang de mentor benoemd is")
    desk.press("Uitnodigen")
    expect(desk.main).to_contain_text("Geef deze code aan Piet Jacobs")
    desk.see_both()
    row = desk.main.locator("li").filter(has_text="Piet Jacobs")
    desk.press("Nu beëindigen", within=row)
    expect(row).to_contain_text("Beëindigd")
    desk.see_both()


@pytest.mark.parametrize("path", ["/my/representatives/", "/account/records/"])
def test_there_is_an_english_twin(window: Open, home: House, marja: StorageState, path: str) -> None:
    page = window(DESK, at=home, storage_state=marja)
    page.go(f"/en{path}")
    page.see_both()
    assert page.page.locator("html").get_attribute("lang") == "en"
    assert not re.search(r"\b(?:handelt|mag|dossier|namens)\b", page.text)
