"""What a practice does with a request: register or decline, once, by who may."""

from datetime import date

import pytest
from cryptography.exceptions import InvalidTag

import people
import said
from people import Cast
from ruggespraak.agenda import actions
from ruggespraak.agenda.models import Request, State
from ruggespraak.agenda.replay import replay
from ruggespraak.audit.actor import VISITOR, Actor
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import sign
from ruggespraak.dossier.reading import Reading, read
from ruggespraak.dossier.replay import Report
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


# A known client asks again


@pytest.fixture
def said_again(cast: Cast) -> Reading:
    """Noor's check-in after her treatment was finished: she would like help again, and has a fever."""
    episode = said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)
    said.up_to("session", episode, by=cast.anna)
    sign(episode, "closing", said.closing(), by=cast.anna)
    by = people.account_of(cast.noor).as_actor()
    return read(sign(episode, "check_in", said.check_in(help_again=True, now_fever=True), by=by))


def again(cast: Cast, said_again: Reading, by: Actor | None = None) -> Request:
    by = by or people.account_of(cast.noor).as_actor()
    return actions.ask_again(cast.noor, said_again, words="Graag weer.", moments="", by=by)


def test_a_known_client_asks_with_the_level_of_what_they_told(cast: Cast, said_again: Reading) -> None:
    request = again(cast, said_again)
    assert (request.level, request.is_signal) == ("gp_same_day", True)
    assert (request.name, request.client, request.patient) == (cast.noor.name, cast.noor, None)
    assert request.shared_answers == said_again.answers


def test_asked_twice_it_waits_once(cast: Cast, said_again: Reading) -> None:
    assert again(cast, said_again) == again(cast, said_again)
    assert Request.objects.count() == 1


def test_a_known_client_is_taken_up_and_never_registered_twice(cast: Cast, said_again: Reading) -> None:
    request = again(cast, said_again)
    with pytest.raises(NotPossible):
        actions.register_from(request, cast.adem, by=cast.front_desk)
    actions.take_up(request, by=cast.front_desk)
    request.refresh_from_db()
    assert (request.state, request.patient) == (State.REGISTERED, cast.noor)
    assert Line.objects.get(event="appointment.taken_up").patient_handle == cast.noor.handle
    with pytest.raises(NotPossible):
        actions.take_up(request, by=cast.front_desk)


def test_somebody_new_is_registered_first(cast: Cast, request_: Request) -> None:
    with pytest.raises(NotPossible):
        actions.take_up(request_, by=cast.front_desk)


def test_while_treated_and_for_somebody_else_there_is_nothing_to_ask(cast: Cast, said_again: Reading) -> None:
    with pytest.raises(NotAllowed):
        actions.ask_again(cast.adem, said_again, words="", moments="", by=people.account_of(cast.adem).as_actor())
    said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)
    with pytest.raises(NotPossible):
        again(cast, said_again)


def test_replay_weighs_what_a_client_told_again_too(cast: Cast, said_again: Reading) -> None:
    again(cast, said_again)
    report = Report()
    replay(report, cast.practice)
    assert not report.findings and sum(tally.same for tally in report.tallies.values()) == 1
