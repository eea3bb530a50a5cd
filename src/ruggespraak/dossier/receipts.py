"""What somebody answered to which exact text, as a code short enough to scan, and held against the record.

The code is signed with the practice's Ed25519 key and names nobody: whoever finds it learns that somebody at this
practice answered a plan on a day. Layout, and what it proves: docs/decisions/0025-receipts.md.
"""

import base64
import json
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ruggespraak import keys
from ruggespraak.dossier.models import Entry
from ruggespraak.dossier.proof import proof_of
from ruggespraak.dossier.reading import Damaged, Reading, open_entry
from ruggespraak.errors import NotPossible

PREFIX, VERSION = "RR1.", 1
PURPOSE = b"ruggespraak:receipt:"
LAYOUT = struct.Struct(">B16sHBQ32s32s32s")  # version, practice, plan number, answer, seconds, plan, text, answer entry
KEY, SIGNATURE = 32, 64
QUESTION = "consent_decision"
"""The question of the form `consent` that holds the answer."""
ANSWERS = ("given", "refused", "withdrawn", "question")
"""The answers in the order of their numbers in the code; new ones only behind these."""


@dataclass(frozen=True)
class Statement:
    """What the code states. Hashes in hex; `at` to the second."""

    practice_id: UUID
    number: int
    answer: str
    at: datetime
    plan: str
    text: str
    entry: str

    @property
    def packed(self) -> bytes:
        """As it is signed, behind `PURPOSE`."""
        return LAYOUT.pack(
            VERSION,
            self.practice_id.bytes,
            self.number,
            ANSWERS.index(self.answer),
            int(self.at.timestamp()),
            *(bytes.fromhex(each) for each in (self.plan, self.text, self.entry)),
        )


class Unreadable(ValueError):
    """This is no code of a receipt; the sentence says why."""


def statement_of(reading: Reading) -> Statement:
    """What an answer to a plan states."""
    also = reading.also
    return Statement(
        practice_id=reading.entry.practice_id,
        number=int(str(also["plan_number"])),
        answer=str(reading.answers[QUESTION]),
        at=reading.entry.occurred_at.replace(microsecond=0),
        plan=str(also["plan_hash"]),
        text=str(also["text_hash"]),
        entry=reading.entry.hash,
    )


def code_of(statement: Statement) -> str:
    """The statement, our key and our signature, in 298 letters, digits, - and _."""
    signed = statement.packed + keys.public_key().public_bytes_raw() + keys.sign(PURPOSE + statement.packed)
    return _written(signed)


def read_code(code: str) -> Statement:
    """What a code states, when it is whole and its own key signed it. Raises Unreadable."""
    raw = _bytes_of("".join(code.split()))
    packed, key, signature = raw[: LAYOUT.size], raw[LAYOUT.size : -SIGNATURE], raw[-SIGNATURE:]
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, PURPOSE + packed)
    except (InvalidSignature, ValueError):
        raise Unreadable("a sign of this code was changed: the signature is not that of what it states") from None
    version, practice, number, answer, seconds, plan, text, entry = LAYOUT.unpack(packed)
    if version != VERSION or answer >= len(ANSWERS):
        raise Unreadable("this code was made by a newer version")
    at = datetime.fromtimestamp(seconds, UTC)
    return Statement(UUID(bytes=practice), number, ANSWERS[answer], at, plan.hex(), text.hex(), entry.hex())


def _bytes_of(code: str) -> bytes:
    code = code.rpartition("#")[2]  # the square code is an address with the code behind the hash sign
    if not code.startswith(PREFIX):
        raise Unreadable(f"a code of a receipt begins with {PREFIX}")
    try:
        raw = base64.b64decode(code.removeprefix(PREFIX) + "==", altchars=b"-_", validate=True)
    except ValueError:
        raise Unreadable("a sign in this code does not belong there") from None
    if len(raw) != LAYOUT.size + KEY + SIGNATURE:
        raise Unreadable("this code is not whole")
    if _written(raw) != code:  # the last sign holds bits that mean nothing: those too are as they were made
        raise Unreadable("a sign of this code was changed")
    return raw


def _written(raw: bytes) -> str:
    return PREFIX + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def key_in(code: str) -> str:
    """The public key (hex) that a code carries."""
    raw = _bytes_of("".join(code.split()))
    return raw[LAYOUT.size : -SIGNATURE].hex()


@dataclass(frozen=True)
class Held:
    """A statement held against the record: what does not fit, and what else there is to know."""

    statement: Statement
    faults: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Whether the record says what the receipt says."""
        return not self.faults


def hold(code: str) -> Held:
    """What a receipt states, against what stands in the record. Raises Unreadable."""
    statement = read_code(code)
    notes = [] if key_in(code) == keys.public_key().public_bytes_raw().hex() else [OTHER_KEY]
    answer, plan = (_entry(statement, found) for found in (statement.entry, statement.plan))
    if answer is None:
        return Held(statement, ("there is no such answer in the record",), tuple(notes))
    if plan is None:
        return Held(statement, ("there is no such plan in the record",), tuple(notes))
    faults = tuple(_faults(statement, answer, plan))
    return Held(statement, faults, (*notes, *(_since(answer, plan) if not faults else ())))


def hold_file(content: bytes) -> Held:
    """The same for the file of a receipt, or the PDF that holds it: each part of it too. Raises Unreadable."""
    record = _record(content)
    held = hold(str(record["code"]))
    if not held.fits:
        return held
    faults = [fault for name, part in _parts(record) for fault in _against_record(held.statement, name, part)]
    plan = _entry(held.statement, held.statement.plan)
    if plan is None or record["text"] not in open_entry(plan).text.values():
        faults.append("the text is not the one that was answered")
    return replace(held, faults=tuple(faults))


def _record(content: bytes) -> dict[str, Any]:
    try:
        record = json.loads(_inside_pdf(content) if content.startswith(b"%PDF-") else content)
        missing = {"code", "text", "plan", "answers"} - record.keys()
    except (ValueError, AttributeError):
        raise Unreadable("this file is not one of a receipt") from None
    if missing:
        raise Unreadable("this file is not one of a whole receipt")
    return dict(record)


def _inside_pdf(content: bytes) -> bytes:
    for found in re.finditer(rb"/EmbeddedFile.*?stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            return zlib.decompress(found[1])
        except zlib.error:
            continue
    raise Unreadable("there is no receipt in this PDF")


def _parts(record: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield "plan", record["plan"]
    yield from ((f"answer {number}", answer) for number, answer in enumerate(record["answers"], 1))


def _against_record(statement: Statement, name: str, part: Mapping[str, Any]) -> Iterator[str]:
    entry = _entry(statement, str(part.get("hash")))
    if entry is None:
        yield f"{name}: there is no such entry in the record"
        return
    proof = proof_of(entry)
    yield from (f"{name}: {key} is not that of the record" for key in proof if part.get(key) != proof[key])


OTHER_KEY = "It was signed with another key than the one in use here now."


def _entry(statement: Statement, entry_hash: str) -> Entry | None:
    found = Entry.objects.filter(practice_id=statement.practice_id, hash=entry_hash)
    return found.select_related("content", "dossier").first()


def _faults(statement: Statement, answer: Entry, plan: Entry) -> Iterator[str]:
    yield from (
        f"the {name} is not as it was written"
        for name, entry in (("answer", answer), ("plan", plan))
        if entry.compute_hash() != entry.hash or not keys.is_tagged(entry.hash, entry.tag)
    )
    try:
        stated = statement_of(open_entry(answer))
        open_entry(plan)
    except (Damaged, NotPossible) as refusal:
        yield str(refusal)
        return
    except (KeyError, ValueError):
        yield "what it names is not an answer to a plan"
        return
    if answer.about_id != plan.pk:
        yield "the answer is not about this plan"
    yield from (
        f"the record has another {name}"
        for name, column in NAMES.items()
        if getattr(stated, column) != getattr(statement, column)
    )


NAMES = {"plan number": "number", "answer": "answer", "moment": "at", "plan": "plan", "text": "text"}


def _since(answer: Entry, plan: Entry) -> Iterator[str]:
    """What was said later about the same plan, and whether it was replaced."""
    later = Entry.objects.filter(about=plan, form=answer.form, number__gt=answer.number)
    for entry in later.in_order().select_related("dossier"):
        said = open_entry(entry).answers.get(QUESTION)
        yield f"Later the answer to the same plan became: {said}, {entry.occurred_at:%Y-%m-%d %H:%M} UTC."
    if Entry.objects.filter(episode_id=plan.episode_id, form=plan.form, number__gt=plan.number).exists():
        yield "There is a newer version of this plan."
