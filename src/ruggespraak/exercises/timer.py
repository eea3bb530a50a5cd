"""What `exercises` does when time passes."""

from collections.abc import Iterator
from datetime import datetime

from ruggespraak import clock
from ruggespraak.exercises.models import Reminding
from ruggespraak.exercises.reminders.actions import remind


def tick(now: datetime) -> Iterator[str]:
    """Remind who wants to be reminded now."""
    with clock.standing_at(now):
        written = sum(remind(choice, now) for choice in Reminding.objects.due(now))
    if written:
        yield f"Reminders written: {written}"
