"""Writing the log. `event` opens the transaction and writes the line in it: no line, no change."""

import platform
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from ruggespraak import clock
from ruggespraak.audit import chain
from ruggespraak.audit.actor import Actor, Subject
from ruggespraak.audit.models import Action, Head, Line, Outcome


@dataclass
class Details:
    """What becomes known only while the change is made: filled in inside the `with` block.

    `fields` names what was touched, with identifiers, counts and hashes; never what a record says.
    """

    subject: Subject
    consent_id: UUID | None = None
    fields: dict[str, object] = field(default_factory=dict)


_whole: ContextVar[Details | None] = ContextVar("whole", default=None)


@contextmanager
def event(name: str, *, by: Actor, on: Subject, action: Action = Action.UPDATE) -> Iterator[Details]:
    """A change, its transaction and its line in one. `name` is `noun.past`; fill the yielded details inside.

    When the block raises, neither the change nor the line is kept. Changes of one practice queue here, one after the
    other, so keep slow work (drawing a PDF, sending mail) outside.
    """
    details, whole = Details(subject=on), _whole.get()
    with transaction.atomic():
        if whole is None:
            _queue(by.practice_id)
        yield details
        if whole is None:
            _append(name, by=by, details=details, action=action)
        else:
            changed = whole.fields.setdefault(name, [])
            if isinstance(changed, list):
                changed.append(details.subject.id)


@contextmanager
def together(name: str, *, by: Actor, on: Subject, action: Action = Action.CREATE) -> Iterator[None]:
    """Many changes of one kind of moment, about one person and by one person, in one transaction and on one line.

    The line names every object that the events inside changed, by the name of its event. Without any there is no line.
    """
    details = Details(subject=on)
    with transaction.atomic():
        _queue(by.practice_id)
        token = _whole.set(details)
        try:
            yield
        finally:
            _whole.reset(token)
        if details.fields:
            _append(name, by=by, details=details, action=action)


def look(name: str, *, by: Actor, on: Subject, screen: str = "", query: str = "") -> None:
    """A look at a record, or a search for one; `query` names the kind of search, never the words."""
    with transaction.atomic():
        _append(name, by=by, details=Details(subject=on), action=Action.READ, screen=screen, query=query)


def refusal(name: str, *, by: Actor, on: Subject) -> None:
    """Something asked for and refused."""
    with transaction.atomic():
        _append(name, by=by, details=Details(subject=on), action=Action.EXECUTE, outcome=Outcome.REFUSED)


def _queue(practice_id: UUID) -> None:
    # The end of the log is locked before anything else, by everyone in the same order: no two writers can hold each
    # other up for ever. SQLite has one writer at a time anyway.
    if connection.features.has_select_for_update:
        _end_of(practice_id)


def _end_of(practice_id: UUID) -> Head:
    head, _ = Head.objects.select_for_update().get_or_create(practice_id=practice_id)
    return head


def _append(
    name: str,
    *,
    by: Actor,
    details: Details,
    action: Action,
    outcome: Outcome = Outcome.DONE,
    screen: str = "",
    query: str = "",
) -> Line:
    chain.refuse_loose_values(details.fields)
    line = Line(
        practice_id=by.practice_id,
        at=clock.now(),
        event=name,
        action=action.value,
        outcome=outcome.value,
        purpose=by.purpose,
        policy_version=_release(),
        user_id=by.user_id,
        account_id=by.account,
        user_name=by.name,
        role=by.role,
        channel=by.channel,
        device_id=by.device,
        ip=by.ip or "",
        object_type=details.subject.kind,
        object_id=details.subject.id,
        patient_handle=details.subject.patient_handle,
        screen=screen,
        fields=details.fields,
        basis=by.basis,
        relation_id=by.relation_id,
        consent_id=details.consent_id,
        category=details.subject.category,
        query=query,
        node=_node(),
        system_id=settings.ADDRESS,
        release=_release(),
    )
    chain.append(line, _end_of(by.practice_id))
    return line


@cache
def _release() -> str:
    return version("ruggespraak")


@cache
def _node() -> str:
    return platform.node()
