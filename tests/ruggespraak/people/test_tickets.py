"""Secret links: what they open, for how long, and what they never open."""

from datetime import timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from people import Cast, account_of
from ruggespraak import clock
from ruggespraak.audit.models import Line
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.people.access import TicketRequest, ticket
from ruggespraak.people.actions import end_tickets, issue_ticket
from ruggespraak.people.models import PatientAccount, Ticket
from ruggespraak.people.permissions import Permission

PURPOSE = "moments"


@pytest.fixture
def account(cast: Cast) -> PatientAccount:
    """Noor, who can log in."""
    return account_of(cast.noor)


@pytest.fixture
def token(cast: Cast, account: PatientAccount) -> str:
    """A link of hers that holds until it is ended."""
    return issue_ticket(cast.noor, PURPOSE, holder=account.user, by=cast.anna)


@ticket(PURPOSE, may=Permission.SEE_MOMENTS)
def moments(request: TicketRequest) -> HttpResponse:
    return HttpResponse(f"{request.patient.given_name} {request.actor.role}")


@ticket(PURPOSE, may=Permission.READ_OWN_DOSSIER)
def record(request: TicketRequest) -> HttpResponse:
    return HttpResponse("never")


def opened(token: str, rf: RequestFactory) -> HttpResponse:
    request: HttpRequest = rf.get("/")
    return moments(request, token=token)


class TestALink:
    def test_opens_its_one_thing_for_whoever_has_it(self, token: str, rf: RequestFactory) -> None:
        answer = opened(token, rf)
        assert (answer.status_code, answer.content) == (200, b"Noor bearer")

    def test_never_opens_a_record(self, token: str, rf: RequestFactory) -> None:
        with pytest.raises(NotAllowed, match="eigen dossier"):
            record(rf.get("/"), token=token)

    def test_of_another_purpose_is_no_link(self, cast: Cast, account: PatientAccount, rf: RequestFactory) -> None:
        other = issue_ticket(cast.noor, "stop", holder=account.user, by=cast.anna)
        assert opened(other, rf).status_code == 410

    def test_is_kept_hashed(self, token: str) -> None:
        kept = str(vars(Ticket.objects.get())) + str([vars(line) for line in Line.objects.all()])
        assert token not in kept

    def test_leaves_one_line_an_hour(self, token: str, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
        for _again in range(3):
            opened(token, rf)
        assert Line.objects.filter(event="ticket.used").count() == 1
        later = clock.now() + timedelta(minutes=61)
        monkeypatch.setattr(clock, "now", lambda: later)
        opened(token, rf)
        assert Line.objects.filter(event="ticket.used").count() == 2


class TestTheEnd:
    """Every kind of over looks the same."""

    def test_of_time(self, cast: Cast, account: PatientAccount, rf: RequestFactory, monkeypatch) -> None:
        token = issue_ticket(cast.noor, PURPOSE, holder=account.user, lasts=timedelta(days=3), by=cast.anna)
        assert opened(token, rf).status_code == 200
        later = clock.now() + timedelta(days=3)
        monkeypatch.setattr(clock, "now", lambda: later)
        self.is_over(opened(token, rf), rf)

    def test_by_being_ended(self, cast: Cast, token: str, rf: RequestFactory) -> None:
        assert end_tickets(cast.noor, PURPOSE, by=cast.anna) == 1
        self.is_over(opened(token, rf), rf)
        assert end_tickets(cast.noor, PURPOSE, by=cast.anna) == 0

    def test_with_the_way_in_of_its_holder(self, token: str, account: PatientAccount, rf: RequestFactory) -> None:
        account.ended_at = clock.now()
        account.save()
        self.is_over(opened(token, rf), rf)

    @staticmethod
    def is_over(answer: HttpResponse, rf: RequestFactory) -> None:
        never_was = opened("nooit-geweest", rf)
        assert (answer.status_code, answer.content) == (410, never_was.content)
        assert "werkt niet meer" in answer.content.decode()


class TestIssuing:
    def test_is_for_who_has_an_account(self, cast: Cast, account: PatientAccount) -> None:
        with pytest.raises(NotPossible):
            issue_ticket(cast.adem, PURPOSE, holder=account.user, by=cast.anna)

    def test_stays_within_the_practice(self, cast: Cast, elsewhere: Cast, account: PatientAccount) -> None:
        with pytest.raises(NotAllowed):
            issue_ticket(cast.noor, PURPOSE, holder=account.user, by=elsewhere.anna)
        with pytest.raises(NotAllowed):
            end_tickets(cast.noor, PURPOSE, by=elsewhere.anna)
