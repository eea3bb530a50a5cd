"""A receipt of an answer to a plan: on screen, as a PDF with the proof inside, and as the file that programs check."""

import hashlib
import io
import json

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

import people
import said
from login import log_in
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import sign
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.reading import read
from ruggespraak.dossier.receipts import hold, hold_file, read_code


@pytest.fixture
def agreed(cast: people.Cast, episode: Episode) -> Entry:
    """The plan that Noor agreed to."""
    said.up_to("consent", episode, by=cast.anna)
    return episode.entries.get(form="plan")


def at(name: str, plan: Entry) -> str:
    return reverse(f"portal:{name}", args=[plan.pk])


def taken(browser: Client, plan: Entry) -> dict:
    """The file, as another program reads it."""
    return json.loads(browser.get(at("receipt_file", plan)).content)


def test_it_shows_answer_words_and_a_square_code(noor: Client, agreed: Entry) -> None:
    page = noor.get(at("receipt", agreed)).content.decode()
    assert "Ja, ik ga akkoord" in page and "Wat gaan we doen?" in page
    assert '<svg class="square"' in page
    assert taken(noor, agreed)["code"] in page
    assert reverse("public:check_receipt") in page


def test_the_code_states_the_answer_and_names_nobody(noor: Client, agreed: Entry) -> None:
    stated = read_code(taken(noor, agreed)["code"])
    consent = agreed.followed_by.get(form="consent")
    assert (stated.answer, stated.number) == ("given", 1)
    assert (stated.plan, stated.entry) == (agreed.hash, consent.hash)
    assert stated.text == read(consent).also["text_hash"]
    assert len(taken(noor, agreed)["code"]) == 298
    assert hold(taken(noor, agreed)["code"]).fits


def test_the_pdf_is_accessible_and_holds_the_same_file(noor: Client, agreed: Entry) -> None:
    answer = noor.get(at("receipt_paper", agreed))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "bewijs-" in answer.headers["Content-Disposition"] and "Noor" not in answer.headers["Content-Disposition"]
    reader = PdfReader(io.BytesIO(answer.content))
    assert b"pdfuaid" in answer.content or "/MarkInfo" in reader.trailer["/Root"]
    inside = json.loads(reader.attachments["ruggespraak-receipt.json"][0])
    on_its_own = taken(noor, agreed)
    for part in ("made_at", "seal"):
        inside.pop(part), on_its_own.pop(part)
    assert inside == on_its_own
    words = "\n".join(page.extract_text() for page in reader.pages)
    assert "Ja, ik ga akkoord" in words and taken(noor, agreed)["seal"]["public_key"] in words
    assert hold_file(answer.content).fits


def test_taking_it_is_logged_with_its_digest(noor: Client, agreed: Entry) -> None:
    content = noor.get(at("receipt_file", agreed)).content
    line = Line.objects.get(event="receipt.taken")
    assert line.fields == {"kind": "json", "digest": hashlib.sha256(content).hexdigest()}
    assert "haalde een bewijs" in noor.get(reverse("portal:looks")).content.decode()


def test_later_answers_and_versions_are_told_when_it_is_held_against_the_record(
    cast: people.Cast, episode: Episode, noor: Client, agreed: Entry
) -> None:
    code = taken(noor, agreed)["code"]
    said.consent(episode, "withdrawn", by=cast.anna)
    sign(episode, "plan", said.plan(sessions_planned=3), by=cast.anna)
    held = hold(code)
    assert held.fits
    assert any("became: withdrawn" in note for note in held.notes)
    assert "There is a newer version of this plan." in held.notes


def test_without_an_answer_or_of_another_there_is_none(
    cast: people.Cast, episode: Episode, noor: Client, agreed: Entry
) -> None:
    newer = sign(episode, "plan", said.plan(sessions_planned=3), by=cast.anna)
    adem = log_in(Client(), people.account_of(cast.adem).user)
    anna = log_in(Client(), cast.anna_at_work.user)
    for name in ("receipt", "receipt_paper", "receipt_file"):
        assert noor.get(at(name, newer)).status_code == 404
        assert noor.get(at(name, episode.entries.get(form="screening"))).status_code == 404
        assert adem.get(at(name, agreed)).status_code == 404
        assert anna.get(at(name, agreed)).status_code == 403
        assert noor.post(at(name, agreed)).status_code == 405
