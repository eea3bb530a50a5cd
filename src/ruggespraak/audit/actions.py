"""Writing the log. `event` opens the transaction and writes the line in it: no line, no change."""

import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from uuid import UUID

from django.conf import settings
from django.db import transaction

from ruggespraak import clock, keys
from ruggespraak.audit.actor import Actor, Subject
from ruggespraak.audit.models import Action, Head, Line, Outcome


@dataclass
class Details:
    """What becomes known only while the change is made: filled in inside the `with` block."""

    subject: Subject
    consent_id: UUID | None = None
    fields: dict[str, object] = field(default_factory=dict)


@contextmanager
def event(name: str, *, by: Actor, on: Subject, action: Action = Action.UPDATE) -> Iterator[Details]:
    """A change, its transaction and its line in one. `name` is `noun.past`; fill the yielded details inside.

    When the block raises, neither the change nor the line is kept.
    """
    details = Details(subject=on)
    with transaction.atomic():
        yield details
        _append(name, by=by, details=details, action=action, outcome=Outcome.DONE)


def look(name: str, *, by: Actor, on: Subject, screen: str = "", query: str = "") -> None:
    """A look at a record, or a search for one; `query` names the kind of search, never the words."""
    details = Details(subject=on)
    with transaction.atomic():
        _append(
            name, by=by, details=details, action=Action.READ, outcome=Outcome.DONE, screen=screen, query=query
        )


def refusal(name: str, *, by: Actor, on: Subject) -> None:
    """Something asked for and refused."""
    with transaction.atomic():
        _append(name, by=by, details=Details(subject=on), action=Action.EXECUTE, outcome=Outcome.REFUSED)


def _append(
    name: str,
    *,
    by: Actor,
    details: Details,
    action: Action,
    outcome: Outcome,
    screen: str = "",
    query: str = "",
) -> Line:
    head, _ = Head.objects.select_for_update().get_or_create(practice_id=by.practice_id)
    line = Line(
        practice_id=by.practice_id,
        number=head.count + 1,
        previous=head.hash,
        at=clock.now(),
        event=name,
        action=action,
        outcome=outcome,
        purpose=by.purpose,
        policy_version=version("ruggespraak"),
        user_id=by.user_id,
        account_id=by.account,
        user_name=by.name,
        role=by.role,
        channel=by.channel,
        device_id=by.device,
        ip=by.ip,
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
        node=platform.node(),
        system_id=settings.ADDRESS,
        release=version("ruggespraak"),
    )
    line.hash = line.compute_hash()
    line.save(force_insert=True)
    advance(head, line.hash)
    return line


def advance(head: Head, new_hash: str) -> None:
    """Move the signed end of the chain one line on."""
    head.count += 1
    head.hash = new_hash
    head.signature = keys.sign(head_message("audit", head.practice_id, head.count, head.hash))
    head.save()


def head_message(chain: str, practice_id: UUID, count: int, last_hash: str) -> bytes:
    """What is signed: which chain, of whom, how long, ending where."""
    return f"ruggespraak:{chain}:{practice_id}:{count}:{last_hash}".encode()
