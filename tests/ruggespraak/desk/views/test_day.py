"""Today: what asks for attention, who waits, whom I treat."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.text import capfirst

import people
import said
from pathways.model import read_answers
from ruggespraak.agenda.actions import ask_appointment
from ruggespraak.audit.actor import VISITOR
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import save, sign
from ruggespraak.care.steps import level_label
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.people.actions import hire
from ruggespraak.people.models import Role
from ruggespraak.people.permissions import ROLES

TODAY = "/desk/"


def request_of(cast: people.Cast, name: str = "Kwame Oduya", **answers: object) -> None:
    form = pathway().forms["self_check"]
    ask_appointment(
        cast.practice, by=VISITOR, name=name, born_on=date(1990, 2, 3), email=f"{name.split()[0]}@example.org",
        phone="06 11112222", words="Pijn onder in mijn rug.", moments="Ochtend", language="nl",
        form=form, answers=read_answers(form, answers).answers,
    )  # fmt: skip


def test_today(anna: Client, cast: people.Cast, episode: Episode) -> None:
    said.up_to("plan", episode, by=cast.anna)
    page = anna.get(TODAY)
    assert page.status_code == 200
    for words in ("Noor Hendriks", "Nog geen akkoord", "Samen invullen", f"/desk/episodes/{episode.pk}/consent/"):
        assert words in page.text
    assert Line.objects.filter(event="caseload.seen").count() == 1


def test_alarms_stand_on_top(anna: Client, cast: people.Cast, episode: Episode) -> None:
    sign(episode, "screening", said.niet_pluis(own_urgency="gp_same_day"), by=cast.anna)
    request_of(cast, age=40, fever=True, infection_risk=True)
    page = anna.get(TODAY).text
    assert page.index("Dringende aanvraag") < page.index("Bel de huisarts") < page.index("Vraagt aandacht")


def test_an_alarm_at_a_colleague_is_seen_without_its_content(anna: Client, cast: people.Cast) -> None:
    svens = said.begun(cast.sven, cast.bram_at_work.user, by=cast.bram)
    sign(svens, "screening", said.niet_pluis(own_urgency="gp_same_day"), by=cast.bram)
    page = anna.get(TODAY).text
    assert "Alarmsignaal bij een collega: Sven Jansen." in page
    assert "telefoongesprek" not in page
    assert anna.get(f"/desk/episodes/{svens.pk}/").status_code == 403


def test_clients_of_colleagues_are_not_mine(anna: Client, cast: people.Cast, episode: Episode) -> None:
    said.begun(cast.sven, cast.bram_at_work.user, by=cast.bram)
    assert "Sven Jansen" not in anna.get(TODAY).text


def test_inform_shows_no_level(anna: Client, cast: people.Cast, episode: Episode, settings) -> None:
    request_of(cast, age=40, fever=True, infection_risk=True)
    feverish = said.screening(fever=True, infection_risk=True, overrule_reason="Griep, al over.")
    sign(episode, "screening", feverish, by=cast.anna)
    labels = [capfirst(level_label(pathway(), level.id)) for level in pathway().levels]
    assert [label for label in labels if label in anna.get(TODAY).text]
    settings.MODE = "inform"
    page = anna.get(TODAY)
    assert not [label for label in labels if label in page.text]
    assert "Kwame Oduya" in page.text


def test_a_draft_waits_for_its_signature(anna: Client, cast: people.Cast, episode: Episode) -> None:
    save(episode, "screening", {"help_question": "Weer tillen"}, based_on=0, by=cast.anna)
    page = anna.get(TODAY).text
    assert "Afmaken en ondertekenen" in page
    assert "Weer tillen" not in page


def test_closed_episodes_have_their_own_list(anna: Client, cast: people.Cast, episode: Episode) -> None:
    sign(episode, "closing", said.closing(), by=cast.anna)
    assert "Noor Hendriks" not in anna.get(TODAY).text
    assert "Noor Hendriks" in anna.get(TODAY + "?closed").text


def test_the_front_desk_sees_requests_only(client: Client, cast: people.Cast, episode: Episode, settings) -> None:
    settings.SECOND_FACTOR = False
    said.up_to("plan", episode, by=cast.anna)
    request_of(cast, age=40)
    client.force_login(cast.desk_at_work.user)
    page = client.get(TODAY).text
    assert "Kwame Oduya" in page
    assert "Noor Hendriks" not in page
    assert "Nog geen akkoord" not in page


def test_nobody_is_offered_what_is_refused(client: Client, cast: people.Cast, settings) -> None:
    """A privacy officer sees no names, so is led to none; and is not told that nobody waits."""
    settings.SECOND_FACTOR = False
    request_of(cast, age=40)
    officer = hire(
        cast.practice,
        by=cast.owner,
        email="p@a.example",
        name="Ruth",
        role=Role.PRIVACY_OFFICER,
        password=people.PASSWORD,
    )
    client.force_login(officer.user)
    page = client.get(TODAY)
    offered = set(re.findall(r'href="(/desk/[a-z/]*)"', page.text))
    assert offered
    assert {client.get(address).status_code for address in offered} == {200}
    assert "wacht niemand" not in page.text


def test_a_caseload_is_shown_in_pages(anna: Client, cast: people.Cast) -> None:
    fill(cast, 25)
    first, second = anna.get(TODAY).text, anna.get(TODAY + "?page=2").text
    assert "1 tot 20 van 25" in first
    assert "21 tot 25 van 25" in second


def test_queries_do_not_grow_with_the_caseload(anna: Client, cast: people.Cast) -> None:
    fill(cast, 5)
    few = count(lambda: anna.get(TODAY))
    fill(cast, 25, start=5)
    assert count(lambda: anna.get(TODAY)) == few


def count(visit: Callable[[], object]) -> int:
    visit()  # what is loaded once
    with CaptureQueriesContext(connection) as queries:
        visit()
    return len(queries)


def fill(cast: people.Cast, total: int, start: int = 0) -> None:
    for number in range(start, total):
        client = people.client(cast.anna_at_work, f"Client{number}", "Test", date(1980, 1, 1), "F")
        episode = said.begun(client, cast.anna_at_work.user, by=cast.anna)
        sign(episode, "screening", said.niet_pluis() if number % 2 else said.screening(), by=cast.anna)


def test_practice(anna: Client, cast: people.Cast) -> None:
    page = anna.get("/desk/practice/")
    assert page.status_code == 200
    for words in (cast.practice.name, "Iris Vermeer", str(ROLES["front_desk"].sentence)):
        assert words in page.text


@pytest.mark.parametrize("address", [TODAY, "/desk/practice/"])
def test_methods_and_strangers(client: Client, anna: Client, address: str) -> None:
    assert anna.post(address).status_code == 405
    anna.logout()
    assert anna.get(address).status_code == 302
