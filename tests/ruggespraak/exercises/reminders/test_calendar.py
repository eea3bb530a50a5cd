"""The calendar: the days to come at the chosen hour, in the reader's language, without a word of what it is."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

import people
import said
from health_words import health_words
from ruggespraak import clock
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.exercises.actions import log, prescribe, stop
from ruggespraak.exercises.models import Reminding
from ruggespraak.exercises.reminders import actions
from ruggespraak.exercises.reminders.calendar import DAYS_AHEAD, calendar_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BRIDGE = {"exercise": "ex_bridge", "sets": 2, "reps": 10, "days_a_week": 3}


@pytest.fixture
def choice(screened: Episode, prescribed: Entry, cast: people.Cast) -> Reminding:
    """Noor's calendar, at nine."""
    noor = people.account_of(cast.noor).as_actor()
    actions.give_calendar(screened, 9, by=noor)
    found = actions.choice_of(screened, noor)
    assert found is not None
    return found


def events(choice: Reminding) -> list[tuple[date, str]]:
    calendar = Calendar.from_ical(calendar_of(choice))
    return [(event.decoded("dtstart").date(), str(event["uid"])) for event in calendar.walk("VEVENT")]


def test_what_a_calendar_program_reads_is_what_we_meant(choice: Reminding) -> None:
    calendar = Calendar.from_ical(calendar_of(choice))
    assert calendar["version"] == "2.0" and calendar["method"] == "PUBLISH"
    found = calendar.walk("VEVENT")
    assert 20 <= len(found) <= DAYS_AHEAD
    for event in found:
        starts = event.decoded("dtstart")
        assert (starts.hour, starts.minute) == (9, 0) and str(event["dtstart"].params["TZID"]) == "Europe/Amsterdam"
        assert event.decoded("duration") == timedelta(minutes=15) and event.decoded("dtstamp").tzinfo is not None
        assert str(event["summary"]) == "Even tijd voor jezelf" and str(event["class"]) == "PRIVATE"
    assert Calendar.from_ical(calendar.to_ical()) == calendar  # there and back


def test_the_hour_holds_when_the_clock_changes(choice: Reminding) -> None:
    for day, before, after in ((date(2027, 3, 28), 8, 7), (date(2026, 10, 25), 7, 8)):
        with clock.standing_at(datetime.combine(day - timedelta(days=7), datetime.min.time(), AMSTERDAM)):
            calendar = Calendar.from_ical(calendar_of(choice))
            utc = {e.decoded("dtstart").date(): e.decoded("dtstart").astimezone(ZoneInfo("UTC")).hour
                   for e in calendar.walk("VEVENT")}  # fmt: skip
            assert {hour for on, hour in utc.items() if on < day} == {before}
            assert {hour for on, hour in utc.items() if on >= day} == {after}
            zones = calendar.walk("VTIMEZONE")
            assert [str(zone["tzid"]) for zone in zones] == ["Europe/Amsterdam"]


def test_days_are_those_on_which_something_is_due(cast: people.Cast, choice: Reminding, screened: Episode) -> None:
    prescribe(screened, said.exercises(BRIDGE), by=cast.anna)
    days = [day for day, _uid in events(choice)]
    assert len(days) in (12, 13)  # three a week, four weeks
    assert all((later - day).days >= 2 for day, later in pairwise(days))


def test_a_day_that_was_done_moves_the_next(cast: people.Cast, choice: Reminding, screened: Episode) -> None:
    prescribe(screened, said.exercises(BRIDGE), by=cast.anna)
    assert events(choice)[0][0] == clock.today()
    yesterday = clock.now() - timedelta(days=1)
    with clock.standing_at(yesterday):
        log(screened, "ex_bridge", "just_right", None, client_id=uuid4(), by=people.account_of(cast.noor).as_actor())
    assert events(choice)[0][0] == clock.today() + timedelta(days=1)


def test_the_same_day_keeps_its_name(choice: Reminding) -> None:
    before = dict(events(choice))
    assert calendar_of(choice) == calendar_of(choice)
    with clock.standing_at(clock.now() + timedelta(days=1)):
        after = dict(events(choice))
    assert len(set(before.values())) == len(before)
    assert {before[day] == after[day] for day in before.keys() & after.keys()} == {True}


def test_it_is_empty_when_the_exercises_stop(cast: people.Cast, choice: Reminding, screened: Episode) -> None:
    stop(screened, "Even rust, in overleg.", by=cast.anna)
    assert events(choice) == []


@pytest.mark.parametrize(("language", "title"), [("nl", "Even tijd voor jezelf"), ("en", "A moment for yourself")])
def test_it_says_nothing_of_health_in_the_language_of_its_reader(choice: Reminding, language: str, title: str) -> None:
    choice.user.language = language
    text = calendar_of(choice).decode()
    assert f"SUMMARY:{title}" in text and health_words(text.replace("\r\n ", "")) == []
