"""The style page in a real browser: every part and question type, looked at, listened to, and filled in."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf.urls.i18n import i18n_patterns
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from django.urls import path
from playwright.sync_api import Browser, Page, sync_playwright

from ruggespraak.config import urls
from ruggespraak.ui.parts import parts

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class Addresses:
    urlpatterns = [
        *i18n_patterns(path("parts/", parts), prefix_default_language=False),
        path("logout/", parts, name="account_logout"),
        *urls.urlpatterns,  # every page draws its menu
    ]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def address(settings: object) -> Iterator[str]:
    settings.ROOT_URLCONF = Addresses
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    yield f"http://127.0.0.1:{server.port}/parts/"
    server.terminate()


@pytest.fixture
def noise() -> Iterator[list[str]]:
    """What the console said; it must end empty, but for the 422 that a test asks for."""
    heard: list[str] = []
    yield heard
    assert [line for line in heard if "status of 422" not in line] == []


def opened(browser: Browser, address: str, noise: list[str], width: int = 1280, **options: object) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="nl-NL", **options)
    page = context.new_page()
    page.set_default_timeout(5000)
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.goto(address)
    return page


@pytest.mark.parametrize(
    ("width", "scheme", "shell"),
    [(1280, "light", ""), (320, "dark", ""), (1280, "dark", "desk"), (320, "light", "desk")],
)
def test_no_accessibility_violation_and_no_sideways_scrolling(
    browser: Browser, address: str, noise: list[str], width: int, scheme: str, shell: str
) -> None:
    page = opened(browser, f"{address}?shell={shell}", noise, width, color_scheme=scheme)
    page.check("#f-fever")
    page.wait_for_selector("#q-fever_days")

    violations = Axe().run(page).response["violations"]
    assert [(v["id"], [node["html"] for node in v["nodes"]][:3]) for v in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_icons_come_from_the_sprite_in_the_colours_of_the_page(
    browser: Browser, address: str, noise: list[str]
) -> None:
    page = opened(browser, address, noise)
    box = page.locator(".brand svg").first.bounding_box()

    assert box is not None and box["width"] == 32
    assert page.evaluate("getComputedStyle(document.querySelector('.icon')).stroke") != "none"
    assert page.evaluate("fetch(document.querySelector('.icon use').href.baseVal).then(r => r.status)") == 200


@pytest.mark.parametrize(("width", "shell"), [(320, ""), (1280, ""), (320, "desk"), (1280, "desk")])
def test_nothing_is_smaller_than_fifteen_pixels(
    browser: Browser, address: str, noise: list[str], width: int, shell: str
) -> None:
    """Words in drawings included: there a letter is as large as the drawing makes it."""
    page = opened(browser, f"{address}?shell={shell}", noise, width)
    small = page.evaluate(
        """[...document.querySelectorAll('body *')]
           .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
           .filter(e => !['SCRIPT', 'title'].includes(e.tagName))
           .map(e => [parseFloat(getComputedStyle(e).fontSize) * (e.ownerSVGElement ? e.getScreenCTM().a : 1), e])
           .filter(([size, e]) => size && size < 14.95).map(([size, e]) => `${size} ${e.outerHTML}`)"""
    )

    assert small == []


def test_touch_targets_are_large_enough(browser: Browser, address: str, noise: list[str]) -> None:
    page = opened(browser, address, noise, 320)
    heights = page.evaluate("[...document.querySelectorAll('.three .choice')].map(e => e.offsetHeight)")
    tops = page.evaluate("[...document.querySelectorAll('#q-fever .choice')].map(e => e.offsetTop)")
    zones = page.evaluate(
        """[...document.querySelectorAll('.zone path')].map(e => e.getBoundingClientRect())
           .map(box => Math.min(box.width, box.height))"""
    )

    assert min(heights) >= 44
    assert len(set(tops)) == 1, "yes, no and don't know stand on one row"
    assert min(zones) >= 24


def test_a_follow_up_appears_and_typed_text_stays(browser: Browser, address: str, noise: list[str]) -> None:
    page = opened(browser, address, noise)
    page.fill("#f-gp_name", "S. Aydin")
    page.focus("#f-fever")
    page.keyboard.press("Space")
    page.wait_for_selector("#q-fever_days")

    assert page.input_value("#f-gp_name") == "S. Aydin"
    assert page.evaluate("document.activeElement.id") == "f-fever"
    page.check("#f-fever-no")
    page.wait_for_selector("#q-fever_days", state="detached")


def test_what_is_typed_while_the_answer_is_on_its_way_is_not_lost(
    browser: Browser, address: str, noise: list[str]
) -> None:
    page = opened(browser, address, noise)
    held = []
    page.route("**/parts/", lambda route: held.append(route) if not held else route.continue_())
    page.check("#f-fever")
    page.wait_for_timeout(50)
    page.fill("#f-gp_name", "typed meanwhile")
    held[0].continue_()
    page.wait_for_selector("#q-fever_days")

    assert page.input_value("#f-gp_name") == "typed meanwhile"


def test_without_scripting_follow_ups_and_rows_come_with_the_next_page(
    browser: Browser, address: str, noise: list[str]
) -> None:
    page = opened(browser, address, noise, 360, java_script_enabled=False)
    page.check("#f-fever")
    page.fill("[name=goals-0-goal]", "fietsen")
    page.click("[name=add-goals]")

    assert page.locator("#q-fever_days").count() == 1
    assert page.input_value("[name=goals-0-goal]") == "fietsen"
    assert page.locator("[name=goals-1-goal]").count() == 1
    assert page.is_checked("#f-fever")


def test_the_body_map_is_filled_in_by_hand_and_by_keyboard(browser: Browser, address: str, noise: list[str]) -> None:
    page = opened(browser, address, noise)
    page.locator("label.zone", has_text="lage rug midden").locator("path").click()
    page.focus("#f-where-buttock_left")
    page.keyboard.press("Space")

    assert page.is_checked("#f-where-back_lumbar_mid")
    assert page.is_checked("#f-where-buttock_left")


def test_faults_are_summed_up_and_lead_to_their_field(browser: Browser, address: str, noise: list[str]) -> None:
    page = opened(browser, address, noise)
    page.fill("#f-weight", "tachtig")
    page.click("main form .button:not(.quiet):not([name])")

    assert page.title().startswith("Fout: ")
    page.wait_for_function("document.activeElement.id === 'errors'")
    assert page.input_value("#f-weight") == "tachtig"
    page.click("#errors a")
    assert page.evaluate("document.activeElement.id") == "f-weight"
    assert page.get_attribute("#f-weight", "aria-describedby") == "e-weight"


def test_none_of_these_puts_the_others_out(browser: Browser, address: str, noise: list[str]) -> None:
    page = opened(browser, address, noise)
    page.check("#f-worse")
    page.check("#f-worse-nothing")
    assert not page.is_checked("#f-worse")
    page.check("#f-worse")
    assert not page.is_checked("#f-worse-nothing")


def test_a_draft_is_saved_when_typing_stops_and_says_so_when_it_could_not(
    browser: Browser, address: str, noise: list[str]
) -> None:
    page = opened(browser, address, noise)
    page.fill("#f-gp_name", "S. Aydin")
    page.wait_for_selector("[data-autosave]:has-text('Bewaard')")

    page.route("**/parts/?saved", lambda route: route.abort())
    page.fill("#f-gp_name", "S. Aydin, Leiden")
    page.wait_for_selector("[data-autosave]:has-text('Niet bewaard.')")
    assert page.input_value("#f-gp_name") == "S. Aydin, Leiden"
    noise.clear()  # the browser tells of the failed request, as it should


def test_logged_out_meanwhile_the_form_stays_until_someone_logs_in_again(
    browser: Browser, address: str, noise: list[str]
) -> None:
    page = opened(browser, address, noise)
    page.route("**/parts/?saved", lambda route: route.fulfill(status=401))
    page.fill("#f-gp_name", "S. Aydin")
    page.wait_for_selector("[data-autosave]:has-text('Je bent uitgelogd.')")
    page.click("main form .button:not(.quiet):not([name])")
    assert page.evaluate("document.activeElement.hasAttribute('data-autosave')"), "sending would lose the words"
    assert page.input_value("#f-gp_name") == "S. Aydin"

    page.unroute("**/parts/?saved")
    page.fill("#f-gp_name", "S. Aydin, Leiden")
    page.wait_for_selector("[data-autosave]:has-text('Bewaard')")
    noise.clear()  # the browser tells of the refused request, as it should


def test_on_paper_the_answers_stay_and_the_buttons_go(browser: Browser, address: str, noise: list[str]) -> None:
    page = opened(browser, address, noise)
    page.emulate_media(media="print")

    assert page.locator("main .button:visible").count() == 0
    assert page.locator("#menu:visible").count() == 0
    assert page.locator("#q-fever:visible").count() == 1
