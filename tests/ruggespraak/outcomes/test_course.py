"""My pain beside the usual course: on the right axis, as it was said, and never a verdict."""

import re
from datetime import date, timedelta

import pytest
from django.utils import translation

from ruggespraak.clock import now
from ruggespraak.dossier.packs import pathway
from ruggespraak.outcomes.course import course_of
from ruggespraak.outcomes.diary import Day
from ruggespraak.outcomes.usual import PERSISTENT, RECENT, up_to, usual_course

FIRST = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def dutch():
    with translation.override("nl"):
        yield


def days(*pain: int | None, every: int = 1) -> tuple[Day, ...]:
    return tuple(
        Day(FIRST + timedelta(days=every * n), {"diary_pain": value}, "", now()) for n, value in enumerate(pain)
    )


def drawn(*pain: int | None, every: int = 1, **more: object):
    return course_of(days(*pain, every=every), pathway(), **more)


def test_the_numbers_are_those_of_the_source() -> None:
    assert [(one.week, one.pain) for one in RECENT] == [(0, 5.2), (6, 2.3), (26, 1.2), (52, 0.6)]
    assert [(one.week, one.pain) for one in PERSISTENT] == [(0, 5.1), (6, 3.3), (26, 2.6), (52, 2.3)]
    assert all(one.low < one.pain < one.high for one in (*RECENT, *PERSISTENT))


@pytest.mark.parametrize(("days_long", "course"), [(None, RECENT), (83, RECENT), (84, PERSISTENT), (4000, PERSISTENT)])
def test_who_had_pain_for_twelve_weeks_is_shown_those_who_had_too(days_long: int | None, course: object) -> None:
    assert usual_course(days_long) is course


@pytest.mark.parametrize(("weeks", "last"), [(0, 6), (6, 6), (6.1, 26), (26, 26), (30, 52), (90, 52)])
def test_the_usual_course_reaches_as_far_as_the_own_one(weeks: float, last: int) -> None:
    assert up_to(RECENT, weeks)[-1].week == last


def test_without_a_day_only_the_usual_course_is_there() -> None:
    course = drawn()
    assert not course.is_mine and "Jouw lijn begint" in course.title and 'class="mine"' not in course.drawing


def test_one_day_is_a_dot_and_no_trend() -> None:
    course = drawn(6)
    assert "Jouw eerste dag staat op 6." in course.title and course.drawing.count('class="dot"') == 1


def test_it_begins_at_the_own_first_day_on_an_axis_from_0_to_10() -> None:
    drawing = drawn(10, 0).drawing
    assert 'd="M38 24L46.29 204"' in drawing  # from week 0 at the left and pain 10 at the top to day 1 and pain 0
    assert ">10<" in drawing and ">5<" in drawing and ">0<" in drawing


def test_every_up_and_down_is_drawn_as_it_was_said() -> None:
    [path] = re.findall(r'class="mine" d="([^"]+)"', drawn(6, 7, 3, 8, 2).drawing)
    heights = [float(point.split()[1]) for point in re.split("[ML]", path)[1:]]
    assert heights == [204 - 18 * pain for pain in (6, 7, 3, 8, 2)]


def test_days_that_were_not_said_are_left_open() -> None:
    runs = re.findall(r'class="mine" d="([^"]+)"', drawn(6, 5, None, 4, 4, None, None, 3).drawing)
    assert [run.count("L") for run in runs] == [1, 1, 0] and runs[-1].endswith("h0")


def test_the_sentence_says_where_it_went_and_never_how_well() -> None:
    course = drawn(6, 7, 3)
    assert (
        course.title
        == "Gemiddeld zakt pijn in 6 weken van ongeveer 5 naar 2. Die van jou ging in 2 dagen van 6 naar 3."
    )
    assert "tussen 3 en 7" in course.drawing and 'role="img"' in course.drawing
    words = " ".join((course.title, *course.notes, drawn(3, 7).title, drawn(3, 3).title))
    assert not re.search(r"goed gedaan|achter|sneller|langzamer|beter dan|slechter dan|normaal", words)


def test_source_year_and_spread_are_shown() -> None:
    course = drawn(6, 5)
    assert course.source.year == 2012 and "hoe zeker dat gemiddelde is" in " ".join(course.notes)
    assert 'class="band"' in course.drawing
    assert ("Gemiddeld, week 6", "2,3 (2,1 tot 2,5)") in course.table and ("Jij, 2 maart", "6") in course.table


def test_the_therapist_reads_of_the_client() -> None:
    assert "Die van de cliënt ging in 1 dag van 6 naar 5." in drawn(6, 5, is_for_staff=True).title
    assert "nog geen pijn" in drawn(is_for_staff=True).title


def test_in_english() -> None:
    with translation.override("en"):
        assert drawn(6, 5).title.endswith("Yours went from 6 to 5 in 1 day.")
