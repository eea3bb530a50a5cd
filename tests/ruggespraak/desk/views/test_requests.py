"""Requests for a first appointment: seen, declined, registered, taken into the dossier."""

from datetime import date

import pytest
from django.test import Client

import people
from pathways.model import read_answers
from ruggespraak.agenda.actions import ask_appointment
from ruggespraak.agenda.models import Request, State
from ruggespraak.audit.actor import VISITOR
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import Situation
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway


def ask(cast: people.Cast, *, shares: bool = True) -> Request:
    form = pathway().forms["self_check"]
    shared = {"form": form, "answers": read_answers(form, {"age": 36, "fever": True}).answers} if shares else {}
    return ask_appointment(
        cast.practice, by=VISITOR, name="Kwame Oduya", born_on=date(1990, 2, 3), email="kwame@example.org",
        phone="06 11112222", words="Pijn onder in mijn rug.", moments="Ochtend", language="nl", **shared,
    )  # fmt: skip


def filled_in(cast: people.Cast) -> dict[str, str]:
    return {
        "given_name": "Kwame", "family_name": "Oduya", "born_on": "1990-02-03", "sex": "M", "language": "nl",
        "complaint": "low_back_pain", "therapist": str(cast.anna_at_work.user_id),
    }  # fmt: skip


def test_requests(anna: Client, cast: people.Cast) -> None:
    assert "Er wacht niemand" in anna.get("/desk/requests/").text
    ask(cast)
    page = anna.get("/desk/requests/")
    assert "Kwame Oduya" in page.text
    assert "Huisarts vandaag" in page.text
    assert Line.objects.filter(event="requests.seen").count() == 2


def test_request(anna: Client, cast: people.Cast, settings) -> None:
    request = ask(cast)
    page = anna.get(f"/desk/requests/{request.pk}/")
    for words in ("Pijn onder in mijn rug.", "Ochtend", "06 11112222", "Huisarts vandaag"):
        assert words in page.text
    assert Line.objects.filter(event="request.seen").count() == 1
    settings.MODE = "inform"
    assert "Huisarts vandaag" not in anna.get(f"/desk/requests/{request.pk}/").text


def test_register_from(anna: Client, cast: people.Cast) -> None:
    request = ask(cast)
    page = anna.get(f"/desk/requests/{request.pk}/register/")
    assert 'value="Kwame"' in page.text
    assert anna.post(f"/desk/requests/{request.pk}/register/", filled_in(cast)).status_code == 302
    request.refresh_from_db()
    episode = Episode.objects.get()
    assert (request.state, request.patient) == (State.REGISTERED, episode.patient)
    received = Situation.of(episode).readings[0]
    assert (received.form, received.answers["age"]) == ("self_check", 36)
    assert received.entry.occurred_at == request.asked_at
    assert "Alarmsignaal" in anna.get("/desk/").text


def test_the_therapist_takes_in_what_the_front_desk_registered(client: Client, cast: people.Cast, settings) -> None:
    settings.SECOND_FACTOR = False
    request = ask(cast)
    client.force_login(cast.desk_at_work.user)
    client.post(f"/desk/requests/{request.pk}/register/", filled_in(cast))
    episode = Episode.objects.get()
    assert not episode.entries.exists()

    client.force_login(cast.anna_at_work.user)
    assert "De cliënt deelde antwoorden" in client.get(f"/desk/episodes/{episode.pk}/").text
    assert client.post(f"/desk/episodes/{episode.pk}/take-in/").status_code == 302
    assert episode.entries.get().form == "self_check"
    assert "De cliënt deelde antwoorden" not in client.get(f"/desk/episodes/{episode.pk}/").text
    assert client.post(f"/desk/episodes/{episode.pk}/take-in/").status_code == 409


def test_nothing_shared_nothing_taken_in(anna: Client, cast: people.Cast) -> None:
    request = ask(cast, shares=False)
    anna.post(f"/desk/requests/{request.pk}/register/", filled_in(cast))
    assert not Episode.objects.get().entries.exists()


def test_decline(anna: Client, cast: people.Cast) -> None:
    request = ask(cast)
    assert anna.post(f"/desk/requests/{request.pk}/decline/").url == "/desk/requests/"
    request.refresh_from_db()
    assert request.state == State.DECLINED
    assert anna.post(f"/desk/requests/{request.pk}/decline/").status_code == 409
    assert Line.objects.filter(event="appointment.declined").count() == 1


@pytest.mark.parametrize("more", ["", "register/", "decline/"])
def test_another_practice(anna: Client, elsewhere: people.Cast, more: str) -> None:
    request = ask(elsewhere)
    visit = anna.post if more == "decline/" else anna.get
    assert visit(f"/desk/requests/{request.pk}/{more}").status_code == 404


def test_roles_and_methods(client: Client, cast: people.Cast, settings) -> None:
    settings.SECOND_FACTOR = False
    request = ask(cast)
    client.force_login(people.account_of(cast.noor).user)
    assert client.get(f"/desk/requests/{request.pk}/").status_code == 403
    client.force_login(cast.anna_at_work.user)
    assert client.get(f"/desk/requests/{request.pk}/decline/").status_code == 405
