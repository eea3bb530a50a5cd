"""The one clock of the house. Only seeding and tests may set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment in UTC."""
    return _moment.get() or datetime.now(UTC)


def today() -> date:
    """The present day where the practice is (the active time zone)."""
    return timezone.localdate(now())


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let it be `moment` (aware) inside the block, for invented history and tests."""
    token = _moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moment.reset(token)
