"""The client's pages of exercises: today, one exercise, how it went, and on paper."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak.audit.models import Line
from ruggespraak.dossier.models import Episode
from ruggespraak.exercises.actions import prescribe, stop
from ruggespraak.exercises.models import Log

TODAY, LOG, PAPER = (reverse(f"portal:{name}") for name in ("exercises", "exercise_log", "exercises_paper"))


def one(place: int) -> str:
    return reverse("portal:exercise", args=[place])


def tap(
    felt: str = "just_right", pain: str = "", exercise: str = "ex_bridge", client_id: object = None
) -> dict[str, str]:
    return {"felt": felt, "pain": pain, "exercise": exercise, "client_id": str(client_id or uuid4())}


@pytest.fixture
def prescribed(cast: people.Cast, episode: Episode) -> Episode:
    """The bridge and walking, from Anna."""
    said.up_to("screening", episode, by=cast.anna)
    prescribe(episode, said.exercises(), by=cast.anna)
    return episode


def test_what_is_for_today_stands_on_the_home_page_until_it_stops(
    cast: people.Cast, prescribed: Episode, noor: Client
) -> None:
    assert "Bruggetje" in noor.get("/my/").content.decode()
    stop(prescribed, "Even rust, in overleg.", by=cast.anna)
    assert "Bruggetje" not in noor.get("/my/").content.decode()


def test_a_tap_on_the_home_page_leads_back_there_with_the_done_one_last(prescribed: Episode, noor: Client) -> None:
    home = reverse("portal:home")
    assert noor.post(LOG, tap("just_right") | {"back": "home"}).headers["Location"] == home
    page = noor.get(home).content.decode()
    assert page.index("Wandelen") < page.index("Bruggetje") < page.index("Vandaag gedaan")
    assert noor.post(LOG, tap("just_right") | {"back": "https://elders.example"}).headers["Location"] == TODAY


def test_today_shows_each_exercise_with_figure_dose_steps_and_when_to_stop(prescribed: Episode, noor: Client) -> None:
    page = noor.get(TODAY).content.decode()
    assert "Bruggetje" in page and "2 sets, 10 herhalingen, 3 dagen per week" in page
    assert page.count('class="figure') >= 2 and "Stop en bel je therapeut" in page and "Te zwaar" in page


def test_one_exercise_in_full(prescribed: Episode, noor: Client) -> None:
    walking = noor.get(one(2)).content.decode()
    assert "Wandelen" in walking and 'data-seconds="600"' in walking and "exercises/timer.js" in walking
    assert "data-seconds" not in noor.get(one(1)).content.decode()
    assert noor.get(one(3)).status_code == 404


def test_english_speaks_english(prescribed: Episode, noor: Client) -> None:
    page = noor.get("/en" + TODAY).content.decode()
    assert "Bridge" in page and "Too hard" in page and "Te zwaar" not in page


def test_no_address_says_which_exercise(prescribed: Episode, noor: Client) -> None:
    assert "ex_bridge" not in one(1) and "ex_bridge" not in TODAY + LOG + PAPER


def test_one_tap_is_kept_and_shown(prescribed: Episode, noor: Client) -> None:
    done = noor.post(LOG, tap("too_hard", "4"), follow=True)
    assert done.redirect_chain == [(TODAY, 302)]
    page = done.content.decode()
    assert "Vandaag gedaan" in page and "Te zwaar, pijn 4" in page.replace("\n", "")
    assert Line.objects.filter(event="exercise.logged").count() == 1
    assert "schreef op hoe een oefening ging" in noor.get(reverse("portal:looks")).content.decode()


def test_a_double_tap_is_kept_once(prescribed: Episode, noor: Client) -> None:
    twice = tap()
    assert noor.post(LOG, twice).status_code == noor.post(LOG, twice).status_code == 302
    assert Log.objects.count() == 1


def test_much_pain_is_answered_with_what_to_do(prescribed: Episode, noor: Client) -> None:
    page = noor.post(LOG, tap("too_hard", "7"), follow=True).content.decode()
    assert page.count("Ga dan één stap lichter") == 2  # in the message too
    assert 'data-tone="soon"' in page
    assert noor.post(LOG, tap("just_right", "4"), follow=True).content.decode().count("één stap lichter") == 1


def test_a_tap_can_be_taken_back(prescribed: Episode, noor: Client) -> None:
    noor.post(LOG, tap())
    page = noor.post(LOG, tap("not_done"), follow=True).content.decode()
    assert "Vandaag gedaan" not in page and "Teruggenomen" in page and Log.objects.count() == 2


@pytest.mark.parametrize(
    "wrong", [{"felt": "great"}, {"felt": ""}, {"pain": "11"}, {"pain": "-1"}, {"pain": "²"}, {"client_id": "x"}]
)
def test_what_the_page_does_not_offer_is_refused_with_422(
    prescribed: Episode, noor: Client, wrong: dict[str, str]
) -> None:
    page = noor.post(LOG, tap() | wrong)
    assert page.status_code == 422 and "Kies hoe het ging." in page.content.decode() and not Log.objects.exists()


def test_an_exercise_that_is_not_prescribed_any_more_is_refused_with_409(prescribed: Episode, noor: Client) -> None:
    page = noor.post(LOG, tap(exercise="ex_plank"))
    assert page.status_code == 409 and "Je oefeningen zijn veranderd" in page.content.decode()


def test_on_paper_the_codes_are_those_of_the_screen(prescribed: Episode, noor: Client) -> None:
    page, screen = noor.get(PAPER).content.decode(), noor.get(one(1)).content.decode()
    code = page.split("<code>")[1].split("</code>")[0]
    assert f"{code}-1" in page and f"{code}-1" in screen and "Noor Hendriks" in page


def test_without_exercises_the_page_says_so(episode: Episode, noor: Client) -> None:
    assert "geen oefeningen" in noor.get(TODAY).content.decode()
    assert noor.get(PAPER).status_code == noor.get(one(1)).status_code == 404
    assert noor.post(LOG, tap()).status_code == 409


def test_another_client_sees_and_logs_nothing_of_it(cast: people.Cast, prescribed: Episode, client: Client) -> None:
    said.begun(cast.adem, cast.anna_at_work.user, by=cast.anna)
    log_in(client, people.account_of(cast.adem).user)
    assert "Bruggetje" not in client.get(TODAY).content.decode()
    assert client.get(one(1)).status_code == 404 and client.post(LOG, tap()).status_code == 409
    assert not Log.objects.exists()


def test_staff_have_no_exercises_here(prescribed: Episode, cast: people.Cast, client: Client) -> None:
    log_in(client, cast.anna_at_work.user)
    for response in (client.get(TODAY), client.post(LOG, tap())):
        assert response.status_code == 403 and "geen dossier" in response.content.decode()


def test_the_wrong_method(prescribed: Episode, noor: Client) -> None:
    assert noor.get(LOG).status_code == 405
    for address in (TODAY, one(1), PAPER):
        assert noor.post(address).status_code == 405


def test_looking_is_logged(prescribed: Episode, noor: Client) -> None:
    noor.get(TODAY)
    line = Line.objects.filter(event="episode.seen").latest("number")
    assert line.role == "patient" and line.screen == "portal:exercises"


def test_the_record_tells_it_in_plain_words(prescribed: Episode, noor: Client) -> None:
    page = noor.get(reverse("portal:record")).content.decode()
    assert "Oefeningen thuis" in page and "Bruggetje" in page
