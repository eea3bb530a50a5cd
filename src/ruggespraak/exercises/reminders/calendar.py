"""The days with exercises as a calendar (iCalendar, RFC 5545) that a phone or computer looks at by itself.

It says when, and never what: a calendar is shown on a lock screen and shared with colleagues.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from ruggespraak import clock
from ruggespraak.exercises.doing import done_since, is_due, of_exercise
from ruggespraak.exercises.models import Reminding
from ruggespraak.exercises.prescription import EVERY_DAY, Prescription, prescription_now
from ruggespraak.exercises.reminders.moments import at_hour

DAYS_AHEAD = 28
LASTS = timedelta(minutes=15)
LOOK_AGAIN = timedelta(hours=6)


def calendar_of(choice: Reminding) -> bytes:
    """The coming four weeks, as they look now; empty when nothing is prescribed any more.

    The same state gives the same bytes, so that a program that asks again hears that nothing changed.
    """
    episode, hour = choice.episode, choice.calendar_hour
    prescription = None if episode.closed_at else prescription_now(episode)
    with translation.override(choice.user.language):
        calendar = _empty()
        if prescription and hour is not None:
            changed = max(choice.changed_at, prescription.signed_at)
            for day in due_days(choice, prescription):
                calendar.add_component(_event(choice, at_hour(day, hour), changed))
        calendar.add_missing_timezones()
        return bytes(calendar.to_ical())


def due_days(choice: Reminding, prescription: Prescription) -> Iterator[date]:
    """From today on, the days on which an exercise is due when all that is due before is done."""
    today = clock.today()
    since = done_since(choice.episode, today - timedelta(days=EVERY_DAY - 1))
    done = {
        one.exercise.id: [each.on for each in of_exercise(since, one.exercise.id)] for one in prescription.exercises
    }
    for day in (today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)):
        due = [one for one in prescription.exercises if _is_due(done[one.exercise.id], one.days_a_week, day)]
        for one in due:
            done[one.exercise.id].append(day)
        if due:
            yield day


def _is_due(done_on: list[date], days_a_week: int, day: date) -> bool:
    lately = [on for on in done_on if 0 < (day - on).days < EVERY_DAY]
    return day in done_on or is_due(days_a_week, lately, day)


def _empty() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Ruggespraak//1.0//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title())
    calendar.add("name", title())
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    return calendar


def title() -> str:
    """What stands in a calendar, for everybody who looks along."""
    return _("A moment for yourself")


def _event(choice: Reminding, starts: datetime, changed: datetime) -> Event:
    event = Event()
    event.add("uid", f"{starts:%Y%m%d}-{choice.id}@{urlsplit(settings.ADDRESS).hostname}")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", starts)
    event.add("duration", LASTS)
    event.add("summary", title())
    event.add("url", settings.ADDRESS + reverse("portal:home"))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
