"""The witness: files beside the keys, outside the database, that remember the newest end of every chain.

Someone who puts an older copy of the database back has signed ends that are genuine, only old. The witness has seen
newer ones. It is written after the commit, so it may lag behind a crash; it is never ahead of what was committed.
"""

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from ruggespraak import clock


@dataclass(frozen=True, slots=True)
class Seen:
    """An end of a chain as it was signed."""

    chain: str
    practice_id: str
    count: int
    hash: str
    signature: str


class Unreadable(Exception):
    """A witness file is damaged, or not ours."""


def saw(seen: Seen, hash_at: Callable[[int], str | None]) -> None:
    """Remember this end, unless a newer one is known, or the known one is not on the way to it.

    `hash_at` says which hash stands at a number in the chain that now ends at `seen`. When an older copy of the
    database was put back and work went on, that is another hash than the witness knows: it keeps what it knows.
    """
    path = _path(seen.chain, seen.practice_id)
    with _alone():
        known = read(path) if path.exists() else None
        if known is None or (known.count < seen.count and hash_at(known.count) == known.hash):
            _replace(path, json.dumps(asdict(seen)))


def set_aside(path: Path) -> None:
    """Stop believing this file, and keep it as evidence."""
    path.rename(path.with_suffix(f".{clock.now():%Y%m%d-%H%M%S-%f}.aside"))


def files(chain: str) -> list[Path]:
    """The witness files of one kind of chain, one per practice."""
    return sorted(_folder().glob(f"{chain}-*.json"))


def read(path: Path) -> Seen:
    """What a witness file says; raises Unreadable."""
    try:
        seen = Seen(**json.loads(path.read_text()))
    except (ValueError, TypeError) as fault:
        raise Unreadable(f"The witness file {path.name} cannot be read.") from fault
    if not isinstance(seen.count, int) or path != _path(seen.chain, seen.practice_id):
        raise Unreadable(f"The witness file {path.name} does not belong there.")
    return seen


def _replace(path: Path, text: str) -> None:
    # No fsync: after a power cut the witness may be a moment old, which proves a moment less and alarms nobody.
    fresh = path.with_suffix(".new")
    fresh.write_text(text)
    fresh.replace(path)


@contextmanager
def _alone() -> Iterator[None]:
    with (_folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _folder() -> Path:
    folder = Path(settings.KEYS) / "witness"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _path(chain: str, practice_id: str) -> Path:
    return _folder() / f"{chain}-{practice_id}.json"
