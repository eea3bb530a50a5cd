"""What a client tells from home: the day after a visit, how it goes after closing, and that they would like to come."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak import clock
from ruggespraak.agenda.models import Request, State
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import sign
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.outcomes.actions import plan_asks
from ruggespraak.outcomes.models import Ask
from ruggespraak.post.models import Mail

DAY_AFTER, CHECK_IN = reverse("portal:day_after"), reverse("portal:check_in")
PLAN = {"keep_moving": "Elke dag lopen.", "own_warning_signs": "Stijf opstaan.", "flare_up_days": "Warmte."}


@pytest.fixture
def treated(cast: people.Cast, episode: Episode) -> Entry:
    """Noor was treated today."""
    return said.up_to("session", episode, by=cast.anna)


@pytest.fixture
def closed(cast: people.Cast, episode: Episode) -> Episode:
    """Noor's treatment is finished, with a plan to stay well."""
    said.up_to("session", episode, by=cast.anna)
    sign(episode, "closing", said.closing(**PLAN), by=cast.anna)
    return episode


def tells(browser: Client, address: str, **other: Any) -> str:
    """Fill in the form; the page that it leads to."""
    form = "day_after" if address == DAY_AFTER else "check_in"
    answer = browser.post(address, said.as_posted(form, getattr(said, form)(**other)), follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def told(episode: Episode, form: str) -> Entry:
    return episode.entries.filter(form=form).latest("number")


# The day after


def test_mild_after_effects_are_expected_and_said_to_be(treated: Entry, noor: Client) -> None:
    page = tells(noor, DAY_AFTER)
    assert "meestal na 1 tot 3 dagen over" in page and "geen alarmsignalen in je antwoorden" in page
    assert "Bel dan direct" in page  # the safety net stands under every outcome
    entry = told(treated.episode, "day_after")
    assert entry.about_id == treated.pk and entry.author_role == "patient"
    assert Line.objects.filter(event="day_after.signed", patient_handle=treated.episode.patient.handle).exists()


def test_a_sign_that_must_not_wait_shows_the_advice_at_once(treated: Entry, noor: Client) -> None:
    page = tells(noor, DAY_AFTER, now_ces=True)
    assert "Bel nu je huisarts of de huisartsenpost" in page and "klem zitten" in page
    assert "meestal na 1 tot 3 dagen over" not in page


def test_an_alarm_is_told_even_when_the_rest_is_still_to_be_answered(treated: Entry, noor: Client) -> None:
    answer = noor.post(DAY_AFTER, {"now_ces": "yes"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.index("Bel nu je huisarts") < page.index("Kies een antwoord.")
    assert not treated.episode.entries.filter(form="day_after").exists()


def test_what_was_asked_is_answered_with_it_and_it_may_be_told_twice(
    cast: people.Cast, treated: Entry, noor: Client
) -> None:
    plan_asks(treated.episode, by=cast.anna)
    ask = Ask.objects.get(episode=treated.episode, kind="day_after")
    assert (ask.opens_on - clock.today(), ask.closes_on - clock.today()) == (timedelta(days=1), timedelta(days=3))
    Ask.objects.filter(pk=ask.pk).update(opens_on=clock.today())
    assert noor.get(reverse("portal:ask", args=[ask.pk])).url == DAY_AFTER
    tells(noor, DAY_AFTER)
    ask.refresh_from_db()
    assert ask.entry_id == told(treated.episode, "day_after").pk
    tells(noor, DAY_AFTER, now_fever=True)
    assert treated.episode.entries.filter(form="day_after").count() == 2


def test_in_mode_inform_nothing_is_computed_and_everyone_sees_the_list(
    settings: Any, treated: Entry, noor: Client
) -> None:
    settings.MODE = "inform"
    calm, alarmed = tells(noor, DAY_AFTER), tells(noor, DAY_AFTER, now_ces=True)
    for page in (calm, alarmed):
        assert "Vergelijk je antwoorden met deze lijst." in page and "Bel nu 112" in page
        assert "geen alarmsignalen" not in page and "1 tot 3 dagen" not in page
    assert "klem zitten" not in alarmed


def test_in_mode_inform_no_colour_soothes_before_the_list(settings: Any, closed: Episode, noor: Client) -> None:
    settings.MODE = "inform"
    page = tells(noor, CHECK_IN, now_ces=True)
    assert page.index("Vergelijk je antwoorden") < page.index("Bel nu 112") < page.index("Elke dag lopen.")
    assert "Ga zo door" not in page


# After closing


def test_a_green_check_in_says_to_keep_going_by_the_own_plan(closed: Episode, noor: Client) -> None:
    assert CHECK_IN in noor.get(reverse("portal:stay_well")).content.decode()
    assert "Stijf opstaan." in noor.get(CHECK_IN).content.decode()
    page = tells(noor, CHECK_IN)
    assert "Ga zo door" in page and "Elke dag lopen." in page and "Warmte." not in page
    assert told(closed, "check_in").author_role == "patient"


@pytest.mark.parametrize(
    "other",
    [{"check_in_going": "going_some"}, {"own_signs_seen": True}, {"flare_up_now": True}],
    ids=str,
)
def test_an_amber_one_shows_the_own_flare_up_steps(closed: Episode, noor: Client, other: dict[str, Any]) -> None:
    page = tells(noor, CHECK_IN, **other)
    assert "Zet je eigen stappen" in page and "Warmte." in page and "Elke dag lopen." not in page


def test_a_red_one_shows_the_advice_of_its_level_and_no_own_steps(closed: Episode, noor: Client) -> None:
    page = tells(noor, CHECK_IN, now_weakness=True, check_in_going="going_some")
    assert "Bel nu je huisarts" in page and "Warmte." not in page and "Bel eerst. Daarna:" in page


def test_help_again_is_one_tap_and_waits_once(closed: Episode, noor: Client) -> None:
    page = tells(noor, CHECK_IN, check_in_going="going_badly", help_again=True, check_in_words="Het schoot er weer in.")
    assert "Ik wil weer een afspraak" in page
    entry = told(closed, "check_in")
    for _tap in range(2):
        page = noor.post(reverse("portal:come_again", args=[entry.pk]), follow=True).content.decode()
        assert "Je vroeg op" in page and "Ik wil weer een afspraak" not in page
    request = Request.objects.get()
    assert (request.client, request.state, request.said_in) == (closed.patient, State.NEW, entry)
    assert request.words == "Het schoot er weer in." and request.level == "discuss_with_therapist"
    assert Line.objects.filter(event="appointment.asked", patient_handle=closed.patient.handle).exists()
    assert Mail.objects.filter(template="request_waits").count() == 1


def test_while_treatment_goes_on_there_is_no_check_in(treated: Entry, noor: Client) -> None:
    answer = noor.post(CHECK_IN, said.as_posted("check_in", said.check_in()))
    assert answer.status_code == 409
    assert "Je behandeling loopt nog" in answer.content.decode()


def test_once_care_began_again_the_old_check_in_asks_nothing_more(
    cast: people.Cast, closed: Episode, noor: Client
) -> None:
    tells(noor, CHECK_IN)
    entry = told(closed, "check_in")
    said.begun(closed.patient, cast.anna_at_work.user, by=cast.anna)
    assert "Ik wil weer een afspraak" not in noor.get(reverse("portal:told", args=[entry.pk])).content.decode()
    assert noor.post(reverse("portal:come_again", args=[entry.pk])).status_code == 409
    assert not Request.objects.exists()


def test_who_is_not_known_there_finds_nothing(cast: people.Cast, closed: Episode, noor: Client) -> None:
    tells(noor, CHECK_IN)
    page = reverse("portal:told", args=[told(closed, "check_in").pk])
    stranger = log_in(Client(), people.account_of(cast.adem).user)
    assert stranger.get(page).status_code == 404
    assert stranger.post(reverse("portal:come_again", args=[told(closed, "check_in").pk])).status_code == 404
    assert noor.get(reverse("portal:told", args=[told(closed, "closing").pk])).status_code == 404
    assert noor.post(reverse("portal:come_again", args=[told(closed, "closing").pk])).status_code == 404
    assert noor.get(reverse("portal:come_again", args=[told(closed, "check_in").pk])).status_code == 405
    assert noor.post(page).status_code == 405


def test_who_only_did_not_know_is_asked_to_look_again(closed: Episode, noor: Client) -> None:
    page = tells(noor, CHECK_IN, now_unwell="dont_know")
    assert "Kijk nog eens naar wat je niet wist" in page and "Dit wist je niet:" in page
    assert "Afgevallen of ziek" in page and "Het speelt op." not in page


def test_an_old_check_in_does_not_ask_for_an_appointment_with_old_answers(
    cast: people.Cast, closed: Episode, noor: Client
) -> None:
    tells(noor, CHECK_IN)
    first = told(closed, "check_in")
    tells(noor, CHECK_IN, now_fever=True)
    assert "Vertel eerst hoe het nu gaat" in noor.get(reverse("portal:told", args=[first.pk])).content.decode()
    assert noor.post(reverse("portal:come_again", args=[first.pk])).url == CHECK_IN
    assert not Request.objects.exists()
