"""An older copy of the database was put back, and someone stands by that."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from ruggespraak.audit import actions as audit
from ruggespraak.audit import witness
from ruggespraak.audit.actor import Actor, Subject
from ruggespraak.audit.chain import End
from ruggespraak.audit.models import Action, Line
from ruggespraak.audit.models import Head as LogHead
from ruggespraak.audit.roots import set_aside_published
from ruggespraak.audit.verify import end_of
from ruggespraak.dossier.models import Entry, Head
from ruggespraak.errors import NotPossible

CHAINS: tuple[tuple[type[End], Any], ...] = ((LogHead, Line), (Head, Entry))


@dataclass(frozen=True, slots=True)
class Lost:
    """What the witness saw and the database no longer has."""

    seen: witness.Seen
    stands: int
    """How many rows the chain has now."""
    file: Path


def check_accept_older_copy(reason: str, *, by: Actor) -> tuple[Lost, ...]:
    """With a reason, and only when something is lost: what is returned."""
    if not reason.strip():
        raise NotPossible("Say why this copy is accepted.")
    lost = tuple(_lost())
    if not lost:
        raise NotPossible("The database holds all that the witness saw: there is nothing to accept.")
    return lost


def accept_older_copy(reason: str, *, by: Actor) -> tuple[Lost, ...]:
    """From now on the witness goes by this copy. Each chain's log says from where it was lost, and why that is right.

    The witness's old files are kept beside the new ones.
    """
    lost = check_accept_older_copy(reason, by=by)
    for one in lost:
        actor = replace(by, practice_id=UUID(one.seen.practice_id), purpose=reason.strip())
        subject = Subject("chain", one.seen.chain)
        with audit.event("copy.accepted", by=actor, on=subject, action=Action.EXECUTE) as details:
            details.fields = {"seen": one.seen.count, "hash": one.seen.hash, "stands": one.stands}
            witness.set_aside(one.file)
    set_aside_published()
    return lost


def _lost() -> Iterator[Lost]:
    for ends, rows in CHAINS:
        for file in witness.files(ends.chain):
            seen = witness.read(file)
            kept = rows.objects.filter(practice_id=seen.practice_id, number=seen.count, hash=seen.hash)
            if not kept.exists():
                end = end_of(ends, seen.practice_id)
                yield Lost(seen, end.count if end else 0, file)
