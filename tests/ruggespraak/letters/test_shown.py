"""A letter that the client reads before it goes: their line stands in it, and their no keeps it here."""

import pytest
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak.audit.actor import Actor
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import correct
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.reading import read
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.letters.actions import answer, ask, make
from ruggespraak.letters.models import Letter, Preview
from ruggespraak.letters.preview import GOES, STAYS, shown
from ruggespraak.letters.sheet import sheet_of
from ruggespraak.post.models import Mail


@pytest.fixture
def noor(cast: people.Cast, client: Client) -> Client:
    """Noor's browser, logged in."""
    return log_in(client, people.account_of(cast.noor).user)


@pytest.fixture
def as_noor(cast: people.Cast) -> Actor:
    return people.account_of(cast.noor).as_actor()


@pytest.fixture
def asked(cast: people.Cast, signed: Entry, as_noor: Actor) -> Entry:
    """A signed letter that Noor was asked to read."""
    ask(read(signed), by=cast.anna)
    return signed


def to_read(entry: Entry, name: str = "letter_to_read") -> str:
    return reverse(f"portal:{name}", args=[entry.pk])


def test_home_asks_to_read_it_and_the_mail_does_not_say_what(asked: Entry, noor: Client) -> None:
    mail = Mail.objects.get(template="something_to_read")
    assert "huisarts" not in mail.text + mail.subject
    home = noor.get(reverse("portal:home")).content.decode()
    assert to_read(asked) in home
    page = noor.get(to_read(asked)).content.decode()
    for words in ("Je therapeut vertelt je huisarts", "Je huisarts hoeft niets te doen.", "Geen alarmsignalen."):
        assert words in page


def test_a_yes_with_a_line_stands_in_the_letter(cast: people.Cast, asked: Entry, noor: Client) -> None:
    sent = noor.post(to_read(asked, "letter_answer"), {"decision": GOES, "line": "Ik slaap slecht.", "once": "a"})
    assert sent.headers["Location"] == to_read(asked)
    page = noor.get(to_read(asked)).content.decode()
    assert "Jij zei dat de brief weg mag." in page and "Ik slaap slecht." in page and 'name="decision"' not in page
    assert to_read(asked) not in noor.get(reverse("portal:home")).content.decode()
    sheet = sheet_of(read(asked), shown(asked).answer)
    assert sheet.own_words == "Ik slaap slecht." and sheet.read_on
    assert make(read(asked), by=cast.anna).pdf.startswith(b"%PDF-")
    assert [line.event for line in Line.objects.filter(event__in=["letter.shown", "letter.answered"])] == [
        "letter.shown", "letter.answered",
    ]  # fmt: skip


def test_a_no_keeps_the_letter_here(cast: people.Cast, asked: Entry, as_noor: Actor, anna: Client) -> None:
    answer(read(asked), STAYS, "", by=as_noor)
    with pytest.raises(NotPossible, match="wil niet"):
        make(read(asked), by=cast.anna)
    page = anna.get(reverse("letters:signed", args=[asked.pk])).content.decode()
    assert "De cliënt wil niet dat deze brief weggaat." in page
    assert reverse("letters:make", args=[asked.pk]) not in page
    assert not Letter.objects.exists()


def test_answered_once_and_only_what_was_asked(cast: people.Cast, signed: Entry, as_noor: Actor) -> None:
    with pytest.raises(NotPossible, match="nog niet"):
        answer(read(signed), GOES, "", by=as_noor)
    ask(read(signed), by=cast.anna)
    with pytest.raises(NotPossible, match="al gevraagd"):
        ask(read(signed), by=cast.anna)
    with pytest.raises(NotAllowed):
        answer(read(signed), GOES, "", by=cast.anna)
    answer(read(signed), GOES, "", by=as_noor)
    with pytest.raises(NotPossible, match="al geantwoord"):
        answer(read(signed), STAYS, "", by=as_noor)


def test_a_letter_that_changed_meanwhile_is_asked_about_anew(
    cast: people.Cast, episode: Episode, asked: Entry, noor: Client
) -> None:
    newer = correct(episode, read(asked), said.letter_gp(letter_told="Anders."), by=cast.anna, reason="Vergissing.")
    refused = noor.post(to_read(asked, "letter_answer"), {"decision": GOES, "line": "Blijft staan.", "once": "a"})
    assert refused.status_code == 409
    assert "intussen veranderd" in refused.content.decode()
    assert noor.get(to_read(newer)).status_code == 404
    ask(read(newer), by=cast.anna)
    assert to_read(newer) in noor.get(reverse("portal:home")).content.decode()


def test_made_without_waiting_the_client_comes_too_late(cast: people.Cast, asked: Entry, noor: Client) -> None:
    make(read(asked), by=cast.anna)
    late = noor.post(to_read(asked, "letter_answer"), {"decision": STAYS, "line": "", "once": "a"})
    assert late.status_code == 409
    assert "Bel de praktijk" in late.content.decode()


def test_without_an_account_it_is_read_together(cast: people.Cast, signed: Entry) -> None:
    with pytest.raises(NotPossible, match="geen account"):
        ask(read(signed), by=cast.anna)
    assert not Preview.objects.exists()


def test_nothing_chosen_is_said_and_others_find_nothing(cast: people.Cast, asked: Entry, noor: Client) -> None:
    empty = noor.post(to_read(asked, "letter_answer"), {"line": "Iets.", "once": "a"})
    assert empty.status_code == 422 and 'id="errors"' in empty.content.decode() and "Iets." in empty.content.decode()
    assert noor.get(to_read(asked, "letter_answer")).status_code == 405
    stranger = log_in(Client(), people.account_of(cast.adem).user)
    assert stranger.get(to_read(asked)).status_code == 404
    assert stranger.post(to_read(asked, "letter_answer"), {"decision": GOES, "once": "b"}).status_code == 404
