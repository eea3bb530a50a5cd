"""What a practice does with a request: register or decline, once, by who may."""

from datetime import date

import pytest
from cryptography.exceptions import InvalidTag

import people
from people import Cast
from ruggespraak.agenda import actions
from ruggespraak.agenda.models import Request, State
from ruggespraak.audit.actor import VISITOR, Actor
from ruggespraak.audit.models import Line
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.post.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return people.cast()


@pytest.fixture
def request_(cast: Cast) -> Request:
    return asked(cast)


def asked(cast: Cast, email: str = "jan@example.org") -> Request:
    return actions.ask_appointment(
        cast.practice,
        by=VISITOR,
        name="Jan de Boer",
        born_on=date(1984, 3, 1),
        email=email,
        phone="",
        words="Ik kan niet lang zitten.",
        moments="",
        language="en",
    )


def test_front_desk_declines_and_the_visitor_hears_it_in_their_language(cast: Cast, request_: Request) -> None:
    actions.decline(request_, by=cast.front_desk)
    request_.refresh_from_db()
    assert (request_.state, request_.settled_by) == (State.DECLINED, cast.desk_at_work.user)
    mail = Mail.objects.get(template="request_declined")
    assert mail.to == "jan@example.org" and "about your request" in mail.subject
    assert Line.objects.filter(event="appointment.declined", user_id=cast.desk_at_work.user_id).exists()


def test_a_request_becomes_a_client(cast: Cast, request_: Request) -> None:
    actions.register_from(request_, cast.noor, by=cast.front_desk)
    request_.refresh_from_db()
    assert (request_.state, request_.patient) == (State.REGISTERED, cast.noor)
    assert Line.objects.get(event="appointment.registered").patient_handle == cast.noor.handle
    assert not Request.objects.of_practice(cast.practice).is_open().exists()


def test_what_was_settled_stays_settled(cast: Cast, request_: Request) -> None:
    actions.decline(request_, by=cast.front_desk)
    with pytest.raises(NotPossible):
        actions.register_from(request_, cast.noor, by=cast.front_desk)
    with pytest.raises(NotPossible):
        actions.decline(request_, by=cast.front_desk)


def test_a_client_of_another_practice_is_refused(cast: Cast, request_: Request) -> None:
    other = people.cast("elders", "Praktijk Elders")
    with pytest.raises(NotPossible):
        actions.register_from(request_, other.noor, by=cast.front_desk)


@pytest.mark.parametrize("role", ["privacy_officer", "author", "operator", "patient", "visitor"])
def test_who_may_not_see_requests_may_not_settle_them(cast: Cast, request_: Request, role: str) -> None:
    nobody = Actor(role=role, practice_id=cast.practice.id)
    with pytest.raises(NotAllowed):
        actions.decline(request_, by=nobody)
    with pytest.raises(NotAllowed):
        actions.register_from(request_, cast.noor, by=nobody)


def test_another_practice_sees_nothing_and_opens_nothing(cast: Cast, request_: Request) -> None:
    other = people.cast("elders", "Praktijk Elders").practice
    assert not Request.objects.of_practice(other).exists()
    moved = Request(id=request_.id, practice=other, sealed=request_.sealed)
    with pytest.raises(InvalidTag):
        _ = moved.words


def test_the_most_urgent_stands_on_top(cast: Cast) -> None:
    calm, urgent = asked(cast, "a@example.org"), asked(cast, "b@example.org")
    Request.objects.filter(pk=urgent.pk).update(level="gp_same_day", urgency=4, is_signal=True)
    assert list(Request.objects.of_practice(cast.practice).in_order()) == [urgent, calm]


def test_a_refused_change_leaves_no_mail_and_no_line(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(actions, "_tell_both", fail)
    with pytest.raises(RuntimeError):
        asked(cast)
    assert not Request.objects.exists() and not Mail.objects.exists()
    assert not Line.objects.filter(event="appointment.asked").exists()
