"""What `post` does when time passes."""

from collections.abc import Iterator
from datetime import datetime

from ruggespraak.post.actions import deliver_due


def tick(now: datetime) -> Iterator[str]:
    """Deliver the mail that is due."""
    delivery = deliver_due(now)
    if delivery.sent:
        yield f"Mails sent: {delivery.sent}"
    if delivery.failed:
        yield f"Mails that could not be sent, and will be tried again: {delivery.failed}"
