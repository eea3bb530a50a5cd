"""How long one stays in."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

import people
from login import log_in
from people import Cast
from ruggespraak import clock
from ruggespraak.people.models import Once
from ruggespraak.people.timer import tick

NOON = clock.now().replace(hour=9, minute=0)
PAGE = "/account/secure/"


def is_in(client: Client, at: datetime) -> bool:
    with clock.standing_at(at):
        return client.get(PAGE).status_code == 200


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@pytest.fixture
def staff(client: Client, cast: Cast) -> Client:
    return log_in(client, cast.anna_at_work.user)


@pytest.fixture
def patient(client: Client, cast: Cast) -> Client:
    return log_in(client, people.account_of(cast.noor).user)


def test_a_therapist_who_walks_away_is_logged_out_after_fifteen_minutes(staff: Client) -> None:
    assert is_in(staff, NOON)
    assert is_in(staff, NOON + minutes(14))
    assert is_in(staff, NOON + minutes(28))
    assert not is_in(staff, NOON + minutes(43))
    assert not is_in(staff, NOON + minutes(43))


def test_a_client_after_twenty(patient: Client) -> None:
    assert is_in(patient, NOON)
    assert is_in(patient, NOON + minutes(19))
    assert not is_in(patient, NOON + minutes(39))


@pytest.mark.parametrize(("who", "hours"), [("staff", 12), ("patient", 8)])
def test_nobody_stays_longer_than_a_working_day_however_busy(who: str, hours: int, request) -> None:
    client = request.getfixturevalue(who)
    for quarter in range(hours * 6):
        assert is_in(client, NOON + minutes(10 * quarter))
    assert not is_in(client, NOON + timedelta(hours=hours))


def test_not_every_request_writes_the_session(staff: Client) -> None:
    assert is_in(staff, NOON)
    first = staff.session["seen_at"]
    assert is_in(staff, NOON + minutes(0.5))
    assert staff.session["seen_at"] == first
    assert is_in(staff, NOON + minutes(1))
    assert staff.session["seen_at"] > first


def test_time_forgets_form_posts_of_yesterday(db: None) -> None:
    Once.objects.create(key="old", posted_at=NOON - timedelta(days=2))
    Once.objects.create(key="new", posted_at=NOON)
    assert list(tick(NOON)) == ["Forgotten: 1 form posts, 0 sessions"]
    assert Once.objects.get().key == "new"
    assert list(tick(NOON)) == []
