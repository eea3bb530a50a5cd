"""The letter on paper: accessible, in Dutch, complete, and without a way out."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation
from pypdf import PdfReader

import people
import said
from ruggespraak.care.actions import sign
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import read
from ruggespraak.letters.actions import make
from ruggespraak.letters.pdf import render
from ruggespraak.people.actions import change_patient, set_bsn
from ruggespraak.people.models import Membership
from ruggespraak.ui.pdf import OutsideError

GP = {"gp_name": "S. Aydin", "gp_practice": "Huisartsen Morspoort", "gp_phone": "071 555 02 00"}


def pdf_of(cast: people.Cast, episode: Episode, **answers: object) -> bytes:
    return make(read(sign(episode, "letter_gp", said.letter_gp(**answers), by=cast.anna)), by=cast.anna).pdf


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_says_what_the_gp_must_do_before_anything_else(cast: people.Cast, episode: Episode) -> None:
    change_patient(cast.noor, by=cast.anna, **GP)
    episode.refresh_from_db()
    pdf = pdf_of(cast, episode, letter_kind="question", letter_urgency="today", letter_request="Vandaag beoordelen?")
    text = text_of(pdf)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    order = ["Vraag om beoordeling", "vandaag", "Vandaag beoordelen?", "S. Aydin", "Noor Hendriks", "Reden van komst"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "071 555 02 00" in text and "9 maart 1984" in text and "vrouw" in text and "toestemming" in text


def test_says_who_writes_and_where_they_can_be_reached_now(cast: people.Cast, episode: Episode) -> None:
    Membership.objects.filter(pk=cast.anna_at_work.pk).update(big="29012345704", agb="04123457", phone="06 99")
    text = text_of(pdf_of(cast, episode))
    assert "Anna Smit" in text and "BIG 29012345704" in text and "AGB 04123457" in text and "06 99" in text


def test_without_a_phone_of_their_own_the_practice_is_called(cast: people.Cast, episode: Episode) -> None:
    assert "Nu bereikbaar: 0299 123456" in text_of(pdf_of(cast, episode))


def test_the_citizen_service_number_only_when_it_is_recorded(cast: people.Cast, episode: Episode) -> None:
    assert "BSN" not in text_of(pdf_of(cast, episode))
    set_bsn(cast.noor, "111222333", by=cast.anna)
    episode.refresh_from_db()
    assert "BSN 111222333" in text_of(pdf_of(cast, Episode.objects.get(pk=episode.pk)))


def test_it_is_dutch_whatever_the_therapist_reads(cast: people.Cast, episode: Episode) -> None:
    with translation.override("en"):
        text = text_of(pdf_of(cast, episode))
    assert "9 maart 1984" in text and "vrouw" in text and "March" not in text and "the GP" not in text


def test_rubrics_without_words_are_left_out(cast: people.Cast, episode: Episode) -> None:
    text = text_of(pdf_of(cast, episode))
    assert "Bevindingen" in text and "Beleid en terugkoppeling" not in text and "Niet beantwoord" not in text


def test_is_tagged_and_names_its_title_and_language(cast: people.Cast, episode: Episode) -> None:
    reader = PdfReader(io.BytesIO(pdf_of(cast, episode)))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "nl" and root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert reader.metadata.title == "Brief aan de huisarts over Noor Hendriks"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_a_judge_of_pdf_ua_finds_nothing(cast: people.Cast, episode: Episode, tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(pdf_of(cast, episode))
    outloud = Path(sys.executable).parent / "outloud"
    judged = subprocess.run(
        [outloud, tmp_path / "letter.pdf", "--json", tmp_path / "said.json", "--layer", "conformance"],
        capture_output=True,
        check=False,
    )
    assert judged.returncode == 0, judged.stdout.decode()
    assert json.loads((tmp_path / "said.json").read_text())


@pytest.mark.parametrize(
    "words",
    [
        '<img src="http://192.0.2.1/x.png">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        "</p><iframe src='file:///etc/passwd'></iframe>",
        "{% include 'ui/page.html' %}",
    ],
)
def test_what_looks_like_code_is_text(cast: people.Cast, episode: Episode, words: str) -> None:
    assert " ".join(words.split()) in text_of(pdf_of(cast, episode, letter_reason=words))


def test_a_template_that_reaches_out_is_refused(tmp_path: Path, settings) -> None:
    (tmp_path / "out.html").write_text('<img src="http://192.0.2.1/x.png">')
    (tmp_path / "out.css").write_text("@import url(file:///etc/passwd);")
    (tmp_path / "in.html").write_text("<p>ja</p>")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    for template, stylesheet in (("out.html", "letters/letter.css"), ("in.html", "out.css")):
        with pytest.raises(OutsideError):
            render(template, {}, stylesheet=stylesheet)
