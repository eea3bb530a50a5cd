"""Do the roots still fit the lines below them, each other, our signature, and the file that was published?"""

import json
from collections.abc import Iterator
from uuid import UUID

from ruggespraak import keys
from ruggespraak.audit.chain import canonical, hash_of
from ruggespraak.audit.merkle import root_of
from ruggespraak.audit.models import Line, Root, Span
from ruggespraak.audit.roots import leaf_of, message, published, published_file, spans_of
from ruggespraak.audit.verify import UNREADABLE, Finding


def check_roots() -> Iterator[Finding]:
    """Everything that is not as it was sealed. Reads every line once more, one root at a time."""
    before: Root | None = None
    ends: dict[UUID, int] = {}
    for root in Root.objects.order_by("number").prefetch_related("spans").iterator(chunk_size=100):
        yield from (Finding("", None, sentence) for sentence in _faults(root, before, ends))
        before = root
    yield from _published(before.number if before else 0)


def _faults(root: Root, before: Root | None, ends: dict[UUID, int]) -> Iterator[str]:
    name = f"The root {root.number} over the log"
    if root.number != (before.number + 1 if before else 1):
        yield f"A root before number {root.number} over the log is missing."
    elif root.previous != (before.hash if before else ""):
        yield f"{name} does not follow on the one before."
    if hash_of(root.told) != root.hash or not keys.is_signed(message(root.hash), bytes(root.signature)):
        yield f"{name} was changed, or does not carry our signature."
    spans = spans_of(root)
    for span in spans:
        if span.first != ends.get(span.practice_id, 0) + 1:
            yield f"{name} does not begin where the one before ended."
        ends[span.practice_id] = span.last
    if not _fits(root, spans):
        yield f"{name} no longer fits: a line below it was changed, added or removed."


def _fits(root: Root, spans: list[Span]) -> bool:
    try:
        leaves = [leaf_of(line) for span in spans for line in _lines(span)]
    except UNREADABLE:
        return False
    return len(leaves) == root.size and root_of(leaves).hex() == root.root


def _lines(span: Span) -> Iterator[Line]:
    lines = Line.objects.filter(practice_id=span.practice_id, number__range=(span.first, span.last))
    return lines.order_by("number").iterator()


def _published(count: int) -> Iterator[Finding]:
    """The file may lag behind a crash; what it does hold must be what stands in the database."""
    path = published_file()
    lines = path.read_text().splitlines() if path.exists() else []
    if len(lines) > count:
        yield Finding("", None, f"{len(lines)} roots over the log were published, but the database knows {count}.")
    for number, line in enumerate(lines[:count], start=1):
        if not _is_published(number, line):
            yield Finding("", None, f"The root {number} over the log is another one than was published.")


def _is_published(number: int, line: str) -> bool:
    root = Root.objects.filter(number=number).first()
    try:
        return root is not None and json.loads(line) == json.loads(canonical(published(root)))
    except ValueError:
        return False
