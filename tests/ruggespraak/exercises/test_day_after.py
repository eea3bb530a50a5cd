"""At most four a day in turn, and the second half of the pain rule: was it as usual again within a day?"""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

import people
import said
from ruggespraak import clock
from ruggespraak.audit.actor import Actor
from ruggespraak.dossier.models import Episode
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.exercises import actions
from ruggespraak.exercises.doing import Today, done_since, today_of
from ruggespraak.exercises.models import Log
from ruggespraak.exercises.prescription import prescription_now
from ruggespraak.exercises.progress import progress_of

MONDAY = datetime(2027, 3, 1, 18, 0, tzinfo=UTC)
NAMES = ("ex_bridge", "ex_squat", "ex_cat_camel", "ex_knee_rolls", "ex_hip_hinge", "ex_dead_bug")
SIX = [{"exercise": name, "reps": 10, "days_a_week": 7} for name in NAMES]
ONE = {"exercise": "ex_bridge", "sets": 2, "reps": 10, "days_a_week": 7}


@pytest.fixture
def noor(cast: people.Cast) -> Actor:
    return people.account_of(cast.noor).as_actor()


def on(day: int) -> datetime:
    return MONDAY + timedelta(days=day)


def prescribe(cast: people.Cast, episode: Episode, *rows: said.Said) -> None:
    with clock.standing_at(MONDAY):
        actions.prescribe(episode, said.exercises(*rows), by=cast.anna)


def tap(
    episode: Episode, noor: Actor, day: int, exercise: str = "ex_bridge", felt: str = "just_right", pain=None
) -> None:
    with clock.standing_at(on(day)):
        actions.log(episode, exercise, felt, pain, client_id=uuid4(), by=noor)


def seen(episode: Episode, day: int) -> tuple[Today, ...]:
    with clock.standing_at(on(day)):
        return today_of(episode, prescription_now(episode))


def for_today(episode: Episode, day: int) -> list[int]:
    return [one.prescribed.place for one in seen(episode, day) if one.is_for_today]


class TestFourADay:
    def test_the_first_four_and_then_the_others_in_turn(
        self, cast: people.Cast, screened: Episode, noor: Actor
    ) -> None:
        prescribe(cast, screened, *SIX)
        assert for_today(screened, 0) == [1, 2, 3, 4]
        for row in SIX[:4]:
            tap(screened, noor, 0, row["exercise"])
        assert for_today(screened, 0) == [1, 2, 3, 4]  # nothing more comes for today
        assert for_today(screened, 1) == [1, 2, 5, 6]

    def test_what_was_done_all_the_same_counts(self, cast: people.Cast, screened: Episode, noor: Actor) -> None:
        prescribe(cast, screened, *SIX)
        tap(screened, noor, 0, "ex_dead_bug")
        assert for_today(screened, 0) == [1, 2, 3, 6]

    def test_the_therapist_expects_no_more_than_was_shown(
        self, cast: people.Cast, screened: Episode, noor: Actor
    ) -> None:
        prescribe(cast, screened, *SIX)
        with clock.standing_at(on(13)):
            progress = progress_of(screened, prescription_now(screened))
        assert [one.expected for one in progress] == [9] * 6  # 14 days of 4, for 6 exercises


class TestTheDayAfter:
    def asked(self, episode: Episode, day: int) -> object:
        return seen(episode, day)[0].day_after

    @pytest.mark.parametrize(
        ("felt", "pain", "is_asked"), [("too_hard", None, True), ("just_right", 3, True), ("just_right", None, False)]
    )
    def test_is_asked_where_it_matters(
        self, cast: people.Cast, screened: Episode, noor: Actor, felt: str, pain: int | None, is_asked: bool
    ) -> None:
        prescribe(cast, screened, ONE)
        tap(screened, noor, 0)
        tap(screened, noor, 1, felt=felt, pain=pain)
        assert (self.asked(screened, 2) is not None) is is_asked
        assert self.asked(screened, 3) is None and self.asked(screened, 1) is not None  # after the very first time

    def say(self, episode: Episode, noor: Actor, day: int, is_back: bool, key=None) -> Log:
        with clock.standing_at(on(day)):
            waiting = today_of(episode, prescription_now(episode))[0].day_after
            return actions.say_day_after(episode, waiting, is_back, client_id=key or uuid4(), by=noor)

    def test_stands_beside_what_was_said_of_that_day(self, cast: people.Cast, screened: Episode, noor: Actor) -> None:
        prescribe(cast, screened, ONE)
        tap(screened, noor, 0, felt="too_hard", pain=4)
        self.say(screened, noor, 1, False)
        (done,) = done_since(screened, on(0).date())
        assert (done.felt, done.pain, done.is_back) == ("too_hard", 4, False)
        assert self.asked(screened, 1) is None and Log.objects.count() == 2

    def test_not_back_proposes_one_step_lighter(self, cast: people.Cast, screened: Episode, noor: Actor) -> None:
        prescribe(cast, screened, ONE)
        tap(screened, noor, 0, pain=2)
        self.say(screened, noor, 1, False)
        with clock.standing_at(on(1)):
            (progress,) = progress_of(screened, prescription_now(screened))
        assert progress.not_back == 1 and not progress.proposal.is_heavier and "24 uur" in progress.proposal.why

    def test_not_back_stops_what_was_too_easy_from_going_up(
        self, cast: people.Cast, screened: Episode, noor: Actor
    ) -> None:
        prescribe(cast, screened, ONE)
        tap(screened, noor, 0, felt="too_easy", pain=2)
        self.say(screened, noor, 1, False)
        tap(screened, noor, 1, felt="too_easy")
        with clock.standing_at(on(1)):
            assert progress_of(screened, prescription_now(screened))[0].proposal is None

    def test_twice_is_once_and_only_of_what_is_prescribed(
        self, cast: people.Cast, screened: Episode, noor: Actor
    ) -> None:
        prescribe(cast, screened, ONE)
        tap(screened, noor, 0, pain=2)
        key, (done,) = uuid4(), done_since(screened, on(0).date())
        with clock.standing_at(on(1)):
            rows = {actions.say_day_after(screened, done, True, client_id=key, by=noor).pk for _twice in range(2)}
            assert len(rows) == 1
            actions.stop(screened, "Even rust, in overleg.", by=cast.anna)
            with pytest.raises(NotPossible):
                actions.say_day_after(screened, done, True, client_id=uuid4(), by=noor)
            with pytest.raises(NotAllowed):
                actions.say_day_after(screened, done, True, client_id=uuid4(), by=cast.anna)
