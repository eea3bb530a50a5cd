"""Who acts for a client: the page of the practice."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

import people
from login import log_in
from ruggespraak import clock
from ruggespraak.audit.models import Line
from ruggespraak.people.actions import hire
from ruggespraak.people.mandates import Mandate
from ruggespraak.people.models import Patient, Role


@pytest.fixture
def els(cast: people.Cast, client: Client) -> Client:
    """The browser of the front desk."""
    return log_in(client, cast.desk_at_work.user)


def posted(**more: str) -> dict[str, str]:
    last = (clock.today() + timedelta(days=60)).isoformat()
    who = {"name": "Jo Hendriks", "email": "jo@x.example", "capacity": "role_curator", "scope": "decides"}
    return {**who, "ground": "law", "words": "Beschikking gezien", "ends_on": last, **more}


def test_the_practice_lets_somebody_in_hands_over_the_code_and_ends_it(cast: people.Cast, els: Client) -> None:
    page = reverse("desk:representatives", args=[cast.noor.pk])
    assert "Niemand handelt namens deze cliënt" in els.get(page).content.decode()
    answer = els.post(reverse("desk:let_in", args=[cast.noor.pk]), posted())
    assert answer.status_code == 200 and "Geef deze code aan Jo Hendriks" in answer.content.decode()
    mandate = Mandate.objects.get()
    assert (mandate.words, mandate.given_by) == ("Beschikking gezien", cast.desk_at_work.user)
    assert "Jo Hendriks" in els.get(reverse("desk:client", args=[cast.noor.pk])).content.decode()
    again = els.post(reverse("desk:representative_again", args=[mandate.pk]))
    assert "Geef deze code aan Jo Hendriks" in again.content.decode()
    ended = els.post(reverse("desk:representative_end", args=[mandate.pk]), follow=True)
    assert "kan niet meer handelen namens deze cliënt" in ended.content.decode()
    assert els.get(reverse("desk:representative_end", args=[mandate.pk])).status_code == 405
    assert Line.objects.filter(event="patient.seen", screen="desk:representatives").exists()


def test_what_is_missing_is_said(cast: people.Cast, els: Client) -> None:
    for more in ({"words": ""}, {"ground": ""}, {"capacity": "role_parent"}, {"ends_on": ""}, {"ends_on": "x"}):
        answer = els.post(reverse("desk:let_in", args=[cast.noor.pk]), posted(**more))
        assert answer.status_code == 422 and 'id="errors"' in answer.content.decode()
    assert not Mandate.objects.exists()


def test_another_practice_s_client_is_not_here(cast: people.Cast, elsewhere: people.Cast, els: Client) -> None:
    mandate = people.representative_of(elsewhere.noor).mandate
    assert mandate is not None
    assert els.get(reverse("desk:representatives", args=[elsewhere.noor.pk])).status_code == 404
    assert els.post(reverse("desk:let_in", args=[elsewhere.noor.pk]), posted()).status_code == 404
    for name in ("desk:representative_again", "desk:representative_end"):
        assert els.post(reverse(name, args=[mandate.pk])).status_code == 404


def test_the_privacy_officer_may_not(cast: people.Cast, client: Client) -> None:
    officer = hire(cast.practice, by=cast.owner, email="p@x.example", name="P", role=Role.PRIVACY_OFFICER)
    answer = log_in(client, officer.user).get(reverse("desk:representatives", args=[cast.noor.pk]))
    assert answer.status_code == 403 and "dit mag je niet" in answer.content.decode()


def test_between_twelve_and_sixteen_the_page_says_that_both_decide(cast: people.Cast, els: Client) -> None:
    page = reverse("desk:representatives", args=[cast.noor.pk])
    for years, says in ((11, False), (12, True), (15, True), (16, False)):
        born = clock.today() - timedelta(days=round(365.25 * years) + 2)
        Patient.objects.filter(pk=cast.noor.pk).update(born_on=born)
        assert ("beslissen cliënt en ouder samen" in els.get(page).content.decode()) is says, years
