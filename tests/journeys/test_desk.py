"""Shortcuts of a working day: finding, being refused, standing in, two people on one form, and what goes wrong."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, expect

import said
from browsing import DESK, PASSWORD, PHONE, House, Watched, copied, served

Open = Callable[..., Watched]

ANOTHER_PRACTICE = """
import datetime
from ruggespraak.audit.actor import SYSTEM
from ruggespraak.care import actions as care
from ruggespraak.people import actions as people
practice = people.found_practice(by=SYSTEM, name="Praktijk Elders", slug="elders", street="Kade 1", postcode="1000 AA",
    city="Elders", phone="010 555 00 00", email="praktijk@elders.example")
owner = people.hire(practice, by=SYSTEM, email="olga@elders.example", name="Olga Elders", role="owner")
patient = people.register_patient(practice, by=owner.as_actor(), given_name="Anders", family_name="Ergens",
    born_on=datetime.date(1980, 1, 1), sex="M", therapist=owner.user)
print(care.begin(patient, "low_back_pain", owner.user, by=owner.as_actor()).pk)
"""


def at_work(window: Open, email: str, **options: object) -> Watched:
    """Somebody logged in at the desk."""
    desk = window(DESK, **options)
    desk.log_in(email)
    return desk


def find(desk: Watched, words: str) -> None:
    """Search for a client."""
    desk.go("/desk/clients/")
    desk.fill(words=words)
    desk.press("Zoeken")


def open_episode(desk: Watched, name: str) -> str:
    """The address of a client's episode, by way of their own page."""
    find(desk, name)
    desk.follow(name)
    return str(desk.main.locator("a[href^='/desk/episodes/']").first.get_attribute("href"))


def test_finding_a_client_by_name_or_birth_date_leaves_no_name_in_an_address(window: Open) -> None:
    desk = at_work(window, "samira@aandevest.example")
    for words in ("hendriks", "noor 4-5-1982", "1982-05-04"):
        find(desk, words)
        assert "Noor Hendriks" in desk.text
        assert desk.path == "/desk/clients/"
    desk.see()
    find(desk, "niemand heet zo")
    assert "Noor Hendriks" not in desk.text
    desk.see()


def test_the_pages_of_the_desk_in_the_dark_and_on_a_phone(window: Open) -> None:
    for how in ({"color_scheme": "dark"}, {"viewport": PHONE}):
        desk = window(**{"viewport": DESK, **how})
        desk.log_in("bram@aandevest.example")
        for path in ("/desk/", "/desk/clients/new/", "/desk/requests/", "/desk/post/", "/desk/practice/"):
            desk.go(path)
            desk.see()
        desk.go(open_episode(desk, "Rachid el Amrani"))
        desk.see()


@pytest.fixture
def house_of_two(house: House, tmp_path: Path) -> Iterator[tuple[House, str]]:
    """A copy of the house in which another practice works too, with an episode of its own."""
    copy = copied(house, tmp_path)
    episode = copy.command("shell", "-v", "0", "-c", ANOTHER_PRACTICE).split()[-1]
    with served(copy):
        yield copy, episode


def test_the_dossier_of_another_practice_does_not_exist(window: Open, house_of_two: tuple[House, str]) -> None:
    house, elsewhere = house_of_two
    desk = at_work(window, "bram@aandevest.example", at=house)
    assert desk.go(f"/desk/episodes/{elsewhere}/") == 404
    assert "Anders" not in desk.text
    desk.see()
    find(desk, "Ergens")
    assert "Anders Ergens" not in desk.text


def test_the_front_desk_reads_no_dossier_and_hears_why(window: Open) -> None:
    episode = open_episode(at_work(window, "bram@aandevest.example"), "Noor Hendriks")
    front = at_work(window, "els@aandevest.example")
    front.see()
    assert front.go(episode) == 403
    assert "Balie" in front.text and "dossier" in front.text
    front.see()


def test_standing_in_takes_a_reason_and_the_client_sees_it(window: Open, house: House) -> None:
    desk = at_work(window, "samira@aandevest.example")
    desk.go(open_episode(desk, "Noor Hendriks"))
    assert desk.heading == "Je behandelt deze cliënt niet"
    desk.see()
    button = desk.main.locator("form button").last
    button.click()
    expect(desk.page.locator("#errors")).to_be_visible()
    desk.fill(why="substitute", words="Bram is ziek vandaag")
    button.click()
    expect(desk.main.get_by_role("heading", name="Noor Hendriks")).to_be_visible()
    client = log_in_as_noor(window, house)
    client.go("/my/looks/")
    standing_out = client.main.locator("section[aria-labelledby=out]")
    expect(standing_out).to_contain_text("Samira Haddad")
    expect(standing_out).to_contain_text("Bram is ziek vandaag")
    client.see()


def log_in_as_noor(window: Open, house: House) -> Watched:
    """The client of the demonstration, with the last of the printed recovery codes."""
    printed = re.search(r"each once: ([\d ]+)", house.summary)
    assert printed
    client = window(PHONE)
    client.go("/account/login/")
    client.fill(login="noor@example.org", password=PASSWORD)
    client.press("Inloggen", within=client.main.locator("form", has=client.page.locator("[name=password]")))
    client.see()
    client.fill(code=printed[1].split()[-1])
    client.press("Inloggen")
    client.page.wait_for_url("**/my/")
    return client


def test_two_people_on_one_form_see_both_texts(window: Open) -> None:
    joris, bram = at_work(window, "joris@aandevest.example"), at_work(window, "bram@aandevest.example")
    form = open_episode(joris, "Wim Scholten") + "intake/"
    joris.go(form)
    bram.go(form)
    bram.fill(why="second_look", words="Samen kijken")
    bram.main.locator("form button").last.click()
    expect(bram.page.locator("[name=help_question]")).to_be_visible()
    write(joris, "Weer kunnen tuinieren")
    expect(joris.page.locator("#sheet output")).to_contain_text("bewaard om")
    write(bram, "Weer kunnen vissen")
    expect(bram.page.locator("#sheet output")).to_contain_text("tekst is bewaard")
    bram.page.locator("#sheet output a").click()
    expect(bram.page.locator("[name=help_question]")).to_have_value("Weer kunnen tuinieren")
    assert "Weer kunnen vissen" in bram.main.locator("[aria-labelledby^=aside]").inner_text()
    bram.see()


def write(desk: Watched, words: str) -> None:
    """Type the help question and wait until the server answered the autosave."""
    with desk.page.expect_response(lambda answer: answer.request.method == "POST"):
        desk.fill(help_question=words)


def test_a_double_click_signs_once(window: Open) -> None:
    desk = at_work(window, "joris@aandevest.example")
    episode = open_episode(desk, "Hanneke Mulder")
    desk.go(f"{episode}gp_call/")
    desk.fill(said.as_posted("gp_call", said.gp_call()))
    desk.main.get_by_role("button", name="Ondertekenen").dblclick()
    desk.page.wait_for_url(f"**{episode}")
    desk.go(f"{episode}?all")
    expect(desk.main.locator(".timeline").get_by_text("Telefoontje met de huisarts")).to_have_count(1)


def test_a_form_from_before_logging_in_again_still_saves(window: Open) -> None:
    desk = at_work(window, "joris@aandevest.example")
    form = open_episode(desk, "Daan Peters") + "screening/"
    desk.go(form)
    other = Watched(desk.page.context.new_page(), desk.house)
    other.go("/desk/")
    other.page.get_by_role("button", name="Uitloggen").click()
    other.log_in("joris@aandevest.example")
    desk.fill(access="direct")
    desk.press("Bewaren")
    expect(desk.page.locator("[name=access][value=direct]")).to_be_checked()
    expect(desk.main).to_contain_text("Bewaard. Er is nog niets ondertekend.")
    assert other.faults == []


def test_a_form_without_its_token_is_refused_in_words(window: Open) -> None:
    desk = at_work(window, "joris@aandevest.example", java_script_enabled=False)
    desk.go(open_episode(desk, "Daan Peters") + "screening/")
    desk.page.context.clear_cookies(name="csrftoken")
    with desk.page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        desk.press("Bewaren")
    assert answered.value.status == 403
    assert "stond te lang open" in desk.text


def test_a_megabyte_of_text_is_refused_and_stays_on_the_page(window: Open) -> None:
    desk = at_work(window, "samira@aandevest.example")
    desk.go(open_episode(desk, "Lotte van Dijk") + "closing/")
    desk.page.locator("[name=closing_result]").fill("x" * 1_000_000)
    desk.press("Bewaren")
    expect(desk.page.locator("#errors")).to_contain_text("tekens")
    assert len(desk.page.locator("[name=closing_result]").input_value()) == 1_000_000
    desk.page.locator("[name=closing_result]").fill("x")
    desk.press("Bewaren")
    expect(desk.main).to_contain_text("Bewaard. Er is nog niets ondertekend.")


def test_posts_without_rights_change_nothing(window: Open) -> None:
    joris = at_work(window, "joris@aandevest.example")
    episode = open_episode(joris, "Bas Willems")
    address = f"{joris.house.address}{episode}closing/"
    answers = {**said.as_posted("closing", said.closing()), "act": "sign"}
    visitor, front = window(), at_work(window, "els@aandevest.example")
    visitor.go("/")
    assert send(visitor, address, answers).status == 403  # no token
    refused = send(front, address, answers)
    assert refused.status == 403 and "Balie" in refused.text()
    joris.go(episode)
    assert "Afgesloten op" not in joris.text


def send(window: Watched, address: str, answers: dict[str, object]) -> APIResponse:
    """A post as this browser would send it, with its own token if it has one."""
    tokens = [cookie["value"] for cookie in window.page.context.cookies() if cookie["name"] == "csrftoken"]
    said_ = {name: str(value[0] if isinstance(value, (list, tuple)) else value) for name, value in answers.items()}
    form = {**said_, "csrfmiddlewaretoken": (tokens or [""])[0]}
    headers = {"Origin": window.house.address, "Referer": f"{window.house.address}/"}
    return window.page.context.request.post(address, form=form, headers=headers, max_redirects=0)
