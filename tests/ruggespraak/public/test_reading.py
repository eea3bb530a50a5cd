"""The pages that one only reads: they are there in two languages, complete, and light."""

import gzip
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

import people
from ruggespraak.public.complaints import COMPLAINTS

pytestmark = pytest.mark.django_db

WORDS = (
    "about/",
    "log/",
    "privacy/",
    "accessibility/",
    "low-back-pain/",
    "low-back-pain/facts/",
    "leaflet/",
    "check/",
    "",
)
MOST_BYTES = 60 * 1024


@pytest.mark.parametrize("prefix", ["/", "/en/"])
@pytest.mark.parametrize("word", WORDS)
def test_a_page_is_there_in_both_languages_and_takes_no_other_method(prefix: str, word: str) -> None:
    client = Client()
    page = client.get(prefix + word)
    assert page.status_code == 200
    assert f'<html lang="{"en" if prefix == "/en/" else "nl"}"' in page.content.decode()
    assert client.post(prefix + word).status_code == 405


@pytest.mark.parametrize("prefix", ["/", "/en/"])
def test_the_front_page_opens_the_four_doors_and_shows_three_facts(prefix: str) -> None:
    page = Client().get(prefix).content.decode()
    for word in ("check/", "low-back-pain/", "low-back-pain/self-care/", "appointment/"):
        assert f'<li><a href="{prefix}{word}">' in page
    assert page.count('<figure class="sheet') == 3
    assert len(re.findall("Nagekeken op|Reviewed on", page)) == 3


def test_six_complaints_and_five_of_them_say_that_they_come_later() -> None:
    front = Client().get("/").content.decode()
    assert len(COMPLAINTS) == 6
    for complaint in COMPLAINTS:
        assert f'href="{complaint.url}"' in front
        page = Client().get(complaint.url).content.decode()
        assert ("dit komt later" in page) is not complaint.is_ready
    assert Client().get("/complaints/low-back-pain/").status_code == 404
    assert Client().get("/complaints/toothache/").status_code == 404


def test_an_information_page_names_its_sources_and_review_date() -> None:
    page = Client().get("/low-back-pain/facts/").content.decode()
    cited = set(re.findall(r'href="#(src_\w+)"', page))
    assert cited
    assert all(f'<li id="{source}">' in page for source in cited)
    assert "voor het laatst nagekeken op" in page
    assert Client().get("/low-back-pain/nothing/").status_code == 404


def test_the_leaflet_carries_the_name_of_the_practice() -> None:
    practice = people.cast().practice
    for address in ("/leaflet/", f"/leaflet/{practice.slug}/"):
        page = Client().get(address).content.decode()
        assert practice.name in page and practice.phone in page
    assert Client().get("/leaflet/nobody/").status_code == 404


def test_with_more_practices_one_chooses_whose_leaflet() -> None:
    first, second = people.cast().practice, people.cast("elders", "Praktijk Elders").practice
    page = Client().get("/leaflet/").content.decode()
    assert f"/leaflet/{first.slug}/" in page and f"/leaflet/{second.slug}/" in page


def test_the_leaflet_is_an_accessible_pdf_too() -> None:
    practice = people.cast().practice
    page = Client().get(f"/leaflet/{practice.slug}/leaflet.pdf")
    assert page.headers["Content-Type"] == "application/pdf"
    assert page.content.startswith(b"%PDF-")
    assert Client().get("/leaflet/nobody/leaflet.pdf").status_code == 404


def test_no_page_carries_a_script_or_style_of_its_own() -> None:
    for word in WORDS:
        page = Client().get(f"/{word}").content.decode()
        assert not re.search(r"<style|<script(?![^>]* src=)|\son\w+=|\sstyle=", page), word


@dataclass
class Wire:
    """What comes over the wire for one page: itself as it is, and the files it names as the server compresses them."""

    page: str

    @property
    def files(self) -> set[str]:
        named = {name.partition("#")[0] for name in re.findall(r'(?:href|src)="/static/([^"]+)"', self.page)}
        sheets = [name for name in named if name.endswith(".css")]
        return named | {
            f"ui/{url}" for name in sheets for url in re.findall(r"url\(([\w.]+)\)", content(name).decode())
        }

    @property
    def bytes(self) -> int:
        return len(self.page.encode()) + sum(len(gzip.compress(content(name))) for name in self.files)


def content(name: str) -> bytes:
    return Path(str(finders.find(name))).read_bytes()


def test_the_first_page_with_everything_on_it_is_at_most_sixty_kilobytes() -> None:
    wire = Wire(Client().get("/").content.decode())
    assert {"ui/ruggespraak.css", "ui/sprite.svg", "ui/tile.svg", "public/pictures.svg"} <= wire.files
    assert wire.bytes <= MOST_BYTES
