"""My dossier in plain words: two readings, a fold, my own words beside a page, who looked; on a phone and a desk."""

from collections.abc import Callable

from playwright.sync_api import expect

from browsing import DESK, House, Watched

Open = Callable[..., Watched]
WRONG = "Ik zat toen al een half uur."


def open_page(client: Watched, title: str) -> None:
    """The newest page of this name in the record."""
    client.go("/my/record/")
    client.main.get_by_role("link", name=title, exact=True).first.click()
    expect(client.page.locator("h1")).to_have_text(title)


def test_one_page_is_read_in_two_ways(at_home: Open) -> None:
    client = at_home()
    open_page(client, "Screening")
    plain, professional = (client.main.locator(f"[aria-labelledby={name}]") for name in ("plain", "professional"))
    expect(plain).to_contain_text("Hoe bezorgd je therapeut is")
    expect(professional).to_be_hidden()
    client.follow("Zoals je therapeut het leest")
    expect(professional).to_contain_text("Mate van zorg")
    expect(plain).to_be_hidden()
    client.page.set_viewport_size(DESK)  # type: ignore[arg-type]
    expect(plain).to_be_visible()
    expect(professional).to_be_visible()
    client.see_both()


def test_what_nobody_should_read_along_is_folded(at_home: Open) -> None:
    client = at_home(java_script_enabled=False)
    open_page(client, "Screening")
    folded = client.main.get_by_text("Of het letsel door geweld kan komen")
    expect(folded).to_be_hidden()
    client.main.locator("[aria-labelledby=plain] details.discreet summary").click()
    expect(folded).to_be_visible()


def test_a_request_is_answered_beside_the_page(at_home: Open, window: Open, home: House) -> None:
    client = at_home()
    open_page(client, "Behandeling")
    client.press("Vragen om iets te verbeteren")
    client.see_both()
    client.press("Verstuur mijn verzoek")
    expect(client.main).to_contain_text("Vul dit eerst in.")
    client.fill(correction_wrong=WRONG, correction_wanted="Zit een half uur.")
    client.press("Verstuur mijn verzoek")
    expect(client.main).to_contain_text(WRONG)
    expect(client.main).to_contain_text("Je krijgt antwoord voor of op")
    client.see_both()
    desk = window(DESK, at=home)
    desk.log_in("bram@aandevest.example")
    desk.go("/desk/")
    desk.main.locator("li, tr", has_text=WRONG).get_by_role("link", name="Beantwoord").first.click()
    expect(desk.main).to_contain_text("Zit een half uur.")
    desk.see()
    desk.fill(correction_decision="correction_refused", correction_words="Je zei toen twintig minuten.")
    desk.press("Antwoord ondertekenen")
    expect(desk.main).to_contain_text("Je zei toen twintig minuten.")
    desk.follow("Zoals de cliënt het leest")
    desk.see()
    client.page.reload()
    expect(client.main).to_contain_text("Het blijft zoals het is. Jouw woorden blijven erbij staan.")
    expect(client.main).to_contain_text(WRONG)


def test_something_is_added_with_the_keyboard_alone_and_without_scripting(at_home: Open) -> None:
    client = at_home(DESK, java_script_enabled=False)
    client.go("/my/record/add/")
    client.page.locator("textarea").focus()
    client.page.keyboard.type("Ik slaap weer door.")
    client.page.keyboard.press("Tab")
    client.page.keyboard.press("Enter")
    expect(client.main).to_contain_text("Het staat nu in je dossier, in jouw woorden.")
    open_page(client, "Eigen aanvulling")
    expect(client.main).to_contain_text("Ik slaap weer door.")


def test_who_looked_is_told_by_day_and_can_be_narrowed(at_home: Open) -> None:
    client = at_home()
    client.go("/my/looks/")
    client.see_both()
    client.main.get_by_text("Alleen anderen, niet mezelf").click()
    client.press("Laat zien")
    expect(client.main).to_contain_text("alleen anderen")
    expect(client.main.get_by_text("Jij:")).to_have_count(0)
    client.see()
