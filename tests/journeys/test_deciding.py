"""Deciding together at home: options side by side, the plan in own words, a plan that changes meanwhile, a receipt."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from browsing import DESK, PHONE, House, Watched, copied, logged_in, served

Open = Callable[..., Watched]

CHECKER = Path(__file__).parents[2] / "docs/for-practices/check-receipt.html"
WORDS = "Ik wil vooral blijven werken."


@pytest.fixture(scope="module")
def home(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A copy of the house: what is decided here, no other story reads."""
    with served(copied(house, tmp_path_factory.mktemp("deciding"))) as copy:
        yield copy


@pytest.fixture(scope="module")
def noor(browser: Browser, home: House) -> StorageState:
    """The browser of the client in treatment, once logged in."""
    return logged_in(browser, home)


@pytest.fixture(scope="module")
def bram(browser: Browser, home: House) -> StorageState:
    """Her therapist's browser, once logged in."""
    context = browser.new_context(viewport=DESK, locale="nl-NL")
    desk = Watched(context.new_page(), home)
    desk.log_in("bram@aandevest.example")
    remembered = context.storage_state()
    context.close()
    return remembered


@pytest.fixture
def at_home(window: Open, home: House, noor: StorageState) -> Open:
    """Opens windows of the client."""
    return lambda viewport=PHONE, **options: window(viewport, at=home, storage_state=noor, **options)


@pytest.fixture
def desk(window: Open, home: House, bram: StorageState) -> Watched:
    """The therapist's window, on her episode."""
    desk = window(DESK, at=home, storage_state=bram)
    desk.go("/desk/")
    desk.main.locator("[aria-labelledby=mine]").get_by_role("link", name="Noor Hendriks").click()
    expect(desk.page.locator("h1")).to_contain_text("Noor Hendriks")
    return desk


def open_form(desk: Watched, form: str) -> None:
    """A form of the episode on screen."""
    episode = re.match(r"/desk/episodes/[^/]+/", desk.path)
    assert episode
    desk.go(f"{episode[0]}{form}/")


def sign_a_plan(desk: Watched, sessions: int) -> None:
    """A new version of the plan, with another number of sessions."""
    open_form(desk, "plan")
    desk.fill(sessions_planned=sessions)
    desk.press("Ondertekenen")
    desk.page.wait_for_url(re.compile(r"/desk/episodes/[^/]+/$"))


def test_options_lie_side_by_side_on_a_wide_screen_and_below_each_other_on_a_phone(at_home: Open) -> None:
    client = at_home(DESK)
    client.go("/my/options/")
    places = client.main.locator(".options > article")
    tops = {box["y"] for box in (place.bounding_box() for place in places.all()) if box}
    assert len(tops) == 1
    headings = [one.bounding_box() for one in client.main.get_by_role("heading", name="Wat er mis kan gaan").all()]
    assert len({box["y"] for box in headings if box}) == 1  # the same row everywhere, however long the text above it
    client.see_both()
    lefts = {box["x"] for box in (place.bounding_box() for place in places.all()) if box}
    assert len(lefts) == 1
    assert client.main.get_by_role("img").first.get_attribute("aria-label")


def test_a_preference_without_scripting_is_cited_on_the_desk(at_home: Open, desk: Watched) -> None:
    client = at_home(java_script_enabled=False)
    client.go("/my/options/")
    client.fill(what_matters=WORDS, client_questions="Mag ik blijven fietsen?")
    client.press("Versturen naar mijn therapeut")
    expect(client.main).to_contain_text("Je therapeut leest dit voor jullie samen beslissen.")
    desk.page.reload()
    open_form(desk, "decision")
    cited = desk.main.locator(".cited", has_text=WORDS)
    desk.see_both()
    cited.get_by_role("button").click()
    expect(desk.page.locator("[name=what_matters]")).to_have_value(WORDS)
    desk.settle()
    desk.press("Bewaren")


def test_the_plan_in_own_words_with_the_keyboard_and_read_on_the_desk(at_home: Open, desk: Watched) -> None:
    client = at_home()
    client.go("/my/plan/")
    client.press("In mijn eigen woorden")
    client.see_both()
    keys = client.page.keyboard
    client.page.locator("[name=told_what]").focus()
    keys.type("Elke dag oefenen en minder met de handen.")
    keys.press("Tab")
    keys.type("Dat zitten makkelijker gaat.")
    keys.press("Tab")
    keys.press("Tab")
    expect(client.page.get_by_role("button", name="Versturen naar mijn therapeut")).to_be_focused()
    keys.press("Enter")
    expect(client.page.locator("body")).to_contain_text("Dank je. Je therapeut leest het")
    open_form(desk, "told_back_read")
    expect(desk.main).to_contain_text("Elke dag oefenen en minder met de handen.")
    desk.see_both()
    desk.fill(teach_back="teach_back_partly", told_back_reply="Bel ook als plassen anders gaat.")
    desk.press("Ondertekenen")
    client.go("/my/plan/")
    client.press("In mijn eigen woorden")
    expect(client.main).to_contain_text("Bel ook als plassen anders gaat.")
    client.see()


def test_a_yes_to_a_plan_that_changed_meanwhile_shows_the_new_one_and_what_is_different(
    at_home: Open, desk: Watched
) -> None:
    client = at_home()
    client.go("/my/plan/")
    old = client.path
    sign_a_plan(desk, 3)
    client.fill(decision="given", words="Fijn zo.")
    with client.page.expect_response(lambda response: response.url.endswith("/answer/")) as answered:
        client.press("Antwoord versturen")
    assert answered.value.status == 409
    expect(client.main).to_contain_text("Het plan is veranderd sinds deze pagina openging.")
    expect(client.main).to_contain_text("Wat er anders is dan in de vorige versie")
    expect(client.main).to_contain_text("was 4, nu 3")
    expect(client.page.locator("[name=words]")).to_have_value("Fijn zo.")
    expect(client.page.locator("[name=decision]:checked")).to_have_count(0)
    client.see_both()
    client.fill(decision="given")
    client.press("Antwoord versturen")
    client.page.wait_for_url(re.compile(r"/my/plan/[^/]+/$"))
    assert client.path != old
    expect(client.main).to_contain_text("Met dit plan ging je akkoord.")
    desk.page.reload()
    expect(desk.main).to_contain_text("Plan v3 akkoord")


def test_a_withdrawal_counts_at_once(at_home: Open, desk: Watched) -> None:
    client = at_home(java_script_enabled=False)
    client.go("/my/plan/")
    client.fill(decision="withdrawn")
    client.press("Antwoord versturen")
    desk.page.reload()
    expect(desk.main).to_contain_text("Geen akkoord")
    client.fill(decision="given")
    client.press("Antwoord versturen")
    desk.page.reload()
    expect(desk.main).to_contain_text("Plan v3 akkoord")


@pytest.fixture(scope="module")
def receipt(browser: Browser, home: House, noor: StorageState, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with her receipt as PDF and as file."""
    context = browser.new_context(viewport=PHONE, locale="nl-NL", storage_state=noor)
    client, folder = Watched(context.new_page(), home), tmp_path_factory.mktemp("receipt")
    client.go("/my/plan/")
    client.press("Bewijs van mijn antwoord")
    client.see_both()
    for label, name in (("Bewaar als pdf", "bewijs.pdf"), ("Het bestand dat programma", "bewijs.json")):
        with client.page.expect_download() as download:
            client.follow(label)
        download.value.save_as(folder / name)
    context.close()
    assert client.faults == []
    return folder


def test_the_practice_holds_the_receipt_against_its_record(home: House, receipt: Path) -> None:
    code = json.loads((receipt / "bewijs.json").read_text())["code"]
    for given in (code, str(receipt / "bewijs.json"), str(receipt / "bewijs.pdf")):
        assert "The record says the same." in home.command("verify", "--receipt", given)


def test_the_page_checks_file_pdf_and_scanned_code_where_the_practice_serves_it(
    window: Open, home: House, receipt: Path
) -> None:
    page = window(PHONE, at=home)
    page.go("/receipt/")
    for name in ("bewijs.pdf", "bewijs.json"):
        page.page.locator("#file").set_input_files(receipt / name)
        expect(page.page.locator(".verdict h2")).to_have_text("Alles klopt")
        expect(page.page.locator("#outcome")).to_contain_text("Noor Hendriks")
    page.see_both()
    page.page.get_by_role("button", name="English").click()
    expect(page.page.locator(".verdict h2")).to_have_text("All of it is right")
    code = json.loads((receipt / "bewijs.json").read_text())["code"]
    scanned = window(PHONE, at=home)
    scanned.go(f"/receipt/#{code}")
    expect(scanned.page.locator(".verdict h2")).to_have_text("Alles klopt")
    assert scanned.path == "/receipt/"  # the code does not stay in the address bar


def refused(page: Page, record: dict[str, Any]) -> list[str]:
    """What the page names as wrong."""
    return list(
        page.evaluate(
            "async text => (await check(() => checkFile(text))).faults.map(sentence)",
            json.dumps(record, sort_keys=True, separators=(",", ":")),
        )
    )


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every value with its path, and the list or map that it stands in."""
    keys = range(len(value)) if isinstance(value, list) else sorted(value)
    for key in keys:
        name = f"{path} {key + 1 if isinstance(key, int) else key}".strip()
        if isinstance(value[key], dict | list) and value[key]:
            yield from leaves(value[key], name)
        else:
            yield name, value, key


def changed(value: Any) -> Any:
    """Something else of the same kind."""
    if isinstance(value, str):
        return value[:-1] + ("0" if value[-1:] != "0" else "1") if value else "x"
    return 7 if value is None else value + 1


def test_offline_from_a_disk_every_changed_value_is_named(browser: Browser, receipt: Path) -> None:
    context = browser.new_context(locale="nl-NL", offline=True)
    page = context.new_page()
    page.goto(CHECKER.as_uri())
    page.locator("#file").set_input_files(receipt / "bewijs.json")
    expect(page.locator(".verdict h2")).to_have_text("Alles klopt")
    record = json.loads((receipt / "bewijs.json").read_text())
    content = {key: value for key, value in record.items() if key not in ("seal", "format")}
    names = []
    for name, holder, key in leaves(content):
        was, holder[key] = holder[key], changed(holder[key])
        found = refused(page, content | {"seal": record["seal"], "format": record["format"]})
        assert f"Veranderd: {name}" in found, (name, found)
        holder[key] = was
        names.append(name)
    assert len(names) > 40
    assert refused(page, record) == []
    seal = record["seal"]
    for key in ("signature", "public_key"):
        assert "De lijst met alles wat erin stond is niet zo ondertekend" in refused(
            page, record | {"seal": seal | {key: changed(seal[key])}}
        )
    dropped = {key: value for key, value in record.items() if key != "made_at"}
    assert "Weg: made_at" in refused(page, dropped)
    assert "Toegevoegd: extra" in refused(page, record | {"extra": {}})
    assert "Toegevoegd: seal extra" in refused(page, record | {"seal": seal | {"extra": "x"}})
    context.close()


def test_a_changed_sign_of_a_code_is_refused(browser: Browser, receipt: Path) -> None:
    page = browser.new_context(locale="nl-NL", offline=True).new_page()
    page.goto(CHECKER.as_uri())
    code = json.loads((receipt / "bewijs.json").read_text())["code"]
    wrong = [code[:n] + ("A" if code[n] != "A" else "B") + code[n + 1 :] for n in range(len(code))]
    outcome = "async codes => Promise.all(codes.map(code => checkCode(code).then(f => f.faults.length, () => 1)))"
    assert all(page.evaluate(outcome, wrong))
    assert page.evaluate(outcome, [code]) == [0]
    page.fill("#code", wrong[60])
    page.get_by_role("button", name="Kijk na").press("Enter")
    expect(page.locator(".verdict")).to_contain_text("In de code is iets veranderd")
    page.context.close()


def test_a_browser_that_cannot_check_signatures_says_so_and_still_names_changes(
    browser: Browser, receipt: Path
) -> None:
    page = browser.new_context(locale="nl-NL", offline=True).new_page()
    page.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
    page.goto(CHECKER.as_uri())
    page.locator("#file").set_input_files(receipt / "bewijs.pdf")
    expect(page.locator(".verdict h2")).to_have_text("Niet alles kon worden nagekeken")
    expect(page.locator(".verdict")).to_contain_text("De handtekening is niet nagekeken")
    record = json.loads((receipt / "bewijs.json").read_text())
    assert "Veranderd: text" in refused(page, record | {"text": "Iets anders."})
    page.context.close()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7 zonder bewijs", "In deze pdf zit geen bewijs."),
        (b"{}", "Dit bestand is van een nieuwere versie, of van iets anders."),
        (b"zomaar iets", "Dit bestand is niet te lezen."),
        (b'{"format":"ruggespraak-receipt/1","seal":{}}', "Dit bestand is niet te lezen."),
    ],
)
def test_what_is_no_receipt_is_called_so(browser: Browser, tmp_path: Path, content: bytes, told: str) -> None:
    page = browser.new_context(locale="nl-NL", offline=True).new_page()
    page.goto(CHECKER.as_uri())
    (tmp_path / "iets.pdf").write_bytes(content)
    page.locator("#file").set_input_files(tmp_path / "iets.pdf")
    expect(page.locator(".verdict")).to_contain_text(told)
    page.context.close()
