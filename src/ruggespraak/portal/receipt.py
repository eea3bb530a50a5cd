"""A receipt that others can check: the answer, the exact text, both entries as they were signed, under one signature.

Canonical JSON. Every value in it is named in the seal with its digest, so that whoever checks can say what was changed.
The page that checks it: docs/for-practices/check-receipt.html.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ruggespraak import clock, keys
from ruggespraak.audit.chain import canonical
from ruggespraak.dossier.models import Entry
from ruggespraak.dossier.proof import proof_of
from ruggespraak.dossier.reading import open_entry
from ruggespraak.dossier.receipts import code_of, statement_of
from ruggespraak.people.models import Patient
from ruggespraak.portal.plan import Answered, Receipt

FORMAT = "ruggespraak-receipt/1"
PRACTICE = ("id", "name", "street", "postcode", "city", "phone")

Part = dict[str, Any]


def receipt_file(receipt: Receipt, patient: Patient, language: str) -> bytes:
    """The receipt as one JSON text."""
    content = _content(receipt, patient, language)
    return canonical({**content, "seal": seal(content)}).encode()


def code_in(receipt: Receipt) -> str:
    """The short code of the last answer: for the square code, and to paste."""
    return code_of(statement_of(open_entry(_last(receipt))))


def seal(content: Mapping[str, Any]) -> Part:
    """Every value by its path with its digest, in order, and one signature under all of them."""
    parts = [[path, digest(value)] for path, value in leaves(content)]
    signature = keys.sign(message(parts))
    return {"parts": parts, "public_key": keys.public_key().public_bytes_raw().hex(), "signature": signature.hex()}


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value that holds no others (empty lists and maps too) by its place: “answers 1 header occurred_at”."""
    if isinstance(value, Mapping) and value:
        for key in sorted(value):
            yield from leaves(value[key], f"{path} {key}".strip())
    elif isinstance(value, list) and value:
        for number, item in enumerate(value, 1):
            yield from leaves(item, f"{path} {number}")
    else:
        yield path, value


def message(parts: object) -> bytes:
    """What is signed."""
    return f"ruggespraak:receipt-file:{digest(parts)}".encode()


def digest(value: object) -> str:
    """SHA-256 (hex) of a value in canonical JSON."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _content(receipt: Receipt, patient: Patient, language: str) -> Part:
    practice, version = patient.practice, receipt.page.version
    return {
        "format": FORMAT,
        "made_at": clock.now().isoformat(),
        "language": language,
        "practice": {name: str(getattr(practice, name)) for name in PRACTICE},
        "person": {"name": patient.name, "born_on": patient.born_on.isoformat()},
        "plan": {"number": version.number, "mark": receipt.page.mark, **proof_of(receipt.page.reading.entry)},
        "text": receipt.page.reading.text[receipt.language],
        "text_hash": receipt.page.seen.text_hash,
        "answers": [_answer(answered) for answered in receipt.answers],
        "code": code_in(receipt),
    }


def _answer(answered: Answered) -> Part:
    told = ("decision", "words", "way", "given_by", "recorded_by", "mark")
    said = {name: getattr(answered, name) for name in told} | {"at": answered.at.isoformat()}
    return {"in_words": said, **proof_of(answered.entry)}


def _last(receipt: Receipt) -> Entry:
    return receipt.answers[-1].entry


def square(text: str, says: str) -> SafeString:
    """A square code as a drawing, dark on light also in the dark: a camera must read it."""
    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return format_html(
        '<svg class="square" viewBox="0 0 {0} {0}" width="240" height="240" role="img" aria-label="{1}">'
        '<rect width="{0}" height="{0}" fill="#fff"/><path d="{2}" fill="#000"/></svg>',
        len(rows),
        says,
        dark,
    )
