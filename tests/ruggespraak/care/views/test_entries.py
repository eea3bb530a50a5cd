"""A signed entry and its correction."""

import pytest
from django.test import Client

import people
import said
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import sign
from ruggespraak.care.plan_text import mark
from ruggespraak.dossier.models import Entry, Episode


def address(entry: Entry, more: str = "") -> str:
    return f"/desk/episodes/{entry.episode_id}/entries/{entry.pk}/{more}"


@pytest.fixture
def screened(cast: people.Cast, episode: Episode) -> Entry:
    return sign(episode, "screening", said.screening(help_question="Weer tuinieren"), by=cast.anna)


def test_entry(anna: Client, screened: Entry) -> None:
    page = anna.get(address(screened))
    assert page.status_code == 200
    for words in ("Weer tuinieren", "Anna Smit", mark(screened.hash), screened.hash, "Berekend bij ondertekenen"):
        assert words in page.text
    assert Line.objects.filter(event="episode.seen", screen="care:entry").count() == 1


def test_nothing_computed_is_shown_in_inform_mode(anna: Client, screened: Entry, settings) -> None:
    settings.MODE = "inform"
    assert "Berekend" not in anna.get(address(screened)).text


def test_an_exception_stands_out(anna: Client, episode: Episode, cast: people.Cast) -> None:
    said.up_to("plan", episode, by=cast.anna)
    session = said.session(no_consent_reason="Cliënt gaf aan tafel akkoord.")
    page = anna.get(address(sign(episode, "session", session, by=cast.anna)))
    assert "Ondertekend zonder geldig akkoord op een plan" in page.text
    assert "Cliënt gaf aan tafel akkoord." in page.text
    assert "Ondertekend zonder geldig akkoord op een plan" in anna.get(f"/desk/episodes/{episode.pk}/").text


def test_the_text_of_a_plan_is_shown_as_it_was(anna: Client, episode: Episode, cast: people.Cast) -> None:
    page = anna.get(address(said.up_to("plan", episode, by=cast.anna)))
    assert "De tekst die getoond werd" in page.text
    assert "Een plan corrigeer je niet." in page.text


def test_correct(anna: Client, screened: Entry) -> None:
    assert "Weer tuinieren" in anna.get(address(screened, "correct/")).text
    posted = said.as_posted("screening", said.screening(help_question="Weer lopen"))
    reason = {"reason": "Verkeerd verstaan aan tafel.", "act": "sign"}
    assert anna.post(address(screened, "correct/"), posted | reason).status_code == 302
    newer = Entry.objects.get(corrects=screened)
    assert "Verkeerd verstaan aan tafel." in anna.get(address(newer)).text
    assert "Dit is gecorrigeerd." in anna.get(address(screened)).text
    assert Line.objects.filter(event="screening.corrected").count() == 1


def test_a_correction_needs_its_reason(anna: Client, screened: Entry) -> None:
    posted = said.as_posted("screening", said.screening(help_question="Weer lopen"))
    response = anna.post(address(screened, "correct/"), posted | {"reason": "fout", "act": "sign"})
    assert response.status_code == 422
    assert response.context["errors"][0].anchor == "f-reason"
    assert "Weer lopen" in response.text
    assert not Entry.objects.exclude(corrects=None).exists()


def test_a_correction_is_not_signed_by_looking(anna: Client, screened: Entry) -> None:
    posted = said.as_posted("screening", said.screening(help_question="Weer lopen"))
    reason = {"reason": "Verkeerd verstaan aan tafel."}
    assert anna.post(address(screened, "correct/"), posted | reason).status_code == 200
    assert not Entry.objects.exclude(corrects=None).exists()


def test_an_entry_of_another_episode_is_not_here(anna: Client, screened: Entry, cast: people.Cast) -> None:
    other = said.begun(cast.adem, cast.anna_at_work.user, by=cast.anna)
    assert anna.get(f"/desk/episodes/{other.pk}/entries/{screened.pk}/").status_code == 404


def test_another_practice(anna: Client, elsewhere: people.Cast) -> None:
    theirs = said.begun(elsewhere.noor, elsewhere.anna_at_work.user, by=elsewhere.anna)
    entry = sign(theirs, "screening", said.screening(), by=elsewhere.anna)
    assert anna.get(address(entry)).status_code == anna.get(address(entry, "correct/")).status_code == 404


def test_roles_and_methods(client: Client, screened: Entry, cast: people.Cast, settings) -> None:
    settings.SECOND_FACTOR = False
    client.force_login(cast.desk_at_work.user)
    assert client.get(address(screened)).status_code == 403
    client.force_login(cast.anna_at_work.user)
    assert client.post(address(screened)).status_code == 405
