"""Figures that move in a real browser, under the strict content policy, and only when somebody wants it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.template import Context, Template
from playwright.sync_api import Browser, Page, Route

import ruggespraak.exercises
import ruggespraak.ui
from pathways.model import load

ROOT = Path(__file__).parents[2]
EXERCISES = sorted(load(ROOT / "packs/low_back_pain").exercises, key=lambda exercise: exercise.id)
SHEETS = {
    "/ui.css": Path(ruggespraak.ui.__file__).parent / "static/ui/ruggespraak.css",
    "/figure.css": Path(ruggespraak.exercises.__file__).parent / "static/exercises/figure.css",
}
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'"
PAGE = """<!doctype html><html lang="nl"><title>Oefeningen</title><link rel="stylesheet" href="/ui.css">
<link rel="stylesheet" href="/figure.css"><main>{% load exercises %}{% for exercise in exercises %}
{% moving_figure exercise forloop.first %}{% endfor %}</main></html>"""
#: Whatever of a moving figure lies outside its picture at a moment, by more than a pixel.
OUTSIDE = """([svg, at]) => {
    svg.pauseAnimations(); svg.setCurrentTime(at);
    const box = svg.getBoundingClientRect(), said = [];
    for (const part of svg.querySelectorAll('path, rect, circle')) {
        const r = part.getBoundingClientRect();
        if (r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1 || r.bottom > box.bottom + 1)
            said.push(`${part.getAttribute('class') || part.tagName} at ${at}s`);
    }
    return said;
}"""
#: Where the parts of a figure are, one line for all.
SHAPE = """svg => [...svg.querySelectorAll('path')].map(part => {
    const r = part.getBoundingClientRect(); return `${Math.round(r.x)},${Math.round(r.y)}`; }).join(' ')"""


@pytest.fixture
def figures(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page with all figures, in a browser that asks for motion or for less of it."""
    opened = []

    def open_page(motion: str, width: int = 360) -> Page:
        html = Template(PAGE).render(Context({"exercises": EXERCISES}))
        page = browser.new_page(viewport={"width": width, "height": 800}, reduced_motion=motion)  # type: ignore[arg-type]
        opened.append(page)
        page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)

        def answer(route: Route) -> None:
            path = route.request.url.removeprefix("http://figures.test")
            if path in SHEETS:
                route.fulfill(body=SHEETS[path].read_text(), content_type="text/css")
            else:
                route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": POLICY})

        page.route("**/*", answer)
        page.goto("http://figures.test/")
        return page

    refused: list[str] = []
    yield open_page
    for page in opened:
        page.close()
    assert refused == []


def test_a_figure_moves_while_its_box_is_ticked(figures: Callable[..., Page]) -> None:
    page = figures("no-preference")
    tile = page.locator(".moving").nth(1)
    moving = tile.locator(".moved svg")
    assert not moving.is_visible()
    tile.get_by_label("Laat bewegen").check()
    assert moving.is_visible()
    assert not tile.locator(".rests svg").is_visible()
    moving.evaluate("svg => { svg.pauseAnimations(); svg.setCurrentTime(0); }")
    begin = moving.evaluate(SHAPE)
    moving.evaluate("svg => svg.setCurrentTime(2)")
    assert moving.evaluate(SHAPE) != begin
    tile.get_by_label("Laat bewegen").uncheck()
    assert not moving.is_visible()


def test_only_the_first_begins_to_move(figures: Callable[..., Page]) -> None:
    page = figures("no-preference")
    assert page.locator(".moved svg:visible").count() == 1


def test_who_asks_for_less_motion_gets_the_stills_and_no_box(figures: Callable[..., Page]) -> None:
    page = figures("reduce")
    assert page.locator(".moved svg:visible").count() == 0
    assert page.locator(".moves:visible").count() == 0
    assert page.locator("svg.figure:visible").count() == len(EXERCISES)


def test_on_paper_a_figure_stands_still(figures: Callable[..., Page]) -> None:
    page = figures("no-preference")
    page.emulate_media(media="print")
    assert page.locator(".moved svg:visible").count() == 0
    assert page.locator(".moves:visible").count() == 0
    assert page.locator(".rests svg:visible").count() > 0


def test_nothing_leaves_the_picture_while_it_moves(figures: Callable[..., Page]) -> None:
    page = figures("no-preference", 1000)
    found = []
    assert page.locator(".moved svg").count() == sum(len(exercise.figure.poses) > 1 for exercise in EXERCISES)
    for box in page.get_by_label("Laat bewegen").all():
        box.check()
    for svg in page.locator(".moved svg").all():
        length = svg.evaluate("svg => parseFloat(svg.querySelector('[dur]').getAttribute('dur'))")
        for part in (0, 0.2, 0.4, 0.5, 0.8):
            said = svg.evaluate(f"svg => ({OUTSIDE})([svg, {part * length}])")
            found += [f"{svg.locator('title').text_content()}: {what}" for what in said]
    assert found == []


def test_a_phone_shows_every_figure_without_scrolling_sideways(figures: Callable[..., Page]) -> None:
    page = figures("no-preference", 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
