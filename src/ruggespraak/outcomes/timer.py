"""What `outcomes` does when time passes."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from django.utils import timezone

from ruggespraak.audit.actor import SYSTEM
from ruggespraak.errors import why_not
from ruggespraak.outcomes.actions import check_mail_asks, mail_asks, plan_asks
from ruggespraak.outcomes.asks import due_to_mail, to_plan
from ruggespraak.outcomes.models import Ask

A_ROUND = 200
"""Episodes planned in one round; the rest is for the next."""
BY_DAY = range(9, 21)
"""Hours of the day in which a mail about this goes out."""


def tick(now: datetime) -> Iterator[str]:
    """Plan what new entries ask for, and tell clients what waits. What is over needs nothing: it is over."""
    planned = sum(len(plan_asks(episode, by=SYSTEM)) for episode in to_plan()[:A_ROUND])
    told = _tell(now) if timezone.localtime(now).hour in BY_DAY else 0
    if planned or told:
        yield f"Asked of clients: {planned} planned, {told} mails written"


def _tell(now: datetime) -> int:
    """One mail for each client at most; how many were written."""
    waiting = Ask.objects.waiting(timezone.localdate(now)).select_related("episode__patient__practice")
    by_client = sorted(waiting, key=lambda ask: (ask.episode.patient_id, ask.closes_on))
    written = 0
    for _patient, asks in groupby(by_client, key=lambda ask: ask.episode.patient_id):
        written += _tell_one(tuple(asks), now)
    return written


def _tell_one(asks: tuple[Ask, ...], now: datetime) -> int:
    patient = asks[0].episode.patient
    new, late = due_to_mail(asks, now)
    if not (new or late) or why_not(check_mail_asks, patient, by=SYSTEM):
        return 0
    if new:
        mail_asks(patient, new, by=SYSTEM)
    else:
        mail_asks(patient, late, by=SYSTEM, again=True)
    return 1
