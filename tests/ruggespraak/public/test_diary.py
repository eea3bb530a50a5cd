"""The diary of a visitor: questions and pictures for the browser, and nothing that takes an answer in."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from pathways.model import Text
from ruggespraak.dossier.packs import pathway
from ruggespraak.outcomes.usual import RECENT
from ruggespraak.public import diary

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/diary/", "/diary/paper/"])
def test_the_pages_are_there_in_both_languages_and_take_nothing_in(address: str) -> None:
    dutch, english = Client().get(address), Client().get("/en" + address)
    assert dutch.status_code == english.status_code == 200
    assert "Hoeveel pijn had je?" in dutch.content.decode()
    assert "How much pain did you have?" in english.content.decode() and "dagboek" not in english.content.decode()
    assert Client().post(address, {"diary_pain": "7"}).status_code == 405


def test_the_four_quick_questions_are_those_of_the_clients_diary() -> None:
    page = Client().get("/diary/").content.decode()
    names = set(re.findall(r'name="(diary_\w+)"', page))
    assert names == set(diary.ASKED) and "diary_signs" not in names
    labels: list[Text] = [option.label for option in pathway().questions["diary_signs"].options]
    shown = [label.nl in page for label in labels]
    assert shown == [True] * (len(labels) - 1) + [False]  # "nothing new" is no sign


def test_the_form_cannot_be_sent_even_when_the_script_breaks() -> None:
    page = Client().get("/diary/").content.decode()
    form = page.split("data-diary")[1].split("<form")[1].split(">")[0]
    assert 'method="dialog"' in form and "action" not in form
    script = Path(str(finders.find("public/diary.js"))).read_text()
    for way_out in ("fetch(", "XMLHttpRequest", "sendBeacon", "WebSocket", "EventSource", "location", ".submit("):
        assert way_out not in script


def test_the_usual_course_is_drawn_for_each_length_with_its_source() -> None:
    assert [sheet.weeks for sheet in diary.sheets()] == [average.week for average in RECENT[1:]]
    page = Client().get("/diary/").content.decode()
    assert page.count("data-weeks=") == 3 and "Menezes Costa" in page
    assert 'data-left="38.0" data-right="386.0" data-top="24.0" data-bottom="204.0"' in page


def test_the_way_there_stands_on_the_page_of_self_care_and_only_there() -> None:
    assert 'href="/diary/"' in Client().get("/low-back-pain/self-care/").content.decode()
    assert 'href="/diary/"' not in Client().get("/low-back-pain/facts/").content.decode()
    assert "pas na jouw ja" in Client().get("/privacy/").content.decode()


def test_paper_has_two_weeks_and_what_must_not_wait() -> None:
    page = Client().get("/diary/paper/").content.decode()
    assert page.count('<th scope="row">') == 14 and "doof gevoel" in page and "huisartsenpost" in page
