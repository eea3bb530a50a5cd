"""What the therapist sees of two weeks, and the step that is proposed; never applied by itself."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

import people
import said
from pathways.model import Exercise
from ruggespraak import clock
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.exercises import actions
from ruggespraak.exercises.doing import is_due, today_of
from ruggespraak.exercises.prescribing import opened
from ruggespraak.exercises.prescription import as_row, prescription_now
from ruggespraak.exercises.progress import Progress, progress_of

MONDAY = datetime(2027, 3, 1, 18, 0, tzinfo=UTC)
BRIDGE = {"exercise": "ex_bridge", "sets": 2, "reps": 10, "days_a_week": 3}
WALK = {"exercise": "ex_walking", "minutes": 20, "times_a_day": 1, "days_a_week": 5}


@pytest.fixture
def bridge() -> Exercise:
    return pathway().exercise["ex_bridge"]


@pytest.fixture
def lived(cast: people.Cast, screened: Episode):
    """Prescribe a row on Monday two weeks ago, tap on the days after, and look on the fourteenth day."""
    noor = people.account_of(cast.noor).as_actor()

    def live(row: said.Said, taps: dict[int, tuple[str, int | None]], usual_pain: int | None = None) -> Progress:
        with clock.standing_at(MONDAY):
            actions.prescribe(screened, said.exercises(row), by=cast.anna)
        for day, (felt, pain) in taps.items():
            with clock.standing_at(MONDAY + timedelta(days=day)):
                actions.log(screened, row["exercise"], felt, pain, client_id=uuid4(), by=noor)
        with clock.standing_at(MONDAY + timedelta(days=13)):
            return progress_of(screened, prescription_now(screened), usual_pain)[0]

    return live


def test_the_therapist_sees_how_often_and_how_it_felt(lived) -> None:
    seen = lived(BRIDGE, {1: ("too_hard", 4), 3: ("just_right", 3), 6: ("too_easy", None)})
    assert (seen.times, seen.expected) == (3, 6)
    assert (seen.too_hard, seen.just_right, seen.too_easy, seen.pain) == (1, 1, 1, (4, 3))
    assert seen.proposal is None


def test_too_easy_twice_proposes_the_next_step(lived, bridge: Exercise) -> None:
    proposal = lived(BRIDGE, {6: ("just_right", 2), 9: ("too_easy", 2), 12: ("too_easy", None)}).proposal
    assert proposal.is_heavier and proposal.what == bridge.progression[0].text.nl
    assert (proposal.row["sets"], proposal.row["reps"], proposal.row["days_a_week"]) == (3, 15, 3)


def test_a_tap_before_the_new_dose_of_that_day_asks_no_further_step(
    lived, cast: people.Cast, screened: Episode
) -> None:
    lighter = lived(BRIDGE, {13: ("too_hard", 9)}).proposal
    assert not lighter.is_heavier
    with clock.standing_at(MONDAY + timedelta(days=13, hours=1)):
        actions.prescribe(screened, said.exercises(lighter.row), by=cast.anna)
        seen = progress_of(screened, prescription_now(screened))[0]
    assert (seen.times, seen.proposal) == (0, None)


def test_too_easy_once_proposes_nothing(lived) -> None:
    assert lived(BRIDGE, {9: ("just_right", None), 12: ("too_easy", None)}).proposal is None


def test_after_the_first_step_comes_the_second(lived, bridge: Exercise) -> None:
    row = {**BRIDGE, "sets": 3, "reps": 15}
    proposal = lived(row, {9: ("too_easy", None), 12: ("too_easy", None)}).proposal
    assert proposal.what == bridge.progression[1].text.nl and proposal.row["reps"] == 15


def test_too_hard_twice_proposes_a_lighter_one(lived, bridge: Exercise) -> None:
    proposal = lived(BRIDGE, {9: ("too_hard", 3), 12: ("too_hard", 3)}).proposal
    assert not proposal.is_heavier and proposal.what == bridge.regression[0].text.nl
    assert "twee keer" in proposal.why


def test_who_went_up_first_comes_back_to_the_start(lived) -> None:
    proposal = lived({**BRIDGE, "sets": 3, "reps": 15}, {9: ("too_hard", 3), 12: ("too_hard", 3)}).proposal
    assert (proposal.row["sets"], proposal.row["reps"]) == (2, 10) and not proposal.is_heavier


@pytest.mark.parametrize(
    ("pain", "usual", "is_lighter"), [(4, None, False), (5, None, True), (5, 3, False), (6, 3, True)]
)
def test_pain_above_the_limit_proposes_a_lighter_one(lived, pain: int, usual: int | None, is_lighter: bool) -> None:
    """Clinical file 6.3: at most 4, or 2 above the start."""
    proposal = lived(BRIDGE, {12: ("just_right", pain)}, usual).proposal
    assert (proposal is not None) is is_lighter
    assert proposal is None or (not proposal.is_heavier and str(pain) in proposal.why)


def test_too_easy_with_much_pain_is_never_made_heavier(lived) -> None:
    proposal = lived(BRIDGE, {9: ("too_easy", 8), 12: ("too_easy", 2)}).proposal
    assert proposal is None


@pytest.mark.parametrize(("minutes", "next_minutes"), [(10, 12), (20, 23), (28, 30)])
def test_walking_grows_after_a_good_week(lived, minutes: int, next_minutes: int) -> None:
    """Clinical file 7.3: four days done, 15 percent more, at least 2 and at most 5 minutes, up to 30."""
    week = dict.fromkeys((8, 9, 11, 12), ("just_right", 2))
    proposal = lived({**WALK, "minutes": minutes}, week).proposal
    assert proposal.is_heavier and proposal.row["minutes"] == next_minutes


def test_walking_stays_after_three_days_or_a_hard_one(lived) -> None:
    assert lived(WALK, dict.fromkeys((8, 9, 11), ("just_right", 2))).proposal is None


def test_walking_stays_after_a_hard_day(lived) -> None:
    week = dict.fromkeys((8, 11, 12), ("just_right", 2)) | {9: ("too_hard", 2)}
    assert lived(WALK, week).proposal is None


def test_walking_of_half_an_hour_is_the_goal(lived) -> None:
    week = dict.fromkeys((8, 9, 11, 12), ("just_right", 2))
    assert lived({**WALK, "minutes": 30}, week).proposal is None


def test_a_proposal_only_fills_the_form(lived, screened: Episode) -> None:
    lived(BRIDGE, {9: ("too_easy", 2), 12: ("too_easy", None)})
    with clock.standing_at(MONDAY + timedelta(days=13)):
        assert opened(screened, "1")["prescribed"][0]["reps"] == 15
        assert opened(screened, "")["prescribed"][0]["reps"] == opened(screened, "9")["prescribed"][0]["reps"] == 10
        assert prescription_now(screened).exercises[0].row["reps"] == 10


@pytest.mark.parametrize("felt", ["too_easy", "too_hard"])
@pytest.mark.parametrize("name", ["ex_plank", "ex_cat_camel", "ex_prone_lying", "ex_breathing_relax", "ex_deadlift"])
def test_what_is_proposed_can_be_signed(cast: people.Cast, screened: Episode, lived, name: str, felt: str) -> None:
    row = {**as_row(name, pathway().exercise[name].dose), "caution": "Samen besproken en geoefend."}
    proposal = lived(row, {9: (felt, None), 12: (felt, None)}).proposal
    assert proposal.is_heavier is (felt == "too_easy")
    with clock.standing_at(MONDAY + timedelta(days=13)):
        actions.prescribe(screened, said.exercises({**proposal.row}), by=cast.anna)


@pytest.mark.parametrize(("days_a_week", "days_ago", "is_for_today"), [
    (7, (1, 2, 3, 4, 5, 6), True), (5, (1,), True), (5, (1, 2, 3, 4, 5), False), (3, (1,), False), (3, (2,), True),
    (3, (2, 4, 6), False), (2, (2,), False), (2, (3,), True), (1, (6,), False), (1, (), True),
])  # fmt: skip
def test_days_are_spread_over_the_week(days_a_week: int, days_ago: tuple[int, ...], is_for_today: bool) -> None:
    today = date(2027, 3, 14)
    assert is_due(days_a_week, [today - timedelta(days=count) for count in days_ago], today) is is_for_today


def test_what_was_done_today_stays_on_todays_list(cast: people.Cast, screened: Episode, prescribed) -> None:
    noor = people.account_of(cast.noor).as_actor()
    actions.log(screened, "ex_bridge", "just_right", None, client_id=uuid4(), by=noor)
    bridge, walking = today_of(screened, prescription_now(screened))
    assert bridge.done.felt == "just_right" and bridge.is_for_today and walking.is_for_today
