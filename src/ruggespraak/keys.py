"""The keys that live outside the database, and what is done with them.

Whoever holds only the database can read no dossier content and cannot make a changed record look untouched.
Two files in the folder `settings.KEYS`: `root.key` (wraps the key of each dossier) and `signing.key` (Ed25519, signs
the head of each practice's chains).
"""

import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE_BYTES = 12


def make_keys(folder: Path) -> None:
    """Make the key files that are missing; never touch one that is there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_once(folder / "root.key", AESGCM.generate_key(256))
    _write_once(folder / "signing.key", Ed25519PrivateKey.generate().private_bytes_raw())


def new_key() -> bytes:
    """A fresh 256-bit key for one dossier."""
    return AESGCM.generate_key(256)


def seal(plain: bytes, *, key: bytes, place: str) -> bytes:
    """Encrypt with AES-256-GCM; `place` (table, row …) is bound in, so a sealed value cannot be moved elsewhere."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def unseal(sealed: bytes | memoryview, *, key: bytes, place: str) -> bytes:
    """The plain bytes, or `cryptography.exceptions.InvalidTag` when key, place or content is not the original."""
    return AESGCM(key).decrypt(bytes(sealed[:NONCE_BYTES]), bytes(sealed[NONCE_BYTES:]), place.encode())


def wrap(key: bytes, *, place: str) -> bytes:
    """A dossier key, sealed with the root key."""
    return seal(key, key=root_key(), place=place)


def unwrap(wrapped: bytes | memoryview, *, place: str) -> bytes:
    """The dossier key that `wrap` sealed."""
    return unseal(wrapped, key=root_key(), place=place)


def practice_key(practice_id: object) -> bytes:
    """The key of one practice for what belongs to no dossier yet (requests, BSN), derived from the root key."""
    return hmac.digest(root_key(), f"practice:{practice_id}".encode(), hashlib.sha256)


def fingerprint(value: str, *, practice_id: object) -> str:
    """A keyed hash to find a secret value again (BSN, invitation code) without keeping it readable."""
    return hmac.new(practice_key(practice_id), value.encode(), hashlib.sha256).hexdigest()


def sign(message: bytes) -> bytes:
    """An Ed25519 signature, 64 bytes."""
    return _signing_key().sign(message)


def is_signed(message: bytes, signature: bytes) -> bool:
    """Whether `signature` was made over `message` with our signing key."""
    try:
        public_key().verify(bytes(signature), message)
    except InvalidSignature:
        return False
    return True


def public_key() -> Ed25519PublicKey:
    """What others need to check our signatures."""
    return _signing_key().public_key()


def root_key() -> bytes:
    """The key that wraps all others."""
    return _read(settings.KEYS / "root.key")


def _signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_read(settings.KEYS / "signing.key"))


@lru_cache(maxsize=8)
def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ImproperlyConfigured(
            f"The key file {path} is missing. A new practice: run `ruggespraak keys`. An existing one: put the kept "
            "copy back; without it no dossier can be read and no record can be verified."
        ) from None


def _write_once(path: Path, content: bytes) -> None:
    if not path.exists():
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
