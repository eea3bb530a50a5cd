"""The client's own pages at home: exercises, messages, the record taken along, staying well; in Dutch and English."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, StorageState, expect
from pypdf import PdfReader

from browsing import DESK, PASSWORD, PHONE, House, Watched, copied, logged_in, served

Open = Callable[..., Watched]

VERIFIER = Path(__file__).parents[2] / "docs/for-practices/verify_record.py"
MOTION = {"reduced_motion": "no-preference"}
TILT, BRIDGE, WALK = 1, 2, 4  # places in the prescription of the demonstration

A_CLOSED_CLIENT_WITH_AN_ACCOUNT = """
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from ruggespraak.audit.actor import VISITOR
from ruggespraak.people import actions as people
from ruggespraak.people.models import Membership, Patient
patient = Patient.objects.get(given_name="Ling", family_name="Chen")
therapist = Membership.objects.get(user__name="Bram Visser").as_actor()
people.change_patient(patient, by=therapist, email="ling@example.org")
invited = people.invite(patient, by=therapist)
token = invited.link.rstrip("/").rsplit("/", 1)[1]
account = people.accept_invitation(token, by=VISITOR, born_on=patient.born_on, code=invited.code)
account.user.set_password({password!r})
account.user.save()
TOTP.activate(account.user, generate_totp_secret())
print(RecoveryCodes.activate(account.user).get_unused_codes()[0])
"""


@pytest.fixture(scope="module")
def home(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A copy of the house: what is written here, no other story reads, and its codes are all unused."""
    with served(copied(house, tmp_path_factory.mktemp("home"))) as copy:
        yield copy


@pytest.fixture(scope="module")
def noor(browser: Browser, home: House) -> StorageState:
    """The browser of the client who is in treatment, once logged in. A code works once, so all stories share it."""
    return logged_in(browser, home)


@pytest.fixture(scope="module")
def ling(browser: Browser, home: House) -> StorageState:
    """The browser of a client whose treatment is finished."""
    script = A_CLOSED_CLIENT_WITH_AN_ACCOUNT.format(password=PASSWORD)
    code = home.command("shell", "-v", "0", "-c", script).split()[-1]
    return logged_in(browser, home, "ling@example.org", code)


@pytest.fixture
def at_home(window: Open, home: House, noor: StorageState) -> Open:
    """Opens windows of the client in treatment."""
    return lambda viewport=PHONE, **options: window(viewport, at=home, storage_state=noor, **options)


def open_noor(desk: Watched) -> str:
    """Her therapist logs in and opens her episode; its address."""
    desk.log_in("bram@aandevest.example")
    desk.main.locator("[aria-labelledby=mine]").get_by_role("link", name="Noor Hendriks").click()
    expect(desk.page.locator("h1")).to_contain_text("Noor Hendriks")
    return desk.path


def tap(client: Watched, place: int, felt: str, pain: int) -> None:
    """Say how an exercise went: the pain on its scale, then one tap."""
    client.go(f"/my/exercises/{place}/")
    client.main.locator("summary", has_text="Pijn tijdens de oefening").click()
    client.fill(pain=pain)
    client.press(felt)
    client.page.wait_for_url("**/my/exercises/")


def test_a_figure_moves_only_while_that_is_chosen(at_home: Open) -> None:
    client = at_home(**MOTION)
    client.go("/my/")
    client.main.get_by_role("link", name="Mijn oefeningen").click()
    client.see_both()
    expect(client.page.locator(".rests svg").first).to_be_visible()
    expect(client.page.locator(".moved svg:visible")).to_have_count(0)
    client.main.get_by_label("Laat bewegen").first.check()
    expect(client.page.locator(".moved svg:visible")).to_have_count(1)
    client.follow("Bekken kantelen")
    moved, box = client.page.locator(".moved svg"), client.main.get_by_label("Laat bewegen")
    expect(moved).to_be_visible()
    client.see_both()
    box.uncheck()
    expect(moved).to_be_hidden()
    expect(client.page.locator(".rests svg")).to_be_visible()
    client.see()


def test_the_timer_counts_down_and_needs_scripting(at_home: Open) -> None:
    client, bare = at_home(), at_home(java_script_enabled=False)
    client.page.clock.install()
    client.go(f"/my/exercises/{WALK}/")
    face = client.main.locator(".timer output")
    expect(face).to_have_text("10:00")
    client.press("Klok starten of stilzetten")
    client.page.clock.run_for(61_000)
    expect(face).to_have_text("8:59")
    client.press("Klok starten of stilzetten")
    client.page.clock.run_for(30_000)
    expect(face).to_have_text("8:59")
    client.press("Nog een keer")
    client.page.clock.run_for(600_000)
    expect(face).to_have_text("Klaar")
    expect(client.main.locator(".timer [role=status]")).to_have_text("Klaar")
    bare.go(f"/my/exercises/{WALK}/")
    expect(bare.main).to_contain_text("10 minuten")
    expect(bare.main.locator(".timer")).to_be_hidden()


def test_too_hard_with_pain_becomes_a_proposal_that_the_therapist_signs(
    window: Open, home: House, at_home: Open
) -> None:
    client, desk = at_home(), window(DESK, at=home)
    episode = open_noor(desk)
    row = desk.main.locator("[aria-labelledby=exercises] li", has_text="Bekken kantelen")
    expect(row).not_to_contain_text("Voorstel")
    tap(client, TILT, "Te zwaar", pain=8)
    expect(client.main).to_contain_text("Bewaard.")
    card = client.main.locator("article", has_text="Bekken kantelen")
    expect(card).to_contain_text("Vandaag gedaan")
    expect(card).to_contain_text("Te zwaar, pijn 8")
    client.see_both()
    desk.go(episode)
    expect(row).to_contain_text("Voorstel: één stap lichter.")
    expect(row).to_contain_text("Pijn 8 tijdens de oefening")
    desk.see_both()
    desk.press("Dit voorschrijven", within=row)
    reps = desk.page.locator(f"[name=prescribed-{TILT - 1}-reps]")
    note = desk.page.locator(f"[name=prescribed-{TILT - 1}-note]")
    expect(reps).to_have_value("10")
    expect(note).to_have_value("Maak de beweging kleiner")
    desk.see_both()
    desk.press("Ondertekenen")
    desk.page.wait_for_url(f"**{episode}")
    expect(row).not_to_contain_text("Voorstel")
    client.page.reload()
    expect(card).to_contain_text("Maak de beweging kleiner")


def test_logging_without_scripting(at_home: Open) -> None:
    client = at_home(java_script_enabled=False)
    tap(client, WALK, "Precies goed", pain=2)
    card = client.main.locator("article", has=client.page.locator(f"#e{WALK}"))
    expect(card).to_contain_text("Precies goed, pijn 2")
    client.main.locator("summary", has_text="Antwoord van vandaag wijzigen").last.click()
    client.press("Toch niet gedaan", within=card)
    expect(client.main).to_contain_text("Teruggenomen.")
    expect(card).not_to_contain_text("Vandaag gedaan")


def test_logging_with_the_keyboard_only(at_home: Open) -> None:
    client = at_home()
    client.go(f"/my/exercises/{BRIDGE}/")
    keys = client.page.keyboard
    walk_to(client, "summary")
    keys.press("Enter")
    walk_to(client, "[name=pain]")
    for _ in range(3):
        keys.press("ArrowRight")
    expect(client.page.locator("[name=pain]:checked")).to_have_value("3")
    client.see()
    walk_to(client, "[name=felt][value=too_easy]")
    keys.press("Enter")
    client.page.wait_for_url("**/my/exercises/")
    expect(client.main.locator("article", has=client.page.locator(f"#e{BRIDGE}"))).to_contain_text("Te licht, pijn 3")


def walk_to(client: Watched, what: str) -> None:
    """Press Tab until the focus is on it, as somebody does who has no mouse."""
    for _ in range(40):
        client.page.keyboard.press("Tab")
        if client.page.evaluate("what => document.activeElement.matches(`main ${what}`)", what):
            return
    raise AssertionError(f"Tab never came at {what}")


def test_a_message_is_answered_from_today_and_read(window: Open, home: House, at_home: Open) -> None:
    client, desk = at_home(), window(DESK, at=home)
    client.go("/my/")
    client.press("Vraag iets aan je praktijk")
    client.press("Versturen")
    expect(client.page.locator("#errors")).to_be_visible()
    client.see_both()
    client.fill(words="Mag ik zaterdag meelopen met de avondvierdaagse?")
    client.press("Versturen")
    expect(client.main).to_contain_text("Je bericht is bij de praktijk.")
    client.see_both()
    desk.log_in("bram@aandevest.example")
    row = desk.main.locator("[aria-labelledby=signals] tr", has_text="Noor Hendriks").filter(has_text="avondvierdaagse")
    desk.see_both()
    desk.press("Beantwoord", within=row)
    desk.fill(message_answer_words="Ja. Begin met vijf kilometer.")
    desk.see_both()
    desk.press("Ondertekenen")
    desk.page.wait_for_url(re.compile(r"/desk/episodes/[^/]+/$"))
    desk.go("/desk/")
    expect(row).to_have_count(0)
    client.page.reload()
    said = client.main.locator("[aria-labelledby=said] li")
    expect(said.filter(has_text="Begin met vijf kilometer.")).to_contain_text("Bram Visser")
    client.see()


def test_the_record_comes_along_and_the_file_proves_itself(at_home: Open, tmp_path: Path) -> None:
    client = at_home()
    client.go("/my/record/")
    client.follow("Mijn dossier meenemen")
    client.see_both()
    paper = download(client, "Pdf downloaden", tmp_path)
    text = " ".join(page.extract_text() for page in PdfReader(paper).pages)
    assert "Noor Hendriks" in text and "Behandelplan" in text
    record = download(client, "Bestand downloaden (JSON)", tmp_path)
    held = json.loads(record.read_text())
    assert held["seal"]["public_key"] in re.sub(r"\s", "", text)
    proof = verify(record, held["seal"]["public_key"])
    assert proof.returncode == 0, proof.stdout + proof.stderr
    assert "Nothing was changed" in proof.stdout
    client.go("/my/looks/")
    client.see()
    changed = tmp_path / "changed.json"
    changed.write_text(record.read_text().replace("Hendriks", "Hendrikx"))
    assert verify(changed, held["seal"]["public_key"]).returncode == 1


def download(client: Watched, label: str, folder: Path) -> Path:
    """Press a download and keep what comes, under the name it comes with."""
    with client.page.expect_download() as coming:
        client.press(label)
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def verify(record: Path, key: str) -> subprocess.CompletedProcess[str]:
    """What the program says that anybody can run."""
    return subprocess.run([sys.executable, VERIFIER, record, key], capture_output=True, text=True)


def test_the_plan_to_stay_well_is_printed_on_one_sheet(
    window: Open, home: House, ling: StorageState, tmp_path: Path
) -> None:
    client = window(PHONE, at=home, storage_state=ling)
    client.go("/my/")
    client.see_both()
    client.press("Mijn plan om gezond te blijven")
    client.see_both()
    client.page.evaluate("window.print = () => { document.body.dataset.printed = 'yes' }")
    client.press("Afdrukken")
    expect(client.page.locator("body[data-printed=yes]")).to_have_count(1)
    paper = tmp_path / "paper.pdf"
    client.page.pdf(path=paper, format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "1cm"))
    (sheet,) = PdfReader(paper).pages
    text = sheet.extract_text()
    for words in ("Groen", "Oranje", "Rood", "112"):
        assert words in text
    assert "Afdrukken" not in text and "Uitloggen" not in text


PAGES = ("", "exercises/", f"exercises/{TILT}/", f"exercises/{WALK}/", "exercises/paper/", "messages/",
         "record/download/")  # fmt: skip
SAME = {"Code", "Week"}  # what both languages call so


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_an_english_twin(at_home: Open, page: str) -> None:
    see_english_twin(at_home(DESK), page)


def test_staying_well_has_an_english_twin(window: Open, home: House, ling: StorageState) -> None:
    see_english_twin(window(DESK, at=home, storage_state=ling), "staying-well/")


def see_english_twin(client: Watched, page: str) -> None:
    """By way of the menu to the same page in English, which says as much and none of it in Dutch."""
    assert client.go(f"/my/{page}") == 200
    dutch = labels(client)
    client.page.get_by_role("link", name="English").click()
    assert client.path == f"/en/my/{page}"
    assert client.page.locator("html").get_attribute("lang") == "en"
    client.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    client.see()
    english = labels(client)
    assert len(english) == len(dutch) > 0
    assert english & dutch <= SAME


def labels(client: Watched) -> set[str]:
    """The words of all headings, buttons and names of answers on the page, in so far as they are words."""
    found = client.page.locator("h1, h2, h3, main button, summary, legend, label, dt, th, .tag").all_inner_texts()
    return {said for text in found if re.search(r"[A-Za-z]{2}", said := text.strip())}
