"""More of one exercise: the guided run, the large view, and the question of the day after."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak import clock
from ruggespraak.audit.models import Line
from ruggespraak.dossier.models import Episode
from ruggespraak.exercises.actions import log, prescribe
from ruggespraak.exercises.models import Log

TODAY, DAY_AFTER = reverse("portal:exercises"), reverse("portal:exercise_day_after")
PLANK = {"exercise": "ex_side_plank", "sets": 3, "hold_seconds": 10, "rest_seconds": 30, "days_a_week": 3}
WALK = {"exercise": "ex_walking", "minutes": 10, "days_a_week": 5}
BRIDGE = {"exercise": "ex_bridge", "sets": 2, "reps": 10, "days_a_week": 3}


@pytest.fixture
def prescribed(cast: people.Cast, episode: Episode) -> Episode:
    """The side plank, walking and the bridge, since yesterday; the bridge was done then and was too hard."""
    with clock.standing_at(clock.now() - timedelta(days=1)):
        said.up_to("screening", episode, by=cast.anna)
        prescribe(episode, said.exercises(PLANK, WALK, BRIDGE), by=cast.anna)
        noor = people.account_of(cast.noor).as_actor()
        log(episode, "ex_bridge", "too_hard", 4, client_id=uuid4(), by=noor)
    return episode


def one(place: int, name: str = "exercise") -> str:
    return reverse(f"portal:{name}", args=[place])


def answered(is_back: str = "no", **other: str) -> dict[str, str]:
    yesterday = str(clock.today() - timedelta(days=1))
    return {"client_id": str(uuid4()), "exercise": "ex_bridge", "on": yesterday, "is_back": is_back} | other


def test_a_guided_run_knows_the_dose(prescribed: Episode, noor: Client) -> None:
    plank, walk, bridge = (noor.get(one(place)).content.decode() for place in (1, 2, 3))
    assert 'data-sets="3" data-reps="0" data-hold="10" data-rest="30" data-sides="2"' in plank
    assert 'data-sets="2" data-reps="10" data-hold="0" data-rest="0" data-sides="1"' in bridge
    assert "data-reps" not in walk and 'data-seconds="600"' in walk
    assert plank.count('class="timer') == bridge.count('class="timer') == 0


def test_the_large_view_shows_one_exercise_with_the_way_to_the_others(prescribed: Episode, noor: Client) -> None:
    assert one(3, "exercise_large") in noor.get(one(3)).content.decode()
    first, last = (noor.get(one(place, "exercise_large")).content.decode() for place in (1, 3))
    assert one(2, "exercise_large") in first and "data-before" not in first and "Zijplank" in first
    assert "data-after" not in last and 'class="large"' in last and "Bruggetje" in last
    assert noor.get(one(4, "exercise_large")).status_code == 404
    assert "Close" in noor.get("/en" + one(1, "exercise_large")).content.decode()
    assert Line.objects.filter(event="episode.seen", screen="portal:exercise_large").count() == 3


def test_the_day_after_is_asked_once_where_it_was_hard(prescribed: Episode, noor: Client) -> None:
    asks = "Was de pijn binnen een dag weer zoals anders?"
    assert noor.get(TODAY).content.decode().count(asks) == 1
    assert asks in noor.get(one(3)).content.decode() and asks not in noor.get(one(1)).content.decode()
    done = noor.post(DAY_AFTER, answered("yes"), follow=True)
    assert done.redirect_chain == [(TODAY, 302)] and asks not in done.content.decode()
    assert "Goed om te weten." in done.content.decode() and Log.objects.count() == 2


def test_not_back_is_answered_with_what_to_do(prescribed: Episode, noor: Client) -> None:
    page = noor.post(DAY_AFTER, answered("no"), follow=True).content.decode()
    assert page.count("Ga dan één stap lichter") == 2


@pytest.mark.parametrize("wrong", [{"is_back": ""}, {"on": "gisteren"}, {"on": "2020-01-01"}, {"client_id": "x"}])
def test_what_the_page_does_not_offer_is_refused_with_422(
    prescribed: Episode, noor: Client, wrong: dict[str, str]
) -> None:
    assert noor.post(DAY_AFTER, answered(**wrong)).status_code == 422 and Log.objects.count() == 1


def test_what_was_never_done_is_refused_with_409(prescribed: Episode, noor: Client) -> None:
    page = noor.post(DAY_AFTER, answered(exercise="ex_walking"))
    assert page.status_code == 409 and "Je oefeningen zijn veranderd" in page.content.decode()


def test_nobody_else_sees_or_answers_it(cast: people.Cast, prescribed: Episode, client: Client) -> None:
    said.begun(cast.adem, cast.anna_at_work.user, by=cast.anna)
    log_in(client, people.account_of(cast.adem).user)
    assert client.get(one(1, "exercise_large")).status_code == 404
    assert client.post(DAY_AFTER, answered()).status_code == 409 and Log.objects.count() == 1
    log_in(client, cast.anna_at_work.user)
    assert client.get(one(1, "exercise_large")).status_code == client.post(DAY_AFTER, answered()).status_code == 403


def test_the_wrong_method(prescribed: Episode, noor: Client) -> None:
    assert noor.get(DAY_AFTER).status_code == 405 and noor.post(one(1, "exercise_large")).status_code == 405
