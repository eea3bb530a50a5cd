"""What a visitor lives through, without an account: reading, checking, stopping, asking for an appointment."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect
from pypdf import PdfReader

from browsing import DESK, PHONE, SMALLEST, House, Watched, asked_on
from health_words import health_words
from ruggespraak.dossier.packs import pathway

Open = Callable[..., Watched]

CALM = {"age": 45, "sex": "female", "where": ["back_lumbar_left"], "pain_nrs_now": 3, "activities_ok": True,
        "duration": 1, "duration-unit": "weeks"}  # fmt: skip
LEAVE_OPEN = ""
CALM_HEADING = "Geen alarmsignalen gevonden"
DARK = {"viewport": DESK, "color_scheme": "dark"}
SMALL = {"viewport": SMALLEST}
OTHERS = ("/about/", "/log/", "/privacy/", "/accessibility/", "/complaints/neck-pain/", "/leaflet/", "/appointment/",
          "/account/login/", "/low-back-pain/facts/", "/nowhere/")  # fmt: skip
KILOBYTE = 1024


def walk(window: Watched, *, to: str = "/result/", next_is: str = "Verder", look: bool = False, **said: object) -> int:
    """Answer page after page, calm unless `said` otherwise, until the address `to`; how many pages that took."""
    if not asked_on(window):
        window.go("/check/you/")
    for count in range(30):
        if to in window.path:
            return count
        if look:
            window.see()
        answer(window, {**CALM, **said})
        here = window.path
        window.press(next_is)
        window.page.wait_for_url(lambda url, here=here: not url.endswith(here))
    raise AssertionError("The check does not end.")


def answer(window: Watched, said: dict[str, object]) -> None:
    """Answer the questions on screen: as `said`, and no to every other sign."""
    asked = asked_on(window)
    window.fill({name: said[name] for name in asked if said.get(name, LEAVE_OPEN) != LEAVE_OPEN})
    window.say_no([name for name in asked if name not in said])


def question(name: str) -> str:
    """The words of a question."""
    return pathway().questions[name].ask.nl


# ── the check


@pytest.mark.parametrize("how", [SMALL, DARK], ids=["320 px", "wide and dark"])
def test_calm_visitor_reaches_a_result_in_twelve_pages(window: Open, how: dict[str, object]) -> None:
    visitor = window(**how)
    visitor.go("/")
    visitor.see()
    visitor.follow("De zelfcheck doen")
    expect(visitor.main).to_contain_text("In deze demonstratie staat het adviseren aan")
    visitor.see()
    visitor.press("Beginnen")
    assert walk(visitor, look=True) <= 12
    visitor.see()
    assert visitor.heading == CALM_HEADING
    for part in ("Waarom zie ik dit?", "Bron: ", "Dit kun je vandaag al doen", pathway().safety_net.nl, "Bel 112"):
        assert part in visitor.text


def test_an_emergency_stops_the_questions_at_once(window: Open) -> None:
    visitor = window()
    assert walk(visitor, stroke_signs=True) == 3
    assert visitor.heading == "Bel nu 112"
    expect(visitor.main.get_by_role("link", name="Bel 112")).to_have_attribute("href", "tel:112")
    assert "Kies" not in visitor.text
    assert not visitor.main.get_by_role("link", name="Deel met mijn therapeut").count()
    visitor.see()


def test_a_sign_of_the_nerves_is_asked_further_and_ends_at_the_telephone(window: Open) -> None:
    visitor = window()
    walk(visitor, ces_saddle=True, ces_saddle_days=2, **{"ces_saddle_days-unit": "days"})
    assert visitor.heading == pathway().level["call_gp_or_hap_now"].label.nl
    assert question("ces_saddle") in visitor.text
    visitor.see()


def test_what_was_left_open_never_reassures(window: Open) -> None:
    visitor = window()
    walk(visitor, fever=LEAVE_OPEN, steroids=LEAVE_OPEN)
    assert visitor.heading == "Er missen nog antwoorden."
    assert CALM_HEADING not in visitor.text
    visitor.see()
    visitor.press("Beantwoord de open vragen")
    visitor.fill(fever=False)
    visitor.press("Verder")
    visitor.go("/check/bones/")
    visitor.fill(steroids=False)
    visitor.press("Verder")
    visitor.go("/check/result/")
    assert visitor.heading == CALM_HEADING


def test_not_knowing_is_an_answer(window: Open) -> None:
    visitor = window()
    walk(visitor, ces_bladder="dont_know", ces_bladder_days=0)
    assert visitor.heading != CALM_HEADING
    assert "Dit wist je niet:" in visitor.text
    visitor.see()


def test_going_back_keeps_what_was_said_and_lets_one_change_it(window: Open) -> None:
    visitor = window()
    walk(visitor, to="/legs/", fever=False)
    visitor.page.go_back()
    expect(visitor.page.locator("[name=cancer_history][value=no]")).to_be_checked()
    visitor.fill(cancer_history=True)
    visitor.press("Verder")
    visitor.page.wait_for_url("**/check/before-more/")
    visitor.press("Terug")
    expect(visitor.page.locator("[name=cancer_history][value=yes]")).to_be_checked()
    visitor.press("Verder")
    walk(visitor)
    assert f"{question('cancer_history')} Ja" in visitor.text


def test_the_whole_check_without_scripting(window: Open) -> None:
    visitor = window(PHONE, java_script_enabled=False)
    walk(visitor, malaise=True)
    assert f"{question('malaise')} Ja" in visitor.text
    expect(visitor.main.get_by_role("button", name="Afdrukken")).to_be_hidden()


def test_the_whole_check_with_the_keyboard_only(window: Open) -> None:
    visitor = window(DESK)
    visitor.go("/")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator(":focus")).to_have_text("Naar de inhoud")
    tab_to(visitor, visitor.main.get_by_role("link", name="De zelfcheck doen"))
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/check/")
    tab_to(visitor, visitor.main.get_by_role("link", name="Beginnen"))
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/check/you/")
    while "/result/" not in visitor.path:
        for name in asked_on(visitor):
            key_in(visitor, name, CALM.get(name, False))
        tab_to(visitor, visitor.main.get_by_role("button", name="Verder"))
        here = visitor.path
        visitor.page.keyboard.press("Enter")
        visitor.page.wait_for_url(lambda url, here=here: not url.endswith(here))
    assert visitor.heading == CALM_HEADING
    assert "lage rug links" in visitor.text


def tab_to(window: Watched, goal: Locator) -> None:
    """Press Tab until this has the focus, as far as the page goes."""
    for _press in range(200):
        if goal.evaluate("element => element === document.activeElement"):
            return
        window.page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {goal}.")


def key_in(window: Watched, name: str, value: object) -> None:
    """Answer one question without touching the mouse."""
    first, keyboard = window.page.locator(f'[name="{name}"]').first, window.page.keyboard
    kind = first.evaluate("element => element.type")
    if kind == "checkbox":
        for one in value if isinstance(value, list) else []:
            tab_to(window, window.page.locator(f'[name="{name}"][value="{one}"]'))
            keyboard.press("Space")
    elif kind == "radio":
        wanted = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        tab_to(window, first)
        keyboard.press("Space")
        for _press in range(20):
            if window.page.locator(f'[name="{name}"][value="{wanted}"]').is_checked():
                return
            keyboard.press("ArrowDown")
        raise AssertionError(f"The arrows never come to {wanted} of {name}.")
    else:
        tab_to(window, first)
        keyboard.type(str(value))


@pytest.mark.parametrize("said", [{"age": 17}, {"where": ["neck"]}], ids=["under 18", "only in the neck"])
def test_whom_the_check_is_not_for_gets_no_verdict_but_the_list(window: Open, said: dict[str, object]) -> None:
    visitor = window()
    walk(visitor, **said)
    assert visitor.heading == "Deze zelfcheck is niet gemaakt voor jouw situatie."
    assert not visitor.main.locator(".verdict, .ladder").count()
    assert "Bel nu 112" in visitor.text
    assert "Anders bel je je huisarts of een manueel therapeut" in visitor.text
    visitor.see()


def test_stopping_wipes_the_answers(window: Open) -> None:
    visitor = window()
    walk(visitor, to="/legs/")
    visitor.press("Stoppen")
    expect(visitor.page.get_by_text("Je bent gestopt. Je antwoorden zijn weg.")).to_be_visible()
    assert [cookie["name"] for cookie in visitor.page.context.cookies() if cookie["name"] == "visit"] == []
    visitor.go("/check/result/")
    assert visitor.path == "/check/"
    visitor.go("/check/you/")
    expect(visitor.page.locator("[name=age]")).to_have_value("")


def test_answers_stay_in_one_cookie_and_out_of_every_address(window: Open) -> None:
    visitor, addresses = window(), []
    visitor.page.on("request", lambda request: addresses.append(request.url))
    walk(visitor, fever=True)
    kept = [cookie for cookie in visitor.page.context.cookies() if cookie["name"] == "visit"]
    assert len(kept) == 1 and kept[0]["httpOnly"] and kept[0]["expires"] == -1
    assert "visit" not in visitor.page.evaluate("document.cookie")
    assert not [url for url in addresses if "?" in url or "fever" in url]
    assert visitor.page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0


# ── the mode that computes nothing


def test_in_inform_mode_the_same_page_for_everyone(window: Open, informing_house: House) -> None:
    pages = [informed(window(PHONE, informing_house), **said) for said in ({}, {"stroke_signs": True, "fever": True})]
    assert pages[0] == pages[1]
    assert "We berekenen niets uit je antwoorden." in pages[0]


def informed(visitor: Watched, **said: object) -> str:
    """What the result page says apart from the visitor's own answers."""
    visitor.go("/check/")
    expect(visitor.main).to_contain_text("Deze zelfcheck berekent geen advies.")
    assert walk(visitor, **said) >= 11
    assert not visitor.main.locator(".verdict, .ladder").count()
    visitor.see()
    own = visitor.main.locator("section[aria-labelledby=answers]").inner_text()
    return re.sub(r"gemaakt op .*", "", visitor.text.replace(own, ""))


def test_in_inform_mode_no_level_reaches_the_desk(window: Open, informing_house: House) -> None:
    visitor = window(PHONE, informing_house)
    walk(visitor, stroke_signs=True)
    visitor.press("Deel met mijn therapeut")
    ask(visitor, name="Cor Blank", email="cor@example.org")
    expect(visitor.main).to_contain_text("Je aanvraag is verstuurd.")
    therapist = window(DESK, informing_house)
    therapist.log_in("bram@aandevest.example")
    words = [therapist.text]
    therapist.go("/desk/requests/")
    words.append(therapist.text)
    therapist.press("Cor Blank")
    words.append(therapist.text)
    assert pathway().questions["stroke_signs"].term.nl in words[-1]
    levels = [level.label.nl for level in pathway().levels]
    assert [label for label in levels for page in words if label in page] == []


# ── asking for an appointment


def ask(visitor: Watched, *, name: str, email: str, **more: object) -> None:
    """Fill in the request and send it."""
    visitor.fill({"name": name, "born_on": "1981-04-12", "email": email, "language": "nl",
                  "words": "Ik wil weer kunnen zitten zonder pijn in mijn rug.", **more})  # fmt: skip
    visitor.main.locator("form button").last.click()


def test_calm_answers_travel_only_when_asked_and_no_mail_speaks_of_health(window: Open, house: House) -> None:
    visitor = window()
    walk(visitor)
    visitor.press("Deel met mijn therapeut")
    assert visitor.heading == "Deel je antwoorden met een therapeut"
    visitor.see()
    ask(visitor, name="", email="fem@example.org")
    assert visitor.page.title().startswith("Fout:")
    expect(visitor.page.locator("#errors")).to_be_focused()
    visitor.see()
    ask(visitor, name="Fem Otter", email="fem@example.org")
    expect(visitor.main).to_contain_text("Je aanvraag is verstuurd.")
    visitor.see()
    letters = house.mails(to="fem@example.org")
    assert len(letters) == 1
    assert health_words(letters[0]) == []


def test_from_the_telephone_level_up_the_advice_comes_before_sending(window: Open) -> None:
    visitor = window()
    walk(visitor, fever=True, sepsis_signs=False)
    label = visitor.heading
    visitor.go("/appointment/")
    visitor.follow("Deel mijn antwoorden met de praktijk")
    ask(visitor, name="Gijs Brand", email="gijs@example.org", phone="06 5550 1199")
    assert "Lees dit voordat je verstuurt" in visitor.text
    assert visitor.heading == label
    visitor.see()
    visitor.press("Ik heb dit gelezen. Verstuur mijn aanvraag")
    expect(visitor.main).to_contain_text("Je aanvraag is verstuurd.")
    therapist = window(DESK)
    therapist.log_in("samira@aandevest.example")
    expect(therapist.main.locator("[data-tone=alarm]", has_text="Gijs Brand")).to_be_visible()


# ── reading


def test_every_page_to_read_names_its_sources_and_review_date(window: Open) -> None:
    visitor = window(SMALLEST)
    visitor.go("/low-back-pain/")
    visitor.see()
    addresses = visitor.main.locator("ul.doors a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert len(addresses) >= 7
    for address in addresses:
        visitor.go(address)
        assert "Bron" in visitor.text
        assert "1 november 2026" in visitor.text
        visitor.see()


@pytest.mark.parametrize("how", [SMALL, DARK], ids=["320 px", "wide and dark"])
def test_the_other_public_pages(window: Open, how: dict[str, object]) -> None:
    reader = window(**how)
    for path in OTHERS:
        reader.go(path)
        reader.see()


def test_the_english_twin(window: Open) -> None:
    visitor = window()
    visitor.go("/")
    visitor.page.get_by_role("button", name="Menu").click()
    visitor.see()
    visitor.page.get_by_role("link", name="English").click()
    visitor.page.wait_for_url("**/en/")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
    visitor.see()
    visitor.go("/en/check/you/")
    walk(visitor, next_is="Next")
    assert visitor.path == "/en/check/result/"
    assert visitor.heading == pathway().level["none"].label.en
    assert pathway().safety_net.en in visitor.text
    visitor.see()
    visitor.go("/en/low-back-pain/facts/")
    assert "Source" in visitor.text


def test_the_leaflet_prints_with_the_name_of_the_practice(window: Open, tmp_path: Path) -> None:
    visitor = window(DESK)
    visitor.go("/leaflet/")
    visitor.page.emulate_media(media="print")
    expect(visitor.page.get_by_role("navigation").first).to_be_hidden()
    visitor.page.pdf(path=tmp_path / "printed.pdf", format="A4")
    assert "Praktijk Aan de Vest" in read_pdf(tmp_path / "printed.pdf")
    visitor.page.emulate_media(media="screen")
    with visitor.page.expect_download() as download:
        # Chromium shows a PDF itself; a link with `download` saves it as it came.
        visitor.main.get_by_role("link", name="Als PDF").evaluate("link => { link.download = ''; link.click() }")
    text = read_pdf(Path(download.value.path()))
    assert "Praktijk Aan de Vest" in text and pathway().safety_net.nl.split("?")[0] in text


def read_pdf(path: Path) -> str:
    """All text of a PDF, on one line."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(path).pages))


def test_the_first_page_weighs_at_most_sixty_kilobytes(browser: Browser, house: House) -> None:
    page = browser.new_page(viewport=PHONE)
    wire, arrived = page.context.new_cdp_session(page), []
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.on("Network.loadingFinished", lambda event: arrived.append(event["encodedDataLength"]))
    page.goto(f"{house.address}/", wait_until="networkidle")
    assert len(arrived) >= 3  # the page, its stylesheet, its pictures
    assert sum(arrived) <= 60 * KILOBYTE
    page.close()
