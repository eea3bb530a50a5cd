"""Secrets that travel: the link of an invitation or a ticket, and a code that is handed over. Only hashes are kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from ruggespraak import keys

LASTS = timedelta(days=7)
TRIES = 5
CODE_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without 0, O, 1, I and L: the code is read aloud and written by hand."""


@dataclass(frozen=True)
class Secrets:
    """Readable once, at the moment of inviting."""

    token: str
    code: str


def new_secrets() -> Secrets:
    """A 256-bit token, and six signs out of 31 (30 bits; five tries)."""
    return Secrets(new_token(), "".join(secrets.choice(CODE_SIGNS) for _sign in range(6)))


def new_token() -> str:
    """256 bits, as they stand in an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """How a token is kept and found."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_hash(code: str, *, token: str, practice_id: UUID) -> str:
    """How a code is kept: keyed, and tied to its token; spaces and small letters do not matter."""
    written = code.replace(" ", "").replace("-", "").upper()
    return keys.fingerprint(f"invitation:{token_hash(token)}:{written}", practice_id=practice_id)
