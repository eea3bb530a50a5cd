"""Contents under the dossier's key: sealed, committed to, opened."""

import hashlib
import os

from cryptography.exceptions import InvalidTag

from ruggespraak import keys
from ruggespraak.dossier.models import Content, Dossier, Entry

SALT_BYTES = 32


def with_salt(plain: bytes) -> bytes:
    """The content with a fresh salt before it: without it, nobody can test a guess against the commitment."""
    return os.urandom(SALT_BYTES) + plain


def commitment_to(salted: bytes) -> str:
    """A hash that binds a header to its content and, once the content is destroyed, tells nothing about it."""
    return hashlib.sha256(salted).hexdigest()


def seal_content(salted: bytes, entry: Entry, dossier: Dossier) -> bytes:
    """The content as it is stored."""
    return keys.seal(salted, key=dossier.key, place=entry.place)


def open_salted(entry: Entry, dossier: Dossier) -> tuple[bytes, bytes]:
    """The salt, and what the entry says: together they are what its header commits to.

    Raises InvalidTag when they are not.
    """
    salted = _unsealed(entry.content, entry, dossier.key)
    return salted[:SALT_BYTES], salted[SALT_BYTES:]


def is_content(content: Content, entry: Entry, key: bytes) -> bool:
    """Whether this is what was signed with that header."""
    try:
        return bool(_unsealed(content, entry, key))
    except (InvalidTag, TypeError):
        return False


def _unsealed(content: Content, entry: Entry, key: bytes) -> bytes:
    salted = keys.unseal(content.sealed, key=key, place=entry.place)
    if commitment_to(salted) != entry.commitment:
        raise InvalidTag
    return salted
