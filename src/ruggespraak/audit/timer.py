"""What the log does when time passes."""

from collections.abc import Iterator
from datetime import datetime

from ruggespraak.audit.roots import seal_new_lines


def tick(now: datetime) -> Iterator[str]:
    """Seal the new lines of the log, every hour."""
    if root := seal_new_lines(now):
        yield f"Sealed {root.size} lines of the log under root {root.mark}"
