"""Walking a chain from its first row to its signed end, and saying in sentences what is not as it was written."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, models, transaction
from django.db.models.functions import Cast

from ruggespraak import keys
from ruggespraak.audit import witness
from ruggespraak.audit.chain import End, Link, head_message
from ruggespraak.audit.models import Head, Line
from ruggespraak.audit.witness import Seen

CHUNK = 500
UNREADABLE = (ValueError, TypeError, AttributeError, DatabaseError)
"""What a value that somebody overwrote with nonsense raises while it is read."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something is not as it was written."""

    practice_id: str
    number: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that is there, but holds values that no programme of ours wrote."""

    number: int


@dataclass
class Walk:
    """A walk along one chain of one practice. Give it every row in order, then let it arrive."""

    practice_id: str
    noun: str
    """What a row is called in a sentence: "log line", "entry"."""
    nouns: str
    end: End | None
    seen: Seen | None
    count: int = 0
    hash: str | None = ""
    """The hash the next row must repeat; None after a row that was changed."""
    findings: list[Finding] = field(default_factory=list)

    def take(self, row: Link | Unreadable) -> bool:
        """One row further; says whether this row is as it was written."""
        if isinstance(row, Unreadable) or not is_whole(row):
            self._changed(row.number)
            return False
        self._compare_place(row)
        self.count, self.hash = row.number, row.hash
        if self.seen and self.seen.count == row.number and self.seen.hash != row.hash:
            self.find(row.number, "is another one than the witness saw: it was replaced")
        return True

    def arrive(self) -> None:
        """After the last row: does the chain end where it was signed, and where the witness last saw it?"""
        if self.end is None:
            if self.count:
                self.find(None, f"The signed end after {self.noun} {self.count} is missing or cannot be read.")
        elif not _is_signed(self.end):
            self.find(None, f"The signed end at {self.noun} {self.end.count} does not carry our signature.")
        else:
            self._compare_end(self.end)
        self._compare_witness()

    def find(self, number: int | None, what: str) -> None:
        """Note a finding; about a row, `what` is the rest of its sentence."""
        sentence = what if number is None else f"{self.noun.capitalize()} {number} {what}."
        self.findings.append(Finding(self.practice_id, number, sentence))

    def _changed(self, number: int) -> None:
        self.find(number, "was changed")
        if number == self.count + 1:
            self.count, self.hash = number, None

    def _compare_place(self, row: Link) -> None:
        if row.number > self.count + 1:
            self._missing(self.count + 1, row.number - 1, "")
        elif row.number <= self.count:
            self.find(row.number, "is there twice")
        elif self.hash is not None and row.previous != self.hash:
            self.find(row.number, f"does not follow on {self.noun} {self.count}: one of the two was replaced")

    def _compare_end(self, end: End) -> None:
        if end.count > self.count:
            self._missing(self.count + 1, end.count, ": the tail was cut off")
        elif end.count < self.count:
            self.find(self.count, f"stands behind the signed end, {self.noun} {end.count}")
        elif self.hash is not None and end.hash != self.hash:
            self.find(self.count, "is another one than was signed as the end")

    def _compare_witness(self) -> None:
        if self.seen is None:
            return
        message = head_message(self.seen.chain, self.practice_id, self.seen.count, self.seen.hash)
        if not keys.is_signed(message, _bytes_of(self.seen.signature)):
            self.find(None, f"The witness of {self.noun} {self.seen.count} does not carry our signature.")
        elif self.seen.count > self.count:
            self.find(
                None,
                f"The witness saw {self.noun} {self.seen.count}, but the database ends at {self.count}: "
                "the tail was cut off, or an older copy was put back.",
            )

    def _missing(self, first: int, last: int, why: str) -> None:
        which = f"{self.noun} {first} is" if first == last else f"{self.nouns} {first} to {last} are"
        self.findings.append(Finding(self.practice_id, first, f"{which.capitalize()} missing{why}."))


def is_whole(row: Link) -> bool:
    """Whether this row is what we wrote: its own hash, and our tag on it."""
    try:
        return row.compute_hash() == row.hash and keys.is_tagged(row.hash, row.tag)
    except UNREADABLE:
        return False


def walk_log(practice_id: str, seen: Mapping[str, Seen], hear: Callable[[Line], None]) -> Walk:
    """Walk along a practice's log; every line that is whole is handed to `hear`."""
    walk = Walk(practice_id, "log line", "log lines", end_of(Head, practice_id), seen.get(practice_id))
    for line in in_order(Line.objects.filter(practice_id=practice_id)):
        if walk.take(line):
            hear(line)
    walk.arrive()
    return walk


def in_order(rows: models.QuerySet[Any]) -> Iterator[Any]:
    """The rows of a chain by number, some hundreds at a time; one that cannot be read comes as `Unreadable`."""
    last: object = -1
    while isinstance(last, int) and (chunk := _chunk(rows, last)):
        yield from chunk
        last = chunk[-1].number


def readable(rows: models.QuerySet[Any], keys_wanted: Collection[Any]) -> dict[Any, Any]:
    """Primary key → row, in one query; rows that cannot be read are left out."""
    try:
        return rows.in_bulk(list(keys_wanted))
    except UNREADABLE:
        found = {key: _first(rows, pk=key) for key in keys_wanted}
        return {key: row for key, row in found.items() if row is not None}


def end_of(model: type[End], practice_id: str) -> Any:
    """The stored end of a practice's chain, if it is there and can be read."""
    return _first(model._default_manager.all(), practice_id=practice_id)


def practices_in(*tables: models.QuerySet[Any]) -> set[str]:
    """Every practice id that occurs, as text: also one that is no id any more."""
    as_text = Cast("practice_id", models.TextField())
    found = (listed(rows.order_by().values_list(as_text, flat=True).distinct()) for rows in tables)
    return {_id_text(value) for values in found for value in values or ()}


def listed(rows: models.QuerySet[Any, Any]) -> list[Any] | None:
    """The rows, or None when one of them cannot be read."""
    try:
        return list(rows)
    except UNREADABLE:
        return None


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything that is read inside belongs to one moment, while others go on writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # not `atomic`: that begins IMMEDIATE here and would hold up every writer
            cursor.execute("BEGIN")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def what_was_seen(chain: str) -> tuple[dict[str, Seen], list[Finding]]:
    """What the witness last saw of each practice's chain, or a finding for each of its files that is damaged."""
    seen, findings = {}, []
    for path in witness.files(chain):
        try:
            one = witness.read(path)
            seen[one.practice_id] = one
        except witness.Unreadable as fault:
            findings.append(Finding(path.stem.removeprefix(f"{chain}-"), None, str(fault)))
    return seen, findings


def _chunk(rows: models.QuerySet[Any], last: int) -> list[Any]:
    some = rows.filter(number__gt=last).order_by("number")
    try:
        return list(some[:CHUNK])
    except UNREADABLE:
        numbers = list(some.values_list("number", flat=True)[:CHUNK])
        return [_first(rows, number=number) or Unreadable(number) for number in numbers]


def _first(rows: models.QuerySet[Any], **where: Any) -> Any:
    try:
        return rows.filter(**where).first()
    except UNREADABLE:
        return None


def _is_signed(end: End) -> bool:
    try:
        return end.is_signed
    except UNREADABLE:
        return False


def _bytes_of(hexadecimal: str) -> bytes:
    try:
        return bytes.fromhex(hexadecimal)
    except ValueError:
        return b""


def _id_text(value: object) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        return str(value)
