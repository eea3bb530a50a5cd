"""The rights matrix: every address × method × everybody, expected from the access mark and the table of permissions.

A new address is tried by itself. What it needs in it that is not known here fails with what to add.
"""

import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

import rights
from rights import House
from routes import Route, routes
from ruggespraak import clock
from ruggespraak.audit.models import Line, Outcome
from ruggespraak.people.mandates import Scope
from ruggespraak.people.models import PatientAccount, Ticket
from ruggespraak.people.permissions import NEEDS_RELATION, ROLES, SCOPES

pytestmark = pytest.mark.django_db

ROUTES = routes()
OURS = [route for route in ROUTES if route.mark != "allauth"]

CLIENTS = {"own client", "other client", "client elsewhere", "reads along"}
ROLE = {
    "own client": "patient",
    "other client": "patient",
    "client elsewhere": "patient",
    "reads along": "representative",
    "front desk": "front_desk",
    "treats": "therapist",
    "treats others": "therapist",
    "treats elsewhere": "therapist",
    "privacy officer": "privacy_officer",
    "owner": "owner",
    "operator": "operator",
}
EVERYBODY = ("visitor", *ROLE, "no longer represents")

NOT_NOW: Mapping[str, str] = {
    "portal:stay_well": "care goes on, and this is the page of its end",
    "portal:come_again": "only after a check-in, which is asked when care has ended",
    "portal:representative_end": "whoever represents ends their own mandate, and this is of another",
    "outcomes:right": "of our own measures no right is recorded, only of those that were brought in",
    "people:reason": "an empty form does not say whose dossier",
}
"""Addresses that are not there for those who may come in, as the furnished client is now; and why."""


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: pytest.FixtureDef) -> Iterator[House]:
    """Furnished once; whatever a request does to it is rolled back at once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield rights.furnish()
        transaction.set_rollback(True)


class Counter:
    """How many questions the database was asked."""

    total = 0

    def __call__(self, ask: Callable[..., object], *args: object) -> object:
        self.total += 1
        return ask(*args)


def call(browser: Client, method: str, address: str) -> HttpResponseBase:
    """One request that leaves nothing behind. A refusal carries how many refusals the log tells of."""
    cookies = deepcopy(browser.cookies)  # a message about one action would stand on the next page
    with transaction.atomic(), connection.execute_wrapper(questions := Counter()):
        response = browser.generic(method, address)
        response.questions = questions.total
        response.body = body(response)
        response.refusals = refusals() if response.status_code == 403 else 0
        transaction.set_rollback(True)
    browser.cookies = cookies
    return response


def refusals() -> int:
    """How many lines of the log say that something was refused."""
    return Line.objects.filter(outcome=Outcome.REFUSED).count()


def body(response: HttpResponseBase) -> str:
    """All that was sent, the text of paper included."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers.get("Content-Type", "").startswith("application/pdf"):
        content = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout
    return content.decode(errors="replace") + response.headers.get("Location", "")


def expected(route: Route, who: str) -> str:
    """login, no (403), nothing (404), reason (403 with a question) or comes in."""
    if route.who in ("visitor", "ticket"):
        return "comes in"
    if who == "visitor":
        return "login"
    if route.who == "own account":
        return "comes in"
    role = ROLE.get(who)
    if role is None or (route.who == "patient") != (who in CLIENTS):
        return "no"
    may = ROLES[role].permissions & (SCOPES[Scope.READS] if who == "reads along" else ROLES[role].permissions)
    if route.permission not in may:
        return "no"
    if not route.has_objects:
        return "comes in"
    if who in ("other client", "client elsewhere", "treats elsewhere"):
        return "nothing"
    return "reason" if route.permission in NEEDS_RELATION and who in ("treats others", "owner") else "comes in"


def came_to(response: HttpResponseBase) -> str:
    """The same words, from an answer."""
    location = response.headers.get("Location", "")
    if response.status_code == 302 and "/account/login/" in location:
        return "login"
    if response.status_code == 403:
        return "reason" if 'name="whose"' in response.body else "no"
    return {404: "nothing", 410: "over"}.get(
        response.status_code, "comes in" if response.status_code < 500 else "fault"
    )


def may_read(who: str, route: Route) -> tuple[str, ...]:
    """The words of the furnished client that may stand in what this caller gets."""
    if who in ("own client", "reads along", "treats"):
        return (*rights.IDENTITY, *rights.HEALTH, rights.ASKED)
    permissions = ROLES[ROLE[who]].permissions if who in ROLE else frozenset()
    is_of_practice = who in ("front desk", "treats others", "owner", "privacy officer", "operator")
    if is_of_practice and route.permission in permissions and {"see_patients", "see_requests"} <= set(permissions):
        return (*rights.IDENTITY, rights.ASKED)
    return ()


def leaks(who: str, route: Route, response: HttpResponseBase) -> list[str]:
    """What stands in this answer and is not for this caller."""
    allowed = may_read(who, route)
    words = (*rights.IDENTITY, *rights.HEALTH, rights.ASKED)
    return [word for word in words if word not in allowed and word in response.body]


def test_every_address_can_be_filled_in(house: House) -> None:
    known = house.given("")
    missing = [
        f"{route.address}: add what `{name}` is of the furnished client to `own` in tests/rights.py"
        for route in OURS
        for name in route.names
        if name not in known
    ]
    assert missing == []


def test_every_address_says_its_methods() -> None:
    silent = [route.address for route in OURS if not route.methods]
    assert silent == [], "write require_safe, require_POST or require_http_methods above the mark"


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_gets_what_is_theirs_and_nothing_else(house: House, who: str) -> None:
    wrong, read, before = [], set(), refusals()
    for route in tried_by(who):
        address = route.at(house.given(route.name))
        for method in route.methods:
            response = call(house.callers[who], method, address)
            came, due = came_to(response), expected(route, who)
            is_gone = came == "nothing" and due == "comes in" and is_not_there(route, who)
            if came != due and not is_gone:
                wrong.append(f"{method} {address} ({route.name}): {response.status_code} {came}, not {due}")
            if came == "no" and response.refusals == before:
                wrong.append(f"{method} {address} ({route.name}): refused, and no line of the log says so")
            if came == "no" and not has_reason(response):
                wrong.append(f"{method} {address} ({route.name}): refused without a reason")
            wrong += [f"{method} {address} ({route.name}): {word!r}" for word in leaks(who, route, response)]
            read |= {word for word in (rights.FAMILY_NAME, rights.WORD) if word in response.body}
    assert wrong == [], "\n".join(wrong)
    if who in ("own client", "reads along", "treats"):
        assert read == {rights.FAMILY_NAME, rights.WORD}, "what is searched for stands nowhere"


def tried_by(who: str) -> list[Route]:
    """All addresses; those that ask nothing of anybody only by who might be known there all the same."""
    return [route for route in OURS if route.who != "visitor" or who in ("visitor", "other client")]


def is_not_there(route: Route, who: str) -> bool:
    """Whether it may be missing: not there for anybody now, or a page of somebody else's own record."""
    return route.name in NOT_NOW or (who in ("other client", "client elsewhere") and not route.has_objects)


def has_reason(response: HttpResponseBase) -> bool:
    """Whether a refusal says more than that it is one."""
    general = ("Je account heeft hier geen recht op",)
    return response.status_code == 403 and not any(sentence in response.body for sentence in general)


STRANGERS = ("other client", "treats elsewhere", "front desk")
FEW = 1
"""So many questions to the database more or fewer tell nothing."""


@pytest.mark.parametrize("who", STRANGERS)
def test_not_yours_looks_like_not_there(house: House, who: str) -> None:
    """The same answer in status, body and number of questions to the database: no id can be tried out."""
    differ, tried = [], 0
    for route in OURS:
        if not route.has_objects or expected(route, who) not in ("nothing", "no"):
            continue
        given = house.given(route.name)
        never = given | {name: uuid4() for name in route.names if f"<uuid:{name}>" in route.address}
        for method in route.methods:
            tried += 1
            theirs = call(house.callers[who], method, route.at(given))
            nobodys = call(house.callers[who], method, route.at(never))
            if (theirs.status_code, plain(theirs.body)) != (nobodys.status_code, plain(nobodys.body)):
                differ.append(f"{method} {route.address}: {theirs.status_code} and {nobodys.status_code}")
            if not theirs.questions or abs(theirs.questions - nobodys.questions) > FEW:
                differ.append(f"{method} {route.address}: {theirs.questions} and {nobodys.questions} questions")
    assert tried > 10
    assert differ == [], "\n".join(differ)


def plain(text: str) -> str:
    """A page without what differs each time: the ids that were asked for, and the secrets of its forms."""
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "ID", text)
    text = re.sub(r'(name="(csrfmiddlewaretoken|once)" value=)"[^"]*"', r"\1", text)
    return re.sub(r'("X-CSRFToken": |nonce=|csrf-token" content=)"[^"]*"', r"\1", text)


def test_an_own_episode_opens_no_entry_of_another(house: House) -> None:
    """Two ids in one address, of two people: both must belong together."""
    own = house.cast.sven.episodes.get()
    both = [route for route in OURS if {"episode_id", "entry_id"} <= set(route.names)]
    assert both
    for route in both:
        for method in route.methods:
            response = call(
                house.callers["treats others"], method, route.at(house.given(route.name) | {"episode_id": own.id})
            )
            assert response.status_code == 404, f"{method} {route.address}"


def test_choosing_the_record_of_another_chooses_nothing(house: House) -> None:
    browser, account = house.callers["other client"], PatientAccount.objects.own().get(patient=house.patient)
    browser.post("/account/records/", {"record": str(account.id)})
    assert not leaked(body(browser.get("/my/record/"))) and not leaked(body(browser.get("/my/record/download/file/")))


def leaked(text: str) -> list[str]:
    """The words of the furnished client in this text."""
    return [word for word in (*rights.IDENTITY, *rights.HEALTH, rights.ASKED) if word in text]


@pytest.mark.parametrize(
    "change", [{"ended_at": clock.now()}, {"expires_at": clock.now() - timedelta(1)}, {"purpose": "x"}]
)
def test_a_link_that_is_over_opens_nothing(house: House, change: dict[str, object]) -> None:
    Ticket.objects.update(**change)
    for route in (route for route in OURS if route.who == "ticket"):
        never = route.at({"token": "never-was"})
        for method in route.methods:
            over = call(house.callers["own client"], method, route.at(house.given(route.name)))
            unknown = call(house.callers["own client"], method, never)
            assert over.status_code == unknown.status_code == 410, route.address
            assert plain(over.body.replace(route.at(house.given(route.name)), never)) == plain(unknown.body)
            assert not leaked(over.body)


def test_a_link_opens_only_what_it_is_for(house: House) -> None:
    for route in (route for route in OURS if route.who == "ticket"):
        for purpose, token in house.tokens.items():
            opens = call(Client(), "GET", route.at({"token": token})).status_code != 410
            assert opens == (purpose == rights.TICKETS[route.name]), f"{purpose} at {route.address}"


def test_who_reads_along_sends_nothing() -> None:
    sends = {route.name for route in OURS if route.who == "patient" and "POST" in route.methods}
    let = {route.name for route in OURS if route.name in sends and expected(route, "reads along") == "comes in"}
    assert let == {
        "portal:ask_mails",
        "portal:reminders",
        "portal:calendar",
        "portal:representative_end",
    }, "more than links of their own and their own mandate: say here why that is theirs"


def test_any_other_method_is_refused_before_anybody_is_looked_at(house: House) -> None:
    wrong = []
    for route in OURS:
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - set(route.methods):
            status = call(house.callers["visitor"], method, route.at(house.given(route.name))).status_code
            if status != 405:
                wrong.append(f"{method} {route.address}: {status}")
    assert wrong == []


def test_pages_about_an_account_tell_nothing_of_another(house: House) -> None:
    ids = {"pk": 1, "uidb36": "1", "key": "set-password"}
    for who in ("visitor", "other client", "operator"):
        for route in (route for route in ROUTES if route.mark == "allauth"):
            names = ids.keys() & set(route.names) if route.names else set()
            response = call(
                house.callers[who], "GET", route.at({name: ids[name] for name in route.names} if names else {})
            )
            assert response.status_code < 500 and not leaked(response.body), f"{who}: {route.address}"
