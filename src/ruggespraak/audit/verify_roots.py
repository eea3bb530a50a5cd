"""Do the roots still fit the lines below them, each other, our signature, and the file that was published?"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from ruggespraak import keys
from ruggespraak.audit.chain import canonical, hash_of
from ruggespraak.audit.merkle import root_of
from ruggespraak.audit.models import Root, Span
from ruggespraak.audit.roots import leaves_of, message, published, published_file, spans_of
from ruggespraak.audit.verify import UNREADABLE, Finding


def check_roots() -> Iterator[Finding]:
    """Everything that is not as it was sealed. Reads every line once more, one root at a time."""
    path = published_file()
    public = path.read_text().splitlines() if path.exists() else []
    try:
        yield from (Finding("", None, sentence) for sentence in _sentences(public))
    except UNREADABLE:
        yield Finding("", None, "A root over the log cannot be read: it was changed.")


def _sentences(public: Sequence[str]) -> Iterator[str]:
    """The file may lag behind a crash; what it does hold must be what stands in the database."""
    before: Root | None = None
    ends: dict[UUID, int] = {}
    for root in Root.objects.order_by("number").prefetch_related("spans").iterator(chunk_size=100):
        yield from _faults(root, before, ends)
        if root.number <= len(public) and canonical(published(root)) != public[root.number - 1]:
            yield f"The root {root.number} over the log is another one than was published."
        before = root
    known = before.number if before else 0
    if len(public) > known:
        yield f"{len(public)} roots over the log were published, but the database knows {known}."


def _faults(root: Root, before: Root | None, ends: dict[UUID, int]) -> Iterator[str]:
    """What is wrong with one root. `ends`: how far each practice was covered until now; moved on here."""
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


def _fits(root: Root, spans: Sequence[Span]) -> bool:
    try:
        leaves = leaves_of(spans)
    except UNREADABLE:
        return False
    return len(leaves) == root.size and root_of(leaves).hex() == root.root
