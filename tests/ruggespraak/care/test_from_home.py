"""What clients tell from home reaches the therapist, and stays until somebody took it up."""

from datetime import timedelta
from typing import Any

import pytest

import people
import said
from ruggespraak import clock
from ruggespraak.audit.actor import Actor
from ruggespraak.care.actions import Situation, sign
from ruggespraak.care.course import Course
from ruggespraak.care.signals import GOOD_NEWS_DAYS, Signal, signals_of
from ruggespraak.care.standing import as_shown, caseload, course_now, from_json, to_json, told_after_closing
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.packs import pathway


@pytest.fixture
def treated(cast: people.Cast, episode: Episode) -> Episode:
    said.up_to("session", episode, by=cast.anna)
    return episode


@pytest.fixture
def closed(cast: people.Cast, treated: Episode) -> Episode:
    sign(treated, "closing", said.closing(), by=cast.anna)
    return treated


@pytest.fixture
def noor(cast: people.Cast) -> Actor:
    return people.account_of(cast.noor).as_actor()


def tells(episode: Episode, by: Actor, form: str, **other: Any) -> Entry:
    return sign(episode, form, getattr(said, form)(**other), by=by)


def course(episode: Episode) -> Course:
    return Situation.of(episode).course


def signals(episode: Episode, days_on: int = 0) -> list[Signal]:
    today = clock.today() + timedelta(days=days_on)
    return [
        signal
        for signal in signals_of(episode.id, as_shown(course(episode)), pathway(), today)
        if signal.kind in ("check_in", "day_after", "red_flag")
    ]


def test_after_effects_are_told_calmly_and_taken_up_by_the_next_visit(
    cast: people.Cast, treated: Episode, noor: Actor
) -> None:
    tells(treated, noor, "day_after")
    (signal,) = signals(treated)
    assert (signal.label, signal.tone) == ("Na-effecten gemeld", "")
    assert "spierpijn" in signal.what and "moe" in signal.what
    sign(treated, "session", said.session(), by=cast.anna)
    assert signals(treated) == []


def test_good_news_after_a_visit_asks_for_nothing(treated: Episode, noor: Actor) -> None:
    tells(treated, noor, "day_after", after_going="after_better", after_effects=("after_none",))
    assert signals(treated) == []


def test_an_alarm_after_a_visit_is_an_alarm_like_any_other(cast: people.Cast, treated: Episode, noor: Actor) -> None:
    tells(treated, noor, "day_after", now_ces=True)
    (signal,) = signals(treated)
    assert (signal.kind, signal.tone) == ("red_flag", "alarm")
    assert "De dag erna" in signal.what
    assert course(treated).is_call_due


def test_a_later_word_does_not_push_out_the_one_that_matters(treated: Episode, noor: Actor) -> None:
    tells(treated, noor, "day_after", after_severe="dont_know", after_words="Kon niet slapen.")
    tells(treated, noor, "day_after", after_going="after_better", after_effects=("after_none",))
    (signal,) = signals(treated)
    assert "Niet bekend" in signal.what and "Kon niet slapen." in signal.what


def test_in_mode_inform_a_yes_is_told_as_it_was_said(settings: Any, treated: Episode, noor: Actor) -> None:
    settings.MODE = "inform"
    tells(treated, noor, "day_after", now_weakness=True)
    (signal,) = signals(treated)
    assert (signal.kind, signal.tone) == ("day_after", "today")
    assert "krachtverlies" in signal.what.lower()


def test_a_check_in_without_worries_stands_there_for_a_week(closed: Episode, noor: Actor) -> None:
    tells(closed, noor, "check_in")
    (signal,) = signals(closed)
    assert (signal.label, signal.tone, signal.do) == ("Check-in beantwoord", "", "Lezen")
    assert signals(closed, days_on=GOOD_NEWS_DAYS + 1) == []


def test_who_wants_help_again_waits_until_somebody_answers(cast: people.Cast, closed: Episode, noor: Actor) -> None:
    tells(closed, noor, "check_in", check_in_going="going_badly", help_again=True)
    (signal,) = signals(closed, days_on=60)
    assert signal.tone == "soon" and "Wil weer hulp." in signal.what and "message_answer" in signal.url
    sign(closed, "message_answer", {"message_answer_words": "Kom langs."}, by=cast.anna)
    assert signals(closed) == []


def test_an_alarm_after_closing_stands_on_the_desk_until_the_call(
    cast: people.Cast, closed: Episode, noor: Actor
) -> None:
    assert not told_after_closing(cast.practice).exists()
    tells(closed, noor, "check_in", now_ces=True)
    tells(closed, noor, "check_in")
    (signal,) = signals(closed)
    assert (signal.kind, signal.tone) == ("red_flag", "alarm") and "gp_call" in signal.url
    assert told_after_closing(cast.practice).get() == closed
    sign(closed, "gp_call", said.gp_call(), by=cast.anna)
    assert signals(closed) == []
    assert not told_after_closing(cast.practice).exists()


def test_new_care_takes_over_from_the_old_check_in(cast: people.Cast, closed: Episode, noor: Actor) -> None:
    tells(closed, noor, "check_in", now_ces=True)
    said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)
    assert not told_after_closing(cast.practice).exists()


def test_the_kept_course_remembers_what_was_told(cast: people.Cast, closed: Episode, noor: Actor) -> None:
    tells(closed, noor, "check_in", now_fever="dont_know", check_in_words="Gaat wel.")
    now = course(closed)
    assert from_json(to_json(now)) == now
    assert course_now(caseload(cast.practice).get(pk=closed.pk)).check_in == now.check_in


def test_good_news_of_before_does_not_colour_what_came_later(closed: Episode, noor: Actor) -> None:
    tells(closed, noor, "check_in")
    tells(closed, noor, "check_in", check_in_going="going_badly", flare_up_now=True)
    (signal,) = signals(closed)
    assert "Opvlamming" in signal.what and "Goed" not in signal.what


def test_own_warning_signs_are_no_good_news(closed: Episode, noor: Actor) -> None:
    tells(closed, noor, "check_in", own_signs_seen=True)
    (signal,) = signals(closed, days_on=GOOD_NEWS_DAYS + 1)
    assert signal.tone == "soon" and "Eigen waarschuwingssignalen" in signal.what
