"""The pages of a letter behind the desk."""

import pytest
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import sign
from ruggespraak.dossier.actions import draft_of
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.reading import read
from ruggespraak.letters.actions import FORM, make
from ruggespraak.letters.models import Letter


@pytest.fixture
def letter(cast: people.Cast, signed: Entry) -> Letter:
    return make(read(signed), by=cast.anna)


def at(name: str, key: object) -> str:
    return reverse(f"letters:{name}", args=[key])


def test_the_whole_way_from_draft_to_sent(cast: people.Cast, episode: Episode, anna: Client) -> None:
    form = reverse("care:form", args=[episode.pk, FORM])
    assert anna.post(at("start", episode.pk), {"once": "a"}).headers["Location"] == form
    drafted = anna.get(form).content.decode()
    assert "Weer een uur kunnen zitten" in drafted
    draft = draft_of(episode, FORM)
    posted = said.as_posted(FORM, {**said.letter_gp(), "letter_reason": "Aangepast door Anna."})
    signed = anna.post(form, {**posted, "version": draft.version, "act": "sign"})
    assert signed.status_code == 302
    entry = episode.entries.get(form=FORM)
    made = anna.post(at("make", entry.pk), {"once": "b"})
    letter = Letter.objects.get()
    assert made.headers["Location"] == at("letter", letter.pk)
    page = anna.get(at("letter", letter.pk)).content.decode()
    assert "Nog niet verstuurd" in page and letter.digest[:16] in page
    assert anna.post(at("send", letter.pk), {"once": "c", "way": "secure_mail"}).status_code == 302
    sent = anna.get(at("letter", letter.pk)).content.decode()
    assert "Verstuurd op" in sent and "Anna Smit" in sent and 'name="way"' not in sent
    assert [line.event for line in Line.objects.filter(event__startswith="letter.").order_by("number")] == [
        "letter.drafted", "letter.made", "letter.seen", "letter.sent", "letter.seen",
    ]  # fmt: skip


def test_signing_without_consent_is_refused_with_a_sentence_and_keeps_the_text(episode: Episode, anna: Client) -> None:
    form = reverse("care:form", args=[episode.pk, FORM])
    posted = said.as_posted(FORM, said.letter_gp(consent_share_gp="refused", letter_reason="Blijft staan."))
    refused = anna.post(form, {**posted, "version": 0, "act": "sign"})
    assert refused.status_code == 409 and 'id="errors"' in refused.content.decode()
    assert "Blijft staan." in refused.content.decode() and not episode.entries.filter(form=FORM).exists()


def test_the_pdf_is_given_byte_for_byte_under_a_name_that_says_nothing(letter: Letter, anna: Client) -> None:
    response = anna.get(at("pdf", letter.pk))
    assert response.content == letter.pdf and response.headers["Content-Type"] == "application/pdf"
    assert "Hendriks" not in response.headers["Content-Disposition"]
    assert "no-store" in response.headers["Cache-Control"]
    assert Line.objects.get(event="letter.seen").screen == "letters:pdf"


def test_a_way_must_be_chosen(letter: Letter, anna: Client) -> None:
    for way in ({}, {"way": "pigeon"}):
        refused = anna.post(at("send", letter.pk), way)
        assert refused.status_code == 422 and "<title>Fout:" in refused.content.decode()
    assert not Line.objects.filter(event="letter.sent").exists()


def test_twice_pressed_is_sent_once_and_later_is_refused(letter: Letter, anna: Client) -> None:
    for _ in range(2):
        assert anna.post(at("send", letter.pk), {"once": "x", "way": "post"}).status_code == 302
    assert anna.post(at("send", letter.pk), {"once": "y", "way": "post"}).status_code == 409
    assert Line.objects.filter(event="letter.sent").count() == 1


def test_consent_taken_back_disables_sending_with_the_reason(
    cast: people.Cast, episode: Episode, letter: Letter, anna: Client
) -> None:
    sign(
        episode,
        "screening",
        said.screening(consent_share_gp="refused", gp_refusal_explained="Uitgelegd."),
        by=cast.anna,
    )
    page = anna.get(at("letter", letter.pk)).content.decode()
    assert 'name="way"' not in page and "Er wordt niets verstuurd" in page
    assert anna.post(at("send", letter.pk), {"way": "post"}).status_code == 409


@pytest.mark.parametrize("name", ["start", "make", "letter", "pdf", "send"])
def test_another_practice_finds_nothing(
    elsewhere: people.Cast, episode: Episode, signed: Entry, letter: Letter, client: Client, name: str
) -> None:
    log_in(client, elsewhere.anna_at_work.user)
    key = {"start": episode.pk, "make": signed.pk}.get(name, letter.pk)
    ask = client.get if name in ("letter", "pdf") else client.post
    assert ask(at(name, key)).status_code == 404


@pytest.mark.parametrize("name", ["start", "make", "letter", "pdf", "send"])
def test_the_front_desk_is_refused_with_the_reason(
    cast: people.Cast, episode: Episode, signed: Entry, letter: Letter, client: Client, name: str
) -> None:
    log_in(client, cast.desk_at_work.user)
    key = {"start": episode.pk, "make": signed.pk}.get(name, letter.pk)
    ask = client.get if name in ("letter", "pdf") else client.post
    refused = ask(at(name, key))
    assert refused.status_code == 403 and "Balie" in refused.content.decode()
    assert Line.objects.filter(outcome="refused").count() == 1


def test_a_colleague_gives_a_reason_first(cast: people.Cast, letter: Letter, client: Client) -> None:
    log_in(client, cast.chris_at_work.user)
    asked = client.get(at("pdf", letter.pk))
    assert asked.status_code == 403 and not asked.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("name", "method"), [("start", "get"), ("make", "get"), ("send", "get"), ("letter", "post"), ("pdf", "post")]
)
def test_methods(episode: Episode, signed: Entry, letter: Letter, anna: Client, name: str, method: str) -> None:
    key = {"start": episode.pk, "make": signed.pk}.get(name, letter.pk)
    assert getattr(anna, method)(at(name, key)).status_code == 405


def test_queries_do_not_grow_with_the_history(
    cast: people.Cast, episode: Episode, letter: Letter, anna: Client, django_assert_max_num_queries,
    django_assert_num_queries,
) -> None:  # fmt: skip
    anna.get(at("letter", letter.pk))
    with django_assert_max_num_queries(20) as few:
        anna.get(at("letter", letter.pk))
    for _ in range(5):
        make(read(sign(episode, FORM, said.letter_gp(), by=cast.anna)), by=cast.anna)
    with django_assert_num_queries(len(few)):
        anna.get(at("letter", letter.pk))
