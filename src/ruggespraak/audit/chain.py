"""A chain of rows: each is numbered, repeats the hash of the one before, and the end is signed.

hash  SHA-256 over every other column, the previous hash included: changes show, also to an outsider
tag   keyed hash over `hash`: who has only the database cannot write a row, not even by re-chaining all that follow
head  (count, hash), signed with Ed25519 and repeated in the witness file: a cut tail and an older state show
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import models, transaction

from ruggespraak import keys
from ruggespraak.audit import witness
from ruggespraak.audit.kept import WrittenOnce

FORMAT = 1


class Link(WrittenOnce):
    """One row of a chain."""

    number = models.PositiveBigIntegerField()
    format = models.PositiveSmallIntegerField(default=FORMAT)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    tag = models.CharField(max_length=64)

    since: ClassVar[Mapping[str, int]] = {}
    """Columns that joined in a later format, with that format: older rows are hashed without them, for ever."""
    impersonal: ClassVar[frozenset[str]] = frozenset({"number", "format", "previous", "hash", "tag"})

    class Meta:
        abstract = True

    @property
    def chained(self) -> dict[str, object]:
        """What is hashed: every column of this row's format but `hash` and `tag`, by name."""
        return {
            field.attname: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.attname not in ("hash", "tag") and self.since.get(field.attname, 1) <= self.format
        }

    def compute_hash(self) -> str:
        """SHA-256 over what is chained, in canonical form: the same on every database."""
        return hash_of(self.chained)


class End(models.Model):
    """Where a practice's chain ends: how many rows, the hash of the last, signed with the key outside the database."""

    practice_id: UUID
    count = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="", blank=True)
    signature = models.BinaryField(default=b"")

    chain: ClassVar[str]
    personal: ClassVar[frozenset[str]] = frozenset()
    impersonal: ClassVar[frozenset[str]] = frozenset({"count", "hash", "signature"})

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.count} {self.hash[:12]}"

    @property
    def message(self) -> bytes:
        """What is signed."""
        return head_message(self.chain, self.practice_id, self.count, self.hash)

    @property
    def is_signed(self) -> bool:
        """Whether this end was signed with our key."""
        return keys.is_signed(self.message, bytes(self.signature))


def append(row: Link, end: End) -> None:
    """Write `row` behind `end` (locked by the caller) and move the signed end on; after commit, tell the witness."""
    row.number, row.previous = end.count + 1, end.hash
    row.hash = row.compute_hash()
    row.tag = keys.tag(row.hash)
    row.save()
    end.count, end.hash = row.number, row.hash
    end.signature = keys.sign(end.message)
    end.save(update_fields=["count", "hash", "signature"])
    seen = witness.Seen(end.chain, str(end.practice_id), end.count, end.hash, end.signature.hex())
    transaction.on_commit(lambda: witness.saw(seen, lambda number: _hash_at(row, end.practice_id, number)), robust=True)


def _hash_at(newest: Link, practice_id: UUID, number: int) -> str | None:
    """Which hash stands at a number in the chain that ends with `newest`."""
    if number == newest.number - 1:
        return newest.previous
    rows: models.Manager[Any] = type(newest)._default_manager
    return rows.filter(practice_id=practice_id, number=number).values_list("hash", flat=True).first()


def head_message(chain: str, practice_id: object, count: int, last_hash: str) -> bytes:
    """What is signed: which chain, of whom, how long, ending where."""
    return f"ruggespraak:{chain}:{practice_id}:{count}:{last_hash}".encode()


def hash_of(columns: Mapping[str, object]) -> str:
    """SHA-256 over names and values in canonical form."""
    return hashlib.sha256(canonical(columns).encode()).hexdigest()


def canonical(value: object) -> str:
    """JSON in which nothing is left to choose: what is hashed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=_as_text)


def refuse_loose_values(value: object) -> None:
    """Only what every database gives back unchanged may be chained: texts, whole numbers, yes/no, lists, maps."""
    match value:
        case None | bool() | int() | str():
            return
        case list() | tuple():
            for item in value:
                refuse_loose_values(item)
        case dict():
            for key, item in value.items():
                refuse_loose_values(item if isinstance(key, str) else 0.0)
        case _:
            raise TypeError(f"{value!r} may come back differently from the database: write it as text.")


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{value!r} has no canonical form.")
