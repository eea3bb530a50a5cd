"""This week's minutes, from what was said in the diary, and in words why."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation

import people
from ruggespraak import clock
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import read_all
from ruggespraak.outcomes.actions import begin_step_up, keep_day
from ruggespraak.outcomes.overview import Overview, in_short, overview_of
from ruggespraak.outcomes.step_up import Because
from ruggespraak.outcomes.weekly import Agreed

NOW = clock.now()


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    with translation.override("nl"):
        yield


@pytest.fixture
def noor(cast: people.Cast):
    return people.account_of(cast.noor).as_actor()


def begins(episode: Episode, noor, days_ago: int, minutes: int = 10, pain: int | None = 3) -> None:
    with clock.standing_at(NOW - timedelta(days=days_ago)):
        begin_step_up(episode, {"step_up_minutes": minutes, "step_up_pain": pain}, by=noor)


def says(episode: Episode, noor, days_ago: int, **answers: object) -> None:
    with clock.standing_at(NOW - timedelta(days=days_ago) + timedelta(seconds=1)):
        on, now = clock.today(), clock.now()
        keep_day(episode, on, answers, client_id=uuid4(), said_at=now, by=noor)


def well(episode: Episode, noor, *days_ago: int, minutes: int = 12, pain: int = 3) -> None:
    for ago in days_ago:
        says(episode, noor, ago, diary_minutes=minutes, diary_pain=pain)


def now_of(episode: Episode, agreed: Agreed | None = None) -> Overview:
    with clock.standing_at(NOW + timedelta(seconds=2)):
        found = overview_of(episode, agreed=agreed)
        assert found.course.title
        return found


def test_before_one_begins_there_is_no_week(episode: Episode, noor) -> None:
    well(episode, noor, 3, 2, 1)
    assert now_of(episode).weekly is None


def test_the_first_week_asks_what_went_well(episode: Episode, noor) -> None:
    begins(episode, noor, 2)
    well(episode, noor, 1)
    week = now_of(episode).weekly
    assert week.title == "Deze week: 10 minuten, op 5 dagen"
    assert week.why == "Je zei dat 10 minuten goed gaan. Daar begin je." and "1 van de 5" in week.so_far


@pytest.mark.parametrize(
    ("minutes", "asked", "why"),
    [(2, 5, "Iedereen begint met minstens 5 minuten."), (45, 30, "Je haalt 45 minuten: al meer dan het doel van 30.")],
)
def test_very_few_or_very_many_minutes_are_explained(
    episode: Episode, noor, minutes: int, asked: int, why: str
) -> None:
    begins(episode, noor, 1, minutes)
    week = now_of(episode).weekly
    assert week.minutes == asked and why in week.why


def test_after_a_good_week_a_little_is_added_and_said_why(episode: Episode, noor) -> None:
    begins(episode, noor, 8)
    well(episode, noor, 8, 7, 5, 3)
    week = now_of(episode).weekly
    assert week.minutes == 12
    assert week.why == "Vorige week telden 4 dagen mee, en je pijn bleef goed. Dus deze week 2 minuten erbij."


def test_after_few_days_the_week_comes_again(episode: Episode, noor) -> None:
    begins(episode, noor, 8)
    well(episode, noor, 8)
    week = now_of(episode).weekly
    assert week.minutes == 10
    assert week.why == "Vorige week telde 1 dag mee. Vanaf 4 dagen komt er iets bij. Dus deze week weer hetzelfde."


def test_after_too_much_pain_the_week_comes_again(episode: Episode, noor) -> None:
    begins(episode, noor, 8)
    well(episode, noor, 8, 7, 5, 4)
    well(episode, noor, 3, 2, pain=8)
    week = now_of(episode).weekly
    assert week.minutes == 10 and week.limit == 5
    assert week.why == "Vorige week was je pijn op 2 dagen hoger dan 5. Dus deze week weer hetzelfde."


def test_at_the_goal_it_says_to_keep_it_up(episode: Episode, noor) -> None:
    begins(episode, noor, 8, 30)
    well(episode, noor, 8, 7, 5, 4, minutes=30)
    assert now_of(episode).weekly.why == "Je bent bij het doel van 30 minuten. Houd dit vol, op 5 dagen."


def test_a_sign_stops_it_until_one_begins_anew(episode: Episode, noor) -> None:
    begins(episode, noor, 20)
    says(episode, noor, 1, diary_signs=("sign_numb",), diary_minutes=30, diary_pain=1)
    stopped = now_of(episode)
    assert stopped.weekly.is_stopped and stopped.weekly.minutes == 0 and "bel je therapeut" in stopped.weekly.title
    assert stopped.fresh_sign.signs_say == "doof gevoel"
    begins(episode, noor, 0)
    assert now_of(episode).weekly.week.because is Because.FIRST


def test_nothing_new_is_no_sign(episode: Episode, noor) -> None:
    begins(episode, noor, 2)
    says(episode, noor, 1, diary_signs=("sign_none",))
    found = now_of(episode)
    assert not found.weekly.is_stopped and found.newest_sign is None and found.days[0].signs_say == ""


def test_a_sign_is_told_for_a_week_and_stays_with_the_therapist_for_two(episode: Episode, noor) -> None:
    says(episode, noor, 8, diary_signs=("sign_leg",))
    found = now_of(episode)
    assert found.fresh_sign is None and found.newest_sign is not None


def test_what_was_agreed_leads_and_the_rule_only_proposes(episode: Episode, noor) -> None:
    begins(episode, noor, 30, 20)
    well(episode, noor, *range(1, 7), minutes=15)
    with clock.standing_at(NOW):
        agreed = Agreed(10, clock.today() - timedelta(days=14), "Anna Smit", 3)
    week = now_of(episode, agreed).weekly
    assert week.minutes == 10 and week.week.minutes == 12
    assert week.why.endswith("Een stap naar 12 minuten past. Vraag het aan Anna Smit.")
    assert "Volgens de regel past een stap naar 12 minuten." in week.for_staff


def test_what_was_agreed_does_not_climb_by_itself_over_many_weeks(episode: Episode, noor) -> None:
    for ago in range(1, 15):
        well(episode, noor, ago, minutes=60)
    with clock.standing_at(NOW):
        agreed = Agreed(10, clock.today() - timedelta(days=70), "Anna Smit", 3)
    week = now_of(episode, agreed).weekly
    assert (week.minutes, week.week.minutes) == (10, 12)


def test_the_page_of_today_says_the_same_in_short(episode: Episode, noor) -> None:
    begins(episode, noor, 30)
    well(episode, noor, 30, 29, 28, 27, 1)
    with clock.standing_at(NOW + timedelta(seconds=2)):
        short, whole = in_short(episode, read_all(episode)), overview_of(episode)
    assert short.weekly == whole.weekly and short.weekly.minutes == 12 and short.step is None
    assert not short.is_filled
    well(episode, noor, 0)
    with clock.standing_at(NOW + timedelta(seconds=2)):
        assert in_short(episode, read_all(episode)).today.minutes == 12


def test_for_how_long_the_pain_was_there_decides_beside_whom(cast: people.Cast, episode: Episode, noor) -> None:
    import said
    from ruggespraak.care.actions import sign

    well(episode, noor, 1, 0)
    assert "korter dan 12 weken" in " ".join(now_of(episode).course.notes)
    sign(episode, "screening", said.screening(), by=cast.anna)
    sign(episode, "intake", said.intake(duration=200), by=cast.anna)
    assert "12 weken of langer" in " ".join(now_of(episode).course.notes)
