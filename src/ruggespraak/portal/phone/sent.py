"""What a phone kept while it was offline and sends now: read strictly, each answer by itself.

The clock of a phone may be wrong. It says what time it has while it sends, so we know by how much, and note each answer
on the day it was by our clock.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruggespraak import clock

MOST_ITEMS, MOST_BYTES = 100, 128 * 1024
CLOCK_MAY_BE_OFF = timedelta(minutes=15)
YEARS = range(1970, 2100)
"""What a clock of a phone can say; an empty battery starts it in 1970."""

Said = Mapping[str, object]


@dataclass(frozen=True)
class Item:
    """One answer as it was given on the phone."""

    client_id: UUID
    kind: str
    on: date
    said_at: datetime
    said: Said


@dataclass(frozen=True)
class Unread:
    """One answer that we do not understand, by the name that the phone gave it."""

    client_id: str


@dataclass(frozen=True)
class Sent:
    """All that one phone sends at once."""

    record: str
    """The record that the phone keeps things of: perhaps not the one that is open here."""
    clock_off: timedelta
    """How much the phone's clock is ahead of ours; below zero when it is behind."""
    items: tuple[Item | Unread, ...]

    @property
    def is_clock_right(self) -> bool:
        """Nearly enough to believe it."""
        return abs(self.clock_off) <= CLOCK_MAY_BE_OFF

    def day_of(self, item: Item) -> date:
        """The day that this counts for: the phone's own, unless its clock is wrong; never one that is still to come."""
        today = clock.today()
        if self.is_clock_right and item.on <= today:
            return item.on
        by_ours = timezone.localdate(item.said_at - self.clock_off)
        return min(item.on + (by_ours - item.said_at.date()), today)


def read_sent(body: bytes) -> Sent | None:
    """What was sent; None when it is no such thing. Each item that cannot be read stands in it as `Unread`."""
    try:
        sent = json.loads(body)
        items, off = sent["items"], _moment(sent["now"]) - clock.now()
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(items, list) or len(items) > MOST_ITEMS:
        return None
    return Sent(str(sent.get("record")), off, tuple(_item(item) for item in items))


def _item(item: object) -> Item | Unread:
    name = str(item.get("client_id", "")) if isinstance(item, dict) else ""
    try:
        said = dict(item)  # type: ignore[call-overload]
        return Item(UUID(name), str(said["kind"]), _day(said["on"]), _moment(said["said_at"]), said)
    except (ValueError, KeyError, TypeError):
        return Unread(name[:36])


def _moment(text: object) -> datetime:
    moment = datetime.fromisoformat(str(text))
    if moment.tzinfo is None or moment.year not in YEARS:
        raise ValueError(text)
    return moment


def _day(text: object) -> date:
    day = date.fromisoformat(str(text))
    if day.year not in YEARS:
        raise ValueError(text)
    return day


def other_day(said: date, ours: date) -> str:
    """That an answer counts for another day than the phone thought; empty when it does not."""
    if said == ours:
        return ""
    words = _("Your phone said %(said)s. We noted %(ours)s.")
    return words % {"said": date_format(said, "j F"), "ours": date_format(ours, "j F")}


def about_clock(sent: Sent) -> str:
    """That the clock of the phone is wrong, and what we did about it; empty when it is right."""
    if sent.is_clock_right:
        return ""
    ours = _("We noted your answers by our own clock, and kept the time of your phone beside it.")
    return f"{_ahead(sent.clock_off)} {ours}"


def _ahead(off: timedelta) -> str:
    minutes = round(abs(off) / timedelta(minutes=1))
    if minutes >= 24 * 60:
        days = round(minutes / (24 * 60))
        how_much = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    elif minutes >= 60:
        hours = round(minutes / 60)
        how_much = ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    else:
        how_much = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if off > timedelta():
        return _("The clock of your phone is %(how_much)s ahead.") % {"how_much": how_much}
    return _("The clock of your phone is %(how_much)s behind.") % {"how_much": how_much}
