"""The keys that live outside the database, and what is done with them.

Whoever holds only the database can read no dossier content and cannot make a changed record look untouched.
In the folder `settings.KEYS`: `root.key` (wraps the key of each dossier), `signing.key` (Ed25519, signs the end of
each practice's chains) and `secret.key` (Django's, for sessions and forms). Lose them and every dossier is lost: keep
a copy apart from the database's backup.
"""

import hashlib
import hmac
import os
import secrets
import stat
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
NONCE_BYTES = 12


def make_keys(folder: Path) -> list[Path]:
    """Make the key files that are missing and return them; never touch one that is there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = {
        folder / "root.key": AESGCM.generate_key(256),
        folder / "secret.key": secrets.token_urlsafe(64).encode(),
        folder / "signing.key": Ed25519PrivateKey.generate().private_bytes_raw(),
    }
    return [path for path, content in fresh.items() if _write_once(path, content)]


def new_key() -> bytes:
    """A fresh 256-bit key for one dossier."""
    return AESGCM.generate_key(256)


def seal(plain: bytes, *, key: bytes, place: str) -> bytes:
    """Encrypt with AES-256-GCM; `place` (table, row …) is bound in, so a sealed value cannot be moved elsewhere."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def unseal(sealed: bytes | memoryview, *, key: bytes, place: str) -> bytes:
    """The plain bytes, or `cryptography.exceptions.InvalidTag` when key, place or content is not the original."""
    sealed = bytes(sealed)
    # AESGCM calls a value too short to be sealed at all a ValueError; here it is a change like any other.
    nonce, body = sealed[:NONCE_BYTES].ljust(NONCE_BYTES, b"\0"), sealed[NONCE_BYTES:]
    return AESGCM(key).decrypt(nonce, body, place.encode())


def wrap(key: bytes, *, place: str) -> bytes:
    """A dossier key, sealed with the root key."""
    return seal(key, key=root_key(), place=place)


def unwrap(wrapped: bytes | memoryview, *, place: str) -> bytes:
    """The dossier key that `wrap` sealed."""
    return unseal(wrapped, key=root_key(), place=place)


def practice_key(practice_id: object) -> bytes:
    """The key of one practice for what belongs to no dossier yet (requests, BSN), derived from the root key."""
    return _derive("practice", practice_id)


def fingerprint(value: str, *, practice_id: object) -> str:
    """A keyed hash to find a secret value again (BSN, invitation code) without keeping it readable."""
    return hmac.new(_derive("fingerprint", practice_id), value.encode(), hashlib.sha256).hexdigest()


def tag(value: str) -> str:
    """A keyed hash that only we can make: marks a row of a chain as written by us."""
    return hmac.new(_derive("tag", ""), value.encode(), hashlib.sha256).hexdigest()


def is_tagged(value: str, claimed: str) -> bool:
    """Whether `claimed` is our tag of `value`."""
    return hmac.compare_digest(tag(value).encode(), claimed.encode())


def sign(message: bytes) -> bytes:
    """An Ed25519 signature, 64 bytes."""
    return _signing_key().sign(message)


def is_signed(message: bytes, signature: bytes) -> bool:
    """Whether `signature` was made over `message` with our signing key."""
    try:
        public_key().verify(signature, message)
    except InvalidSignature:
        return False
    return True


def public_key() -> Ed25519PublicKey:
    """What others need to check our signatures."""
    return _signing_key().public_key()


def root_key() -> bytes:
    """The key that wraps all others."""
    return _read(Path(settings.KEYS) / "root.key")


def _signing_key() -> Ed25519PrivateKey:
    return _load_signing_key(_read(Path(settings.KEYS) / "signing.key"))


@lru_cache(maxsize=8)
def _load_signing_key(raw: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(raw)


def _derive(use: str, whose: object) -> bytes:
    return hmac.digest(root_key(), f"{use}:{whose}".encode(), hashlib.sha256)


@lru_cache(maxsize=8)
def _read(path: Path) -> bytes:
    try:
        content, mode = path.read_bytes(), path.stat().st_mode
    except FileNotFoundError:
        raise ImproperlyConfigured(
            f"The key file {path} is missing. A new practice: run `ruggespraak keys`. An existing one: put the kept "
            "copy back; without it no dossier can be read and no record can be verified."
        ) from None
    if mode & (stat.S_IRWXO | stat.S_IWGRP):
        raise ImproperlyConfigured(f"Others can reach the key file {path}. Run `chmod 600 {path}`.")
    if len(content) != KEY_BYTES:
        raise ImproperlyConfigured(f"The key file {path} is damaged: put the kept copy back.")
    return content


def _write_once(path: Path, content: bytes) -> bool:
    """Write and sync under another name, then link: after a crash the key is there whole or not at all."""
    if path.exists():
        return False
    fresh = path.with_suffix(f".{os.getpid()}.new")
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        return False
    finally:
        fresh.unlink()
    _sync(path.parent)
    return True


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
