"""The page of one episode."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import people
import said
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import sign
from ruggespraak.dossier.models import Episode


def address(episode: Episode) -> str:
    return f"/desk/episodes/{episode.pk}/"


def test_a_new_episode(anna: Client, episode: Episode) -> None:
    page = anna.get(address(episode))
    assert page.status_code == 200
    for words in ("Noor Hendriks", "Volgende stap: screening", "Er is nog niets ondertekend."):
        assert words in page.text
    line = Line.objects.get(event="episode.seen")
    assert (line.screen, line.basis) == ("desk:episode", "treatment_relation")


def test_an_episode_under_way(anna: Client, episode: Episode, cast: people.Cast) -> None:
    said.up_to("session", episode, by=cast.anna)
    sign(episode, "session", said.session(pain_before=4, pain_after=2, soep_o="SLR negatief."), by=cast.anna)
    page = anna.get(address(episode)).text
    for words in (
        "Behandeling 3 van 6", "Een uur zitten op het werk", "Behandelen mag volgens versie 1.", "Behandeling 2",
        "O: SLR negatief.", "Pijn 4 voor, 2 na.", "van 6 naar 4", "Van hands-on naar zelf doen",
    ):  # fmt: skip
        assert words in page, words
    assert 'action="/desk/episodes/' in page
    assert 'name="pain_before"' in page, "the note lies beside the page"


def test_the_session_waits_for_consent(anna: Client, episode: Episode, cast: people.Cast) -> None:
    said.up_to("plan", episode, by=cast.anna)
    page = anna.get(address(episode)).text
    assert "Volgende stap: akkoord" in page
    assert "Er is geen geldig akkoord om te behandelen." in page
    assert 'name="pain_before"' not in page


def test_niet_pluis_closes_the_steps_with_their_reason(anna: Client, episode: Episode, cast: people.Cast) -> None:
    said.up_to("session", episode, by=cast.anna)
    sign(episode, "screening", said.niet_pluis(), by=cast.anna)
    page = anna.get(address(episode)).text
    assert page.count("Alleen pluis opent deze stap.") >= 3
    assert 'name="pain_before"' not in page
    assert "Brief aan de huisarts" in page


@pytest.mark.parametrize(
    ("show", "is_there", "is_not"),
    [
        ("notes", "Zit 20 minuten.", "Conclusie: pluis"),
        ("measures", "Intake", "Zit 20 minuten."),
        ("client", "akkoord", "S:"),
    ],
)
def test_the_timeline_is_filtered(
    anna: Client, episode: Episode, cast: people.Cast, show: str, is_there: str, is_not: str
) -> None:
    said.up_to("session", episode, by=cast.anna)
    items = anna.get(f"{address(episode)}?show={show}").context["timeline"]
    told = " ".join(f"{item.title} {item.text}" for item in items)
    assert is_there in told
    assert is_not not in told


def test_a_long_history_is_shortened(anna: Client, episode: Episode, cast: people.Cast) -> None:
    said.up_to("consent", episode, by=cast.anna)
    for _again in range(14):
        sign(episode, "session", said.session(), by=cast.anna)
    page = anna.get(address(episode))
    assert len(page.context["timeline"]) == 15
    assert "5 oudere verslagen" in page.text
    assert len(anna.get(address(episode) + "?all").context["timeline"]) == 20


def test_a_closed_episode(anna: Client, episode: Episode, cast: people.Cast) -> None:
    sign(episode, "closing", said.closing(), by=cast.anna)
    page = anna.get(address(episode)).text
    assert "Nieuwe zorg begint met een nieuwe episode." in page
    assert "Volgende stap" not in page


def test_queries_do_not_grow_with_the_history(anna: Client, episode: Episode, cast: people.Cast) -> None:
    def queries() -> int:
        anna.get(address(episode))
        with CaptureQueriesContext(connection) as seen:
            anna.get(address(episode))
        return len(seen)

    said.up_to("session", episode, by=cast.anna)
    few = queries()
    for _again in range(10):
        sign(episode, "session", said.session(), by=cast.anna)
    assert queries() == few


def test_another_practice(anna: Client, elsewhere: people.Cast) -> None:
    theirs = said.begun(elsewhere.noor, elsewhere.anna_at_work.user, by=elsewhere.anna)
    assert anna.get(address(theirs)).status_code == 404


def test_roles_and_methods(client: Client, episode: Episode, cast: people.Cast, settings) -> None:
    settings.SECOND_FACTOR = False
    client.force_login(cast.desk_at_work.user)
    refused = client.get(address(episode))
    assert refused.status_code == 403
    assert "Balie" in refused.text
    client.force_login(cast.anna_at_work.user)
    assert client.post(address(episode)).status_code == 405
