"""Roots over the log: every hour one signed hash for the new lines of all practices, and a proof for each line.

The chain of a practice shows its keeper every change. A root lets an outsider hold the practice to one line: who has a
root from the time (a letter, a published file, another's download) sees when the line was changed or left out since.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

from ruggespraak import clock, keys
from ruggespraak.audit.chain import canonical, hash_of
from ruggespraak.audit.merkle import leaf_hash, path_to, root_of
from ruggespraak.audit.models import Head, Line, Root, Span

EVERY = timedelta(hours=1)
FORMAT = "ruggespraak-log-lines/1"
TOLD = (
    "number", "at", "event", "action", "outcome", "role", "user_name", "basis", "purpose", "object_type", "screen",
    "patient_handle", "practice_id", "hash",
)  # fmt: skip
"""Columns of a line that its patient may see (NEN 7513); `hash` ties them to the whole line in the practice's chain."""


def told(line: Line) -> dict[str, object]:
    """What a leaf holds: the line as its patient may read it."""
    return {name: getattr(line, name) for name in TOLD}


def leaf_of(line: Line) -> bytes:
    """The hash of a line as a leaf."""
    return leaf_hash(canonical(told(line)).encode())


def seal_new_lines(now: datetime) -> Root | None:
    """A root over all lines that have none yet; None within the hour, when nothing is new, or when another was first.

    Under it stand the practices by their id, and in each its lines by number.
    """
    newest = Root.objects.order_by("-number").first()
    if newest is not None and now - newest.made_at < EVERY:
        return None
    try:
        with transaction.atomic():
            root = _seal(newest, now)
    except IntegrityError:  # two clocks at once: the other one sealed these lines
        return None
    if root is not None:
        publish()
    return root


def _seal(newest: Root | None, now: datetime) -> Root | None:
    spans = sorted(_new_spans(), key=lambda span: str(span.practice_id))
    leaves = leaves_of(spans)
    if not leaves:
        return None
    root = Root(
        number=newest.number + 1 if newest else 1,
        made_at=now,
        size=len(leaves),
        root=root_of(leaves).hex(),
        previous=newest.hash if newest else "",
    )
    root.hash = hash_of(root.told)
    root.signature = keys.sign(message(root.hash))
    root.save()
    for span in spans:
        span.root = root
        span.save()
    return root


def _new_spans() -> Iterator[Span]:
    covered = dict(Span.objects.values_list("practice_id").annotate(last=Max("last")))
    for head in Head.objects.all():
        first = covered.get(head.practice_id, 0) + 1
        if head.count >= first:
            yield Span(practice_id=head.practice_id, first=first, last=head.count)


def leaves_of(spans: Iterable[Span]) -> list[bytes]:
    """The leaf hashes of all lines in these spans, in their order: made anew from the lines each time."""
    return [leaf_of(line) for span in spans for line in _lines(span)]


def _lines(span: Span) -> Iterator[Line]:
    lines = Line.objects.filter(practice_id=span.practice_id, number__range=(span.first, span.last))
    return lines.order_by("number").iterator()


def spans_of(root: Root) -> list[Span]:
    """What stands under a root, in its order."""
    return sorted(root.spans.all(), key=lambda span: str(span.practice_id))


def message(root_hash: str) -> bytes:
    """What is signed."""
    return f"ruggespraak:root:{root_hash}".encode()


# For outsiders


def published(root: Root) -> dict[str, object]:
    """A root as it stands in the file and on the page."""
    return {**root.told, "made_at": canonical(root.made_at).strip('"'), "signature": bytes(root.signature).hex()}


def published_file() -> Path:
    """Where the roots stand for everybody, one a line."""
    return Path(settings.DATA) / "log-roots.jsonl"


def set_aside_published() -> None:
    """After an older copy was put back on purpose: begin a new file, and keep the old one as evidence."""
    path = published_file()
    if path.exists():
        path.rename(path.with_suffix(f".{clock.now():%Y%m%d-%H%M%S-%f}.aside"))
        publish()


def newest_roots(count: int) -> list[Root]:
    """The last ones, newest first."""
    return list(Root.objects.order_by("-number")[:count])


def published_lines(after: int = 0) -> Iterator[str]:
    """The file as it should be, line by line; without the first `after` of them."""
    for root in Root.objects.filter(number__gt=after).order_by("number").iterator():
        yield canonical(published(root)) + "\n"


def publish() -> None:
    """Add to the file whatever it does not hold yet; it is meant to be copied elsewhere, by anyone."""
    path = published_file()
    known = len(path.read_text().splitlines()) if path.exists() else 0
    with path.open("a") as file:
        file.writelines(published_lines(known))


def with_proofs(lines: Sequence[Line]) -> dict[str, Any]:
    """These lines as a file that anyone can check: what each says, its way up, and the roots. Ready for JSON.

    A line of the last hour has no root yet; its `proof` is None.
    """
    proofs: dict[UUID, dict[str, object]] = {}
    roots: dict[int, dict[str, object]] = {}
    for root, mine in _by_root(lines):
        roots[root.number] = published(root)
        proofs |= _proofs(root, mine)
    return {
        "format": FORMAT,
        "lines": [{"told": _plain(told(line)), "proof": proofs.get(line.id)} for line in lines],
        "roots": [roots[number] for number in sorted(roots)],
        "public_key": keys.public_key().public_bytes_raw().hex(),
    }


def _by_root(lines: Sequence[Line]) -> Iterator[tuple[Root, list[Line]]]:
    """The lines that have a root, with it."""
    under: dict[int, list[Line]] = {}
    spans = _spans_over(lines)
    for line in lines:
        if span := next((span for span in spans if _covers(span, line)), None):
            under.setdefault(span.root_id, []).append(line)
    found = Root.objects.prefetch_related("spans").in_bulk(list(under))
    yield from ((found[number], mine) for number, mine in under.items())


def _spans_over(lines: Sequence[Line]) -> list[Span]:
    numbers = [line.number for line in lines]
    if not numbers:
        return []
    practices = {line.practice_id for line in lines}
    return list(Span.objects.filter(practice_id__in=practices, last__gte=min(numbers), first__lte=max(numbers)))


def _covers(span: Span, line: Line) -> bool:
    return span.practice_id == line.practice_id and span.first <= line.number <= span.last


def _proofs(root: Root, lines: Iterable[Line]) -> dict[UUID, dict[str, object]]:
    spans = spans_of(root)
    leaves = leaves_of(spans)
    begins: dict[UUID, tuple[int, int]] = {}
    before = 0
    for span in spans:
        begins[span.practice_id] = before, span.first
        before += span.last - span.first + 1

    def proof(line: Line) -> dict[str, object]:
        offset, first = begins[line.practice_id]
        index = offset + line.number - first
        return {"root": root.number, "index": index, "path": [beside.hex() for beside in path_to(index, leaves)]}

    return {line.id: proof(line) for line in lines}


def _plain(value: Mapping[str, object]) -> dict[str, object]:
    """As JSON gives it back."""
    return dict(json.loads(canonical(value)))
