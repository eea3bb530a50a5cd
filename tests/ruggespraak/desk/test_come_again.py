"""A known client who asks to come again: among the requests, with their level, and from there a new episode."""

import pytest
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak.agenda import actions as agenda
from ruggespraak.agenda.models import Request, State
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import Situation, sign
from ruggespraak.care.steps import next_step
from ruggespraak.clock import today
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import read
from ruggespraak.people.models import Patient


@pytest.fixture
def request_(cast: people.Cast, episode: Episode) -> Request:
    """Noor's treatment was finished; now she has a fever, and would like help again."""
    said.up_to("session", episode, by=cast.anna)
    sign(episode, "closing", said.closing(), by=cast.anna)
    noor = people.account_of(cast.noor).as_actor()
    told = sign(episode, "check_in", said.check_in(help_again=True, now_fever=True), by=noor)
    return agenda.ask_again(cast.noor, read(told), words="Het schoot er weer in.", moments="", by=noor)


def begin(cast: people.Cast) -> dict[str, str]:
    return {"complaint": "low_back_pain", "therapist": str(cast.anna_at_work.user_id)}


def test_it_stands_among_the_requests_with_its_level_and_on_the_day_of_the_therapist(
    request_: Request, anna: Client
) -> None:
    waiting = anna.get(reverse("desk:requests")).content.decode()
    assert "was hier eerder" in waiting and 'data-tone="today"' in waiting
    day = anna.get(reverse("desk:today")).content.decode()
    assert "Alarmsignaal" in day and "Check-in" in day
    page = anna.get(reverse("desk:request", args=[request_.pk])).content.decode()
    assert "Deze cliënt was hier eerder" in page and "Het schoot er weer in." in page
    assert reverse("desk:episode", args=[request_.said_in.episode_id]) in page
    assert reverse("desk:register_from", args=[request_.pk]) not in page


def test_a_new_episode_begins_with_what_was_told_and_with_a_screening(
    cast: people.Cast, request_: Request, anna: Client
) -> None:
    page = anna.post(reverse("desk:begin_again", args=[request_.pk]), begin(cast), follow=True).content.decode()
    new = Episode.objects.get(patient=cast.noor, closed_at=None)
    assert new.number == 2 and "Eerder: episode 1" in page and "Screening" in page
    situation = Situation.of(new)
    (taken,) = situation.readings
    assert taken.form == "check_in" and taken.answers["now_fever"] is True
    assert taken.also["source"] == f"request:{request_.pk}"
    step = next_step(situation.course, today())
    assert step and step.form == "screening"
    request_.refresh_from_db()
    assert (request_.state, request_.patient) == (State.REGISTERED, cast.noor)
    assert Patient.objects.filter(family_name="Hendriks").count() == 1
    assert Line.objects.filter(event="appointment.taken_up", patient_handle=cast.noor.handle).exists()


def test_the_finished_episode_stays_as_it_was(cast: people.Cast, request_: Request, anna: Client) -> None:
    before = request_.said_in.episode
    count = before.entries.count()
    anna.post(reverse("desk:begin_again", args=[request_.pk]), begin(cast))
    before.refresh_from_db()
    assert before.closed_at is not None and before.entries.count() == count
    assert anna.get(reverse("desk:episode", args=[before.pk])).status_code == 200


def test_the_front_desk_begins_it_and_the_therapist_takes_in_what_was_told(
    cast: people.Cast, request_: Request, anna: Client
) -> None:
    els = log_in(Client(), cast.desk_at_work.user)
    page = els.get(reverse("desk:request", args=[request_.pk])).content.decode()
    assert reverse("desk:episode", args=[request_.said_in.episode_id]) not in page
    assert els.post(reverse("desk:begin_again", args=[request_.pk]), begin(cast)).status_code == 302
    new = Episode.objects.get(patient=cast.noor, closed_at=None)
    assert not new.entries.exists()
    assert "deelde" in anna.get(reverse("desk:episode", args=[new.pk])).content.decode()
    anna.post(reverse("desk:take_in", args=[new.pk]))
    assert new.entries.get().form == "check_in"


def test_care_that_was_begun_by_telephone_goes_on(cast: people.Cast, request_: Request, anna: Client) -> None:
    running = said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)
    anna.post(reverse("desk:begin_again", args=[request_.pk]), begin(cast))
    assert Episode.objects.get(patient=cast.noor, closed_at=None) == running
    assert running.entries.get().form == "check_in"


def test_who_may_not_and_where_nothing_is(cast: people.Cast, request_: Request, anna: Client) -> None:
    address = reverse("desk:begin_again", args=[request_.pk])
    other = people.cast("elders", "Praktijk Elders")
    assert log_in(Client(), other.anna_at_work.user).post(address, begin(cast)).status_code == 404
    assert anna.get(address).status_code == 405
    assert anna.post(address, {"complaint": "none", "therapist": ""}).status_code == 302
    assert anna.post(reverse("desk:register_from", args=[request_.pk]), {"given_name": "x"}).status_code in (409, 422)
    request_.refresh_from_db()
    assert request_.state == State.NEW
