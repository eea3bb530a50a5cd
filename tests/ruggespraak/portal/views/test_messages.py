"""Messages between client and practice: part of the record, answered once, and never in a mail."""

import pytest
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import sign
from ruggespraak.care.course import course_of
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import read_all
from ruggespraak.post.models import Mail

PAGE, WRITE = reverse("portal:messages"), reverse("portal:write")
WORDS = "Mag ik weer hardlopen?"


@pytest.fixture
def episode(cast: people.Cast) -> Episode:
    """Noor's complaint, screened."""
    episode = said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)
    said.up_to("screening", episode, by=cast.anna)
    return episode


def test_a_message_goes_to_the_therapist_and_its_answer_comes_back(
    cast: people.Cast, episode: Episode, noor: Client
) -> None:
    anna = log_in(Client(), cast.anna_at_work.user)
    assert noor.post(WRITE, {"words": WORDS, "once": "a"}).headers["Location"] == PAGE
    assert WORDS in noor.get(PAGE).content.decode()
    today = anna.get(reverse("desk:today")).content.decode()
    form = reverse("care:form", args=[episode.pk, "message_answer"])
    assert WORDS in today and form in today
    assert WORDS in anna.get(form).content.decode()
    sign(episode, "message_answer", {"message_answer_words": "Ja, begin rustig."}, by=cast.anna)
    page = noor.get(PAGE).content.decode()
    assert page.index(WORDS) < page.index("Ja, begin rustig.")
    answer = episode.entries.get(form="message_answer")
    assert answer.about == episode.entries.get(form="message")
    assert course_of(read_all(episode)).message is None
    assert form not in anna.get(reverse("desk:today")).content.decode()


def test_no_mail_says_what_was_written(cast: people.Cast, episode: Episode, noor: Client) -> None:
    noor.post(WRITE, {"words": WORDS, "once": "a"})
    sign(episode, "message_answer", {"message_answer_words": "Ja, begin rustig."}, by=cast.anna)
    mails = list(Mail.objects.filter(template__in=["something_to_read", "something_came_in"]))
    assert {mail.template for mail in mails} == {"something_to_read", "something_came_in"}
    assert not [mail for mail in mails if "hardlopen" in mail.text or "rustig" in mail.text]
    assert Line.objects.filter(event="message.signed", patient_handle=cast.noor.handle).exists()


def test_a_later_message_leaves_an_earlier_one_in_sight(cast: people.Cast, episode: Episode, noor: Client) -> None:
    anna = log_in(Client(), cast.anna_at_work.user)
    for once, words in (("a", WORDS), ("b", "En tillen?")):
        noor.post(WRITE, {"words": words, "once": once})
    for page in (reverse("desk:today"), reverse("care:form", args=[episode.pk, "message_answer"])):
        told = anna.get(page).content.decode()
        assert WORDS in told and "En tillen?" in told


def test_sent_twice_it_stands_there_once(episode: Episode, noor: Client) -> None:
    for _ in range(2):
        noor.post(WRITE, {"words": WORDS, "once": "the same"})
    assert episode.entries.filter(form="message").count() == 1


def test_nothing_written_is_said(episode: Episode, noor: Client) -> None:
    empty = noor.post(WRITE, {"words": "  ", "once": "a"})
    assert empty.status_code == 422 and 'id="errors"' in empty.content.decode()
    assert noor.get(WRITE).status_code == 405


def test_after_closing_one_calls(cast: people.Cast, episode: Episode, noor: Client) -> None:
    sign(episode, "closing", said.closing(), by=cast.anna)
    assert 'name="words"' not in noor.get(PAGE).content.decode()
    late = noor.post(WRITE, {"words": WORDS, "once": "a"})
    assert late.status_code == 409 and WORDS not in [*episode.entries.values_list("form", flat=True)]


def test_a_therapist_cannot_write_as_the_client_nor_a_client_as_the_practice(
    cast: people.Cast, episode: Episode, noor: Client
) -> None:
    from ruggespraak.errors import NotAllowed

    with pytest.raises(NotAllowed):
        sign(episode, "message_answer", {"message_answer_words": "x"}, by=people.account_of(cast.noor).as_actor())
    stranger = log_in(Client(), people.account_of(cast.adem).user)
    assert stranger.get(PAGE).status_code == 404
