"""Own words in my record: an addition, or a request to correct a page. Beside, never over; also after closing."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak import clock
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import sign
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.reading import read
from ruggespraak.post.models import Mail

WORDS = {"addition_words": "De pijn begon na de verhuizing."}
REQUEST = {"correction_wrong": "Ik ben geen 42.", "correction_wanted": "Ik ben 43."}


@pytest.fixture
def page(cast: people.Cast, episode: Episode) -> Entry:
    """A signed page of Noor's record."""
    return sign(episode, "screening", said.screening(), by=cast.anna)


def of(page: Entry, name: str) -> str:
    return reverse(f"portal:{name}", args=[page.pk])


def test_an_addition_stands_beside_its_page(page: Entry, episode: Episode, noor: Client) -> None:
    form = noor.get(of(page, "add_to")).content.decode()
    assert 'name="addition_words"' in form and "Screening" in form
    assert noor.post(of(page, "add_to"), WORDS | {"once": "a"}).headers["Location"] == of(page, "entry")
    added = episode.entries.get(form="own_addition")
    assert added.about == page and read(added).answers == WORDS
    assert WORDS["addition_words"] in noor.get(of(page, "entry")).content.decode()
    assert of(page, "entry") in noor.get(reverse("portal:record")).content.decode()
    assert Line.objects.filter(event="own_addition.signed", role="patient").count() == 1


def test_an_addition_need_not_be_about_a_page(page: Entry, episode: Episode, noor: Client) -> None:
    assert noor.post(reverse("portal:add"), WORDS | {"once": "a"}).headers["Location"] == reverse("portal:record")
    assert episode.entries.get(form="own_addition").about is None
    assert WORDS["addition_words"] in noor.get(reverse("portal:record")).content.decode()


def test_a_request_says_until_when_it_is_answered(page: Entry, episode: Episode, noor: Client) -> None:
    with clock.standing_at(datetime(2027, 1, 31, 10, tzinfo=UTC)):
        noor.post(of(page, "ask_correction"), REQUEST | {"once": "a"})
        shown = noor.get(of(page, "entry")).content.decode()
    assert "28 februari 2027" in shown and "Nog 28 dagen" in shown and REQUEST["correction_wrong"] in shown
    mail = Mail.objects.get(template="something_came_in")
    assert "42" not in mail.text and "Noor" not in mail.text


def test_both_are_possible_after_closing(cast: people.Cast, page: Entry, episode: Episode, noor: Client) -> None:
    sign(episode, "closing", said.closing(), by=cast.anna)
    noor.post(of(page, "add_to"), WORDS | {"once": "a"})
    noor.post(of(page, "ask_correction"), REQUEST | {"once": "b"})
    assert {"own_addition", "correction_request"} <= set(episode.entries.values_list("form", flat=True))


def test_nothing_written_is_said_and_kept(page: Entry, episode: Episode, noor: Client) -> None:
    half = noor.post(of(page, "ask_correction"), {"correction_wrong": "Ik ben geen 42.", "once": "a"})
    assert half.status_code == 422 and 'id="errors"' in half.content.decode()
    assert "Ik ben geen 42." in half.content.decode()
    assert not episode.entries.filter(form="correction_request").exists()


def test_sent_twice_it_stands_there_once(page: Entry, episode: Episode, noor: Client) -> None:
    for _ in range(2):
        noor.post(of(page, "add_to"), WORDS | {"once": "the same"})
    assert episode.entries.filter(form="own_addition").count() == 1


def test_of_own_words_no_correction_is_asked(page: Entry, episode: Episode, noor: Client) -> None:
    noor.post(of(page, "add_to"), WORDS | {"once": "a"})
    own = episode.entries.get(form="own_addition")
    assert of(own, "ask_correction") not in noor.get(of(own, "entry")).content.decode()
    refused = noor.post(of(own, "ask_correction"), REQUEST | {"once": "b"})
    assert refused.status_code == 409 and not episode.entries.filter(form="correction_request").exists()


@pytest.mark.parametrize("name", ["add_to", "ask_correction", "entry_as_written"])
def test_pages_of_others_do_not_exist(
    cast: people.Cast, elsewhere: people.Cast, page: Entry, client: Client, name: str
) -> None:
    for stranger in (people.account_of(cast.adem), people.account_of(elsewhere.noor)):
        assert log_in(client, stranger.user).get(of(page, name)).status_code == 404
    log_in(client, cast.anna_at_work.user)
    assert client.get(of(page, name)).status_code == 403


def test_reading_is_not_posting(page: Entry, noor: Client) -> None:
    assert noor.post(of(page, "entry_as_written")).status_code == 405
    assert noor.put(of(page, "add_to")).status_code == 405
    assert noor.put(reverse("portal:add")).status_code == 405


def test_words_that_look_like_code_stay_words(page: Entry, noor: Client) -> None:
    noor.post(of(page, "add_to"), {"addition_words": "<script>alert(1)</script>", "once": "a"})
    shown = noor.get(of(page, "entry")).content.decode()
    assert "<script>alert" not in shown and "&lt;script&gt;alert" in shown


# Two readings


def test_a_page_has_two_readings_of_the_same_answers(page: Entry, noor: Client) -> None:
    both = noor.get(of(page, "entry")).content.decode()
    assert "pluis: het past bij gewone rugklachten" in both and "Niet-pluis" not in both
    assert "Hoe bezorgd je therapeut is" in both and "Mate van zorg" in both
    assert noor.get(of(page, "entry_as_written")).context["as_written"] is True


def test_what_is_discreet_is_folded_in_both_readings(cast: people.Cast, episode: Episode, noor: Client) -> None:
    flagged = {"mood_very_low": True, "suicidality": False, "abuse": True}
    page = sign(episode, "screening", said.screening(**flagged), by=cast.anna)
    shown = noor.get(of(page, "entry")).content.decode()
    for words in ("Of het letsel door geweld kan komen", "Aanwijzing voor huiselijk geweld", "zelfdoding"):
        before = shown[: shown.index(words)]
        assert before.count("<details") > before.count("</details>"), words
    titles = [told.title for told in noor.get(reverse("portal:record")).context["pages"]]
    assert not [title for title in titles if "geweld" in title]


def test_a_fold_says_nothing_by_being_there(cast: people.Cast, episode: Episode, noor: Client) -> None:
    page = sign(episode, "screening", said.screening(mood_very_low=False, abuse=False), by=cast.anna)
    assert noor.get(of(page, "entry")).content.decode().count('class="discreet"') == 2
