"""The visit: what a visitor has answered so far, sealed in one cookie of their own browser and kept nowhere else.

The cookie ends with the browser's session, or thirty minutes after the last answer. One that is too old, was tampered
with or belongs to another version of the pathway is no visit: the check begins anew.
"""

import base64
import binascii
import hashlib
import hmac
import json
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from pathways.model import Answers, Pathway, answers_from_json, answers_to_json
from ruggespraak import clock, keys

COOKIE = "__Host-visit" if settings.IS_SECURE else "visit"
LIFETIME = timedelta(minutes=30)
LARGEST = 4096  # bytes of name, value and attributes together: what every browser keeps
ATTRIBUTES = 100  # bytes, more than "; HttpOnly; Path=/; SameSite=Lax; Secure" takes


@dataclass(frozen=True)
class Visit:
    """Answers so far, the pages that were answered, and the level that already stopped the questions once."""

    pack: str
    answers: Answers = field(default_factory=dict)
    seen: tuple[str, ...] = ()
    heeded: str = ""
    answered_at: datetime | None = None


def begin(pathway: Pathway) -> Visit:
    """A visit without answers."""
    return Visit(pack=pathway.content_hash)


def read(request: HttpRequest, pathway: Pathway) -> Visit | None:
    """The visit in the cookie; None when there is none that still counts."""
    content = _open(request.COOKIES.get(COOKIE, ""))
    if content is None or content["pack"] != pathway.content_hash:
        return None
    answered_at = datetime.fromtimestamp(content["at"], UTC)
    if clock.now() - answered_at > LIFETIME:
        return None
    return Visit(
        pack=content["pack"],
        answers=answers_from_json(content["answers"]),
        seen=tuple(content["seen"]),
        heeded=content["heeded"],
        answered_at=answered_at,
    )


def fits(visit: Visit) -> bool:
    """Whether a browser can keep this visit."""
    return len(COOKIE) + len(_seal(visit)) + ATTRIBUTES <= LARGEST


def keep(response: HttpResponse, visit: Visit) -> None:
    """Send the visit along with a response. It counts from `answered_at`."""
    response.set_cookie(COOKIE, _seal(visit), httponly=True, secure=settings.IS_SECURE, samesite="Lax", path="/")


def wipe(response: HttpResponse) -> None:
    """Let the browser forget the visit."""
    response.set_cookie(COOKIE, "", max_age=0, httponly=True, secure=settings.IS_SECURE, samesite="Lax", path="/")


def _seal(visit: Visit) -> str:
    content = {
        "pack": visit.pack,
        "at": int((visit.answered_at or clock.now()).timestamp()),
        "seen": visit.seen,
        "heeded": visit.heeded,
        "answers": answers_to_json(visit.answers),
    }
    packed = zlib.compress(json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode(), 9)
    return base64.urlsafe_b64encode(keys.seal(packed, key=_key(), place="visit")).decode()


def _open(value: str) -> dict[str, Any] | None:
    if not value or len(value) > LARGEST:
        return None
    try:
        packed = keys.unseal(base64.urlsafe_b64decode(value), key=_key(), place="visit")
    except (InvalidTag, ValueError, binascii.Error):
        return None
    content: dict[str, Any] = json.loads(zlib.decompress(packed))  # what opens was sealed by us
    return content


def _key() -> bytes:
    return hmac.digest(keys.root_key(), b"visit", hashlib.sha256)
