"""Ids of our own for the linkIds and codes of others: valid names, never two alike, whatever the order."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from pathways.model import DONT_KNOW

LONGEST = 40
#: Words that already mean something in an expression or an answer.
_RESERVED = frozenset(
    "and or not in any all none at_least at_most exactly count has_any sum yes no true false ja nee "
    f"day days week weeks month months year years en of niet null {DONT_KNOW}".split()
)


def id_like(words: str, otherwise: str) -> str:
    """The readable id nearest to a text; `otherwise` when nothing of it can stand in an id."""
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:LONGEST].rstrip("_") or otherwise


def ids_for(words: Iterable[str], prefix: str, taken: frozenset[str] = frozenset()) -> dict[str, str]:
    """An id for each distinct word: prefix and readable form; where two read alike, with a digest of the word."""
    every = list(dict.fromkeys(words))
    readable = Counter(id_like(word, "item") for word in every)
    ids: dict[str, str] = {}
    for digits in (6, 16, 64):
        ids = {word: prefix + _told_apart(word, readable, taken, digits) for word in every}
        if len(set(ids.values())) == len(every):
            return ids
    raise ValueError("two different words have the same SHA-256")  # pragma: no cover


def _told_apart(word: str, readable: Counter[str], taken: frozenset[str], digits: int) -> str:
    plain = id_like(word, "item")
    if readable[plain] == 1 and plain not in taken:
        return plain
    return f"{plain}_{hashlib.sha256(word.encode('utf-8', 'surrogatepass')).hexdigest()[:digits]}"


def option_ids(codes: Iterable[str]) -> dict[str, str]:
    """Ids for the codes of one question's options: `a` before what starts with a digit or already means something."""
    return {code: _as_option(name) for code, name in ids_for(codes, "").items()}


def _as_option(name: str) -> str:
    if name[0].isdigit():
        return f"a{name}"
    return f"a_{name}" if name in _RESERVED or re.match("a[0-9_]", name) else name
