"""My record as one file that other programs read, and that anyone can check (docs/for-practices/the-record-file.md).

Canonical JSON: the same record gives the same bytes, but for the moment it was made. Its size, in memory too, is bound
to what one person's record holds. `seal` names every part with its digest and carries the practice's signature.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from pathways.explain import tell
from pathways.model import answers_to_json
from ruggespraak import clock, keys
from ruggespraak.audit.chain import End, canonical
from ruggespraak.audit.models import Head as LogHead
from ruggespraak.audit.verify import one_moment
from ruggespraak.care import asked
from ruggespraak.dossier.models import Entry, Head, PackVersion
from ruggespraak.dossier.proof import proof_of
from ruggespraak.dossier.reading import Reading, open_entry
from ruggespraak.exercises.models import Log
from ruggespraak.language import LANGUAGES
from ruggespraak.letters.models import Letter
from ruggespraak.letters.preview import ANSWER as LETTER_ANSWER
from ruggespraak.outcomes.models import Ask, DiaryDay
from ruggespraak.people.mandates import mandates_shown_to
from ruggespraak.people.models import Patient
from ruggespraak.portal.looks import one_by_one
from ruggespraak.portal.mine import episodes_of

FORMAT = "ruggespraak-record/1"
PERSON = (
    "given_name", "initials", "family_name", "born_on", "sex", "bsn", "email", "phone", "street", "postcode", "city",
    "language", "gp_name", "gp_practice", "gp_phone", "registered_at",
)  # fmt: skip
ASKED = ("id", "episode_id", "kind", "form", "opens_on", "closes_on", "mailed_at", "reminded_at")
PRACTICE = ("id", "name", "street", "postcode", "city", "phone", "email", "agb")
CONSENTS = ("exam_consent", asked.DECISION, asked.SHARE_WITH_GP, LETTER_ANSWER)
"""Questions whose answer is a consent, or says that there is none."""
NAMES = ("number", "id", "hash")
"""The first of these that a part has is its name in the seal."""

Part = dict[str, Any]


def record_file(patient: Patient, reader: UUID) -> bytes:
    """The whole record as one JSON text. `reader` is called "you" among those who looked.

    Raises Damaged or NotPossible when a part of the record cannot be read: half a record is not handed out.
    """
    with one_moment():
        record = _record(patient, reader)
    return canonical({**record, "seal": seal(record)}).encode()


def seal(record: Mapping[str, Any]) -> Part:
    """Every part of the record by name with its digest, in order, and one signature under all of them."""
    parts = [[name, digest(part)] for name, part in parts_of(record)]
    signature = keys.sign(message(parts))
    return {"parts": parts, "public_key": keys.public_key().public_bytes_raw().hex(), "signature": signature.hex()}


def parts_of(record: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Whatever stands at the top; of a list, each of its items."""
    for section, value in sorted(record.items()):
        if isinstance(value, list):
            yield from ((f"{section} {_name(item)}", item) for item in value)
        else:
            yield section, value


def message(parts: Sequence[object]) -> bytes:
    """What is signed."""
    return f"ruggespraak:record:{digest(parts)}".encode()


def digest(part: object) -> str:
    """SHA-256 (hex) of a part in canonical JSON."""
    return hashlib.sha256(canonical(part).encode()).hexdigest()


def _record(patient: Patient, reader: UUID) -> Part:
    readings = [open_entry(entry) for entry in _entries(patient)]
    return {
        "format": FORMAT,
        "made_at": clock.now().isoformat(),
        "person": _columns(patient, PERSON),
        "practice": _columns(patient.practice, PRACTICE),
        "episodes": list(_episodes(patient)),
        "entries": [_entry(reading) for reading in readings],
        "pathways": list(_pathways({reading.entry.pack_id for reading in readings} | _packs_of_diary(patient))),
        "letters": list(_letters(patient)),
        "consents": [consent for reading in readings for consent in _consents(reading)],
        "exercise_log": list(_exercise_log(patient)),
        "asked": list(_asked(patient)),
        "diary": list(_diary(patient)),
        "representatives": list(_representatives(patient, reader)),
        "looks": list(_looks(patient, reader)),
        "ends": _ends(patient),
    }


def _name(item: Part) -> str:
    named = item.get("header", item)
    return next(str(named[name]) for name in NAMES if name in named)


def _columns(row: object, names: Iterable[str]) -> Part:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: object) -> object:
    """As JSON holds it: a day and a moment in ISO 8601, everything else that is no text or number as text."""
    if value is None or isinstance(value, (str, int)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _entries(patient: Patient) -> Iterator[Entry]:
    entries = Entry.objects.filter(practice_id=patient.practice_id).of_patient(patient).in_order()
    return entries.select_related("content", "dossier").iterator()


def _episodes(patient: Patient) -> Iterator[Part]:
    for episode in episodes_of(patient).order_by("number"):
        columns = _columns(episode, ("id", "number", "complaint", "opened_at", "closed_at"))
        yield columns | {"therapist": episode.therapist.name}


def _entry(reading: Reading) -> Part:
    return proof_of(reading.entry) | {"in_words": {language: _in_words(reading, language) for language in LANGUAGES}}


def _in_words(reading: Reading, language: str) -> Part:
    """The page as the client reads it: its title, and label and sentence of every answer."""
    lines = tell(reading.asked, reading.answers, language, reader="patient")
    title = reading.asked.title.in_(language)
    return {"title": title, "lines": [[label, sentence] for label, sentence, _question in lines]}


def _pathways(hashes: Iterable[str]) -> Iterator[Part]:
    for kept in PackVersion.objects.filter(pk__in=hashes).order_by("pack", "version", "pk"):
        yield {"hash": kept.pk, "pack": kept.pack, "version": kept.version, "content": kept.content}


def _letters(patient: Patient) -> Iterator[Part]:
    for letter in Letter.objects.of_patient(patient).order_by("made_at", "id").iterator():
        columns = _columns(letter, ("id", "entry_id", "digest", "recipient", "made_at", "sent_at"))
        sending = {"way": letter.sending.way, "sent_by": letter.sending.sent_by.name} if letter.is_sent else {}
        yield columns | sending | {"pdf": base64.b64encode(letter.pdf).decode()}


def _consents(reading: Reading) -> Iterator[Part]:
    """What was agreed to, refused or taken back, and to which exact version and text."""
    also = reading.also
    for question in CONSENTS:
        if (answer := reading.answers.get(question)) is not None:
            yield {
                "id": f"{reading.entry.number}:{question}",
                "entry": reading.entry.number,
                "answer": answer,
                "version": also.get("plan_hash") or also.get("letter_hash"),
                "text": also.get("text_hash"),
            }


def _exercise_log(patient: Patient) -> Iterator[Part]:
    """Every tap, also one that a later tap of the same day took back."""
    for tap in Log.objects.of_patient(patient).order_by("logged_at", "id").iterator():
        columns = _columns(tap, ("id", "episode_id", "done_on", "said_at", "logged_at"))
        yield columns | tap.words(tap.episode.dossier.key)


def _asked(patient: Patient) -> Iterator[Part]:
    """What was asked at which moment, and which entry is the answer; what is still to come as well."""
    for ask in Ask.objects.of_patient(patient).order_by("opens_on", "id").iterator():
        columns = _columns(ask, ASKED)
        yield columns | {"entry": ask.entry.number if ask.entry else None}


def _representatives(patient: Patient, reader: UUID) -> Iterator[Part]:
    """Who acts or acted; a representative finds only themselves."""
    columns = ("id", "name", "capacity", "scope", "ground", "words", "given_at", "ends_on", "why_no_end", "ended_at")
    for mandate in mandates_shown_to(patient, reader):
        since = mandate.accepted_at
        yield _columns(mandate, columns) | {"began_at": since.isoformat() if since else None}


def _diary(patient: Patient) -> Iterator[Part]:
    """Every day as it was said, also what a later page about the same day replaced."""
    for day in DiaryDay.objects.of_patient(patient).order_by("recorded_at", "id").iterator():
        columns = _columns(day, ("id", "episode_id", "on", "said_at", "recorded_at", "pack_id"))
        yield columns | {"answers": json.loads(answers_to_json(day.answers(day.episode.dossier.key)))}


def _packs_of_diary(patient: Patient) -> set[str]:
    return set(DiaryDay.objects.of_patient(patient).values_list("pack_id", flat=True))


def _looks(patient: Patient, reader: UUID) -> Iterator[Part]:
    """The lines of the log in words. What a line was made of holds names of accounts and networks of others: its hash
    stands here instead, so that the practice can be held to the line."""
    for line, look in one_by_one(patient, reader):
        yield {
            "number": line.number,
            "previous": line.previous,
            "hash": line.hash,
            "at": line.at.isoformat(),
            "event": line.event,
            "who": look.who,
            "role": look.role,
            "what": look.deeds[0].what,
            "ground": look.ground,
            "reason": look.reason,
            "was_refused": look.was_refused,
        }


def _ends(patient: Patient) -> Part:
    """How far the practice's two chains had come: signed, so that it cannot shorten them later."""
    ends: list[End | None] = [model.objects.filter(pk=patient.practice_id).first() for model in (Head, LogHead)]
    return {
        end.chain: {"count": end.count, "hash": end.hash, "signature": bytes(end.signature).hex()}
        for end in ends
        if end is not None
    }
