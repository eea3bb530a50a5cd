"""My record: every page in plain words, corrections and letters included."""

import pytest
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import Situation, correct, sign
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import read, read_all
from ruggespraak.letters import actions as letters
from ruggespraak.letters.models import Letter, Way

RECORD = "/my/record/"


def signed_letter(episode: Episode, by) -> Letter:
    sign(episode, "screening", said.screening(), by=by)
    return letters.make(read(sign(episode, "letter_gp", said.letter_gp(), by=by)), by=by)


def test_tells_every_signed_page_newest_first(cast: people.Cast, episode: Episode, noor: Client) -> None:
    said.up_to("session", episode, by=cast.anna)
    sign(episode, "gp_call", said.gp_call(), by=cast.anna)
    page = noor.get(RECORD)
    forms = [reading.form for reading in read_all(episode)]
    assert [told.title for told in page.context["pages"]] == [
        reading.asked.title.nl for reading in reversed(read_all(episode))
    ]
    assert {"screening", "intake", "plan", "consent", "session", "gp_call"} <= set(forms)
    text = page.content.decode()
    assert "dokter Aydin" in text and "Weer een uur kunnen zitten" in text and "Wat gaan we doen?" in text
    assert Line.objects.get(event="episode.seen", role="patient").screen == "portal:record"


def test_both_languages_say_everything(cast: people.Cast, episode: Episode, noor: Client) -> None:
    said.up_to("session", episode, by=cast.anna)
    for address, word in ((RECORD, "Mijn dossier"), ("/en" + RECORD, "My record")):
        page = noor.get(address)
        assert word in page.content.decode()
        assert all(told.lines or told.sections for told in page.context["pages"])


def test_a_correction_stands_beside_what_it_corrects(cast: people.Cast, episode: Episode, noor: Client) -> None:
    first = sign(episode, "screening", said.screening(), by=cast.anna)
    second = correct(episode, read(first), said.screening(age=43), by=cast.anna, reason="Leeftijd verkeerd ingevuld")
    page = noor.get(RECORD).content.decode()
    assert "Later verbeterd" in page and "Leeftijd verkeerd ingevuld" in page
    assert (
        reverse("portal:entry", args=[second.pk]) in noor.get(reverse("portal:entry", args=[first.pk])).content.decode()
    )
    assert Situation.of(episode).course.has("screening")


def test_one_page_with_its_mark(cast: people.Cast, episode: Episode, noor: Client) -> None:
    entry = sign(episode, "screening", said.screening(), by=cast.anna)
    page = noor.get(reverse("portal:entry", args=[entry.pk])).content.decode()
    assert f"{entry.hash[:4]}-{entry.hash[4:7]}".upper() in page and "<details" not in page
    assert Line.objects.filter(event="entry.seen", role="patient").count() == 1


def test_everything_opened_oldest_first(cast: people.Cast, episode: Episode, noor: Client) -> None:
    said.up_to("consent", episode, by=cast.anna)
    page = noor.get(reverse("portal:record_whole", args=[episode.pk]))
    assert "<details" not in page.content.decode() and "data-print" in page.content.decode()
    assert page.context["pages"][0].title == "Screening"


def test_a_letter_is_there_as_the_gp_has_it(cast: people.Cast, episode: Episode, noor: Client) -> None:
    letter = signed_letter(episode, cast.anna)
    assert "Nog niet verstuurd" in noor.get(RECORD).content.decode()
    letters.send(letter, Way.SECURE_MAIL, by=cast.anna)
    page = noor.get(RECORD).content.decode()
    address = reverse("portal:letter", args=[letter.pk])
    assert address in page and "Verstuurd op" in page
    pdf = noor.get(address)
    assert pdf.content == letter.pdf and pdf.headers["Content-Type"] == "application/pdf"
    assert "Noor" not in pdf.headers["Content-Disposition"] and "no-store" in pdf.headers["Cache-Control"]
    assert Line.objects.get(event="letter.seen").role == "patient"


def test_earlier_complaints_are_there_too(cast: people.Cast, episode: Episode, noor: Client) -> None:
    sign(episode, "screening", said.screening(), by=cast.anna)
    sign(episode, "closing", said.closing(), by=cast.anna)
    second = said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)
    now = noor.get(RECORD)
    old = reverse("portal:record_of", args=[episode.pk])
    assert now.context["episode"] == second and old in now.content.decode()
    assert len(noor.get(old).context["pages"]) == 2


@pytest.mark.parametrize("name", ["entry", "letter", "record_of", "record_whole"])
def test_what_is_of_others_does_not_exist(
    cast: people.Cast, elsewhere: people.Cast, episode: Episode, client: Client, name: str
) -> None:
    letter = signed_letter(episode, cast.anna)
    key = {"entry": letter.entry_id, "letter": letter.pk}.get(name, episode.pk)
    for stranger in (people.account_of(cast.adem), people.account_of(elsewhere.noor)):
        assert log_in(client, stranger.user).get(reverse(f"portal:{name}", args=[key])).status_code == 404
    log_in(client, cast.anna_at_work.user)
    assert client.get(reverse(f"portal:{name}", args=[key])).status_code == 403
    log_in(client, people.account_of(cast.noor).user)
    assert client.post(reverse(f"portal:{name}", args=[key])).status_code == 405


def test_words_that_look_like_code_stay_words(cast: people.Cast, episode: Episode, noor: Client) -> None:
    sign(episode, "screening", said.screening(help_question="<script>alert(1)</script>"), by=cast.anna)
    page = noor.get(RECORD).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_queries_do_not_grow_with_the_history(
    cast: people.Cast, episode: Episode, noor: Client, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    said.up_to("session", episode, by=cast.anna)
    noor.get(RECORD)
    with django_assert_max_num_queries(25) as few:
        noor.get(RECORD)
    for _ in range(8):
        sign(episode, "session", said.session(), by=cast.anna)
    letters.make(read(sign(episode, "letter_gp", said.letter_gp(), by=cast.anna)), by=cast.anna)
    with django_assert_num_queries(len(few)):
        noor.get(RECORD)
