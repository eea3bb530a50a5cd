"""The client's diary: a day, the two weeks, the course, a bit more each week, and one small step."""

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
from ruggespraak.care.actions import sign
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.exercises.actions import prescribe
from ruggespraak.outcomes.diary import day_on, days_of
from ruggespraak.outcomes.models import DiaryDay

DIARY, KEEP, BIT_MORE = (reverse(f"portal:{name}") for name in ("diary", "diary_keep", "diary_step_up"))
WELL = {"diary_pain": "3", "diary_minutes": "12", "diary_sleep": "slept_well", "diary_mood": "mood_good"}
ENTRY = ["diary_pain", "diary_minutes", "diary_sleep", "diary_mood", "diary_signs"]


def step(place: int) -> str:
    return reverse("portal:diary_small_step", args=[place])


def day(days_ago: int) -> str:
    return reverse("portal:diary_day", args=[days_ago])


def sent(days_ago: int = 0, client_id: object = None, **answers: object) -> dict[str, object]:
    on = clock.today() - timedelta(days=days_ago)
    given = answers or {
        "diary_pain": "3",
        "diary_minutes": "12",
        "diary_sleep": "slept_well",
        "diary_mood": "mood_good",
    }
    return {"on": on.isoformat(), "client_id": str(client_id or uuid4()), **given}


def test_the_page_asks_four_things_and_all_may_be_skipped(episode: Episode, noor: Client) -> None:
    page = noor.get(DIARY).content.decode()
    assert "Hoe was je dag?" in page and all(f'name="{name}"' in page for name in ENTRY)
    assert "required" not in page.split("<form")[2] and 'type="submit"' not in page
    assert "Jouw lijn begint met je eerste dag." in page and "Menezes Costa" in page and "2012" in page
    assert Line.objects.filter(event="episode.seen", screen="portal:diary").count() == 1


def test_a_day_is_kept_shown_and_told_in_the_log(episode: Episode, noor: Client) -> None:
    done = noor.post(KEEP, sent(), follow=True)
    assert done.redirect_chain == [(DIARY, 302)]
    page = done.content.decode()
    assert "Vandaag staat in je dagboek." in page and "pijn 3, 12 min, slaap goed, stemming goed" in page
    assert "Jouw eerste dag staat op 3." in page and "Bewaard. Dank je wel." in page
    assert Line.objects.filter(event="diary.kept").count() == 1
    assert "schreef op hoe een dag ging" in noor.get(reverse("portal:looks")).content.decode()


def test_the_same_page_sent_twice_is_one_day_but_a_changed_answer_is_heard(episode: Episode, noor: Client) -> None:
    page_id = uuid4()
    for pain in ("3", "3", "5"):  # a double click; and back, another answer, and sent again
        assert noor.post(KEEP, sent(client_id=page_id, diary_pain=pain)).status_code == 302
    assert DiaryDay.objects.count() == 2 and day_on(episode, clock.today()).pain == 5


def test_another_day_of_the_last_two_weeks(episode: Episode, noor: Client) -> None:
    assert f'href="{day(13)}"' in noor.get(DIARY).content.decode()
    assert "Hoe was" in noor.get(day(3)).content.decode()
    assert noor.post(KEEP, sent(3, diary_pain="6")).headers["Location"] == day(3)
    assert [(one.on, one.pain) for one in days_of(episode)] == [(clock.today() - timedelta(days=3), 6)]
    assert noor.get(day(14)).status_code == 200 and noor.get(day(15)).status_code == 404


def test_the_form_opens_with_what_was_said(episode: Episode, noor: Client) -> None:
    noor.post(KEEP, sent(diary_pain="7", diary_sleep="slept_badly"))
    page = noor.get(DIARY).content.decode()
    assert 'value="7" checked' in page and 'value="slept_badly" checked' in page


def test_a_sign_to_stop_is_answered_with_whom_to_call(episode: Episode, noor: Client) -> None:
    page = noor.post(KEEP, sent(diary_signs=["sign_numb"]), follow=True).content.decode()
    assert "tikte je iets nieuws aan" in page and "Je therapeut krijgt geen bericht" in page
    assert "tel:0299 123456" in page and reverse("public:check") in page and "huisartsenpost" in page
    calm = noor.post(KEEP, sent(diary_signs=["sign_none"]), follow=True).content.decode()
    assert "tikte je iets nieuws aan" not in calm


@pytest.mark.parametrize("wrong", [{"diary_pain": "11"}, {"diary_minutes": "veel"}, {"diary_sleep": "great"}])
def test_what_the_page_does_not_offer_is_refused_with_422_and_its_place(
    episode: Episode, noor: Client, wrong: dict[str, str]
) -> None:
    page = noor.post(KEEP, sent(**wrong))
    assert page.status_code == 422 and f'href="#f-{next(iter(wrong))}"' in page.content.decode()
    assert not DiaryDay.objects.exists()


@pytest.mark.parametrize(("days_ago", "words"), [(-1, "moet nog komen"), (15, "twee weken")])
def test_a_day_that_cannot_be_told_is_refused_with_409(
    episode: Episode, noor: Client, days_ago: int, words: str
) -> None:
    page = noor.post(KEEP, sent(days_ago))
    assert page.status_code == 409 and words in page.content.decode() and not DiaryDay.objects.exists()


def test_nothing_said_is_refused_with_409(episode: Episode, noor: Client) -> None:
    page = noor.post(KEEP, sent(diary_pain=""))
    assert page.status_code == 409 and "minstens één ding" in page.content.decode()


@pytest.mark.parametrize("broken", [{"on": "gisteren"}, {"client_id": "x"}])
def test_a_page_that_came_through_broken_asks_again(episode: Episode, noor: Client, broken: dict[str, str]) -> None:
    page = noor.post(KEEP, sent() | broken, follow=True).content.decode()
    assert "kwam niet goed door" in page and not DiaryDay.objects.exists()


def test_a_bit_more_begins_with_what_goes_well(episode: Episode, noor: Client) -> None:
    assert BIT_MORE in noor.get(DIARY).content.decode()
    assert "Hoeveel minuten kun je nu goed lopen?" in noor.get(BIT_MORE).content.decode()
    page = noor.post(BIT_MORE, {"step_up_minutes": "8", "step_up_pain": "4", "once": "a"}, follow=True).content.decode()
    assert "Deze week: 8 minuten, op 5 dagen" in page and "Je zei dat 8 minuten goed gaan." in page
    assert [line.event for line in Line.objects.filter(event__startswith="step_up.")] == ["step_up.signed"]
    assert "Elke week iets meer" in noor.get(reverse("portal:record")).content.decode()


@pytest.mark.parametrize(("answers", "status"), [({"step_up_minutes": "veel"}, 422), ({"step_up_pain": "3"}, 409)])
def test_a_beginning_without_minutes_comes_back(
    episode: Episode, noor: Client, answers: dict[str, str], status: int
) -> None:
    assert noor.post(BIT_MORE, answers).status_code == status
    assert not Entry.objects.filter(form="step_up").exists()


def test_minutes_that_the_therapist_prescribed_lead(cast: people.Cast, episode: Episode, noor: Client) -> None:
    said.up_to("screening", episode, by=cast.anna)
    prescribe(episode, said.exercises(), by=cast.anna)
    page = noor.get(DIARY).content.decode()
    assert "Je sprak 10 minuten af met Anna Smit." in page and f'href="{BIT_MORE}"' not in page


def test_a_small_step_of_one_pillar(episode: Episode, noor: Client) -> None:
    page = noor.get(step(2)).content.decode()
    assert "Blijven bewegen" in page and "step_stand_up" in page and "step_bedtime" not in page
    assert "step_pillar" not in page
    done = noor.post(step(2), {"step_moving": "step_stand_up", "step_when": "na de koffie", "once": "a"}, follow=True)
    assert "Ik sta elk half uur even op." in done.content.decode() and "Na de koffie" in done.content.decode()
    again = noor.post(step(3), {"step_own": "Elke avond zingen", "once": "b"}, follow=True).content.decode()
    assert "Elke avond zingen" in again and Entry.objects.filter(form="small_step").count() == 2
    assert noor.get(step(0)).status_code == noor.get(step(4)).status_code == 404


def test_no_step_at_all_comes_back_with_409(episode: Episode, noor: Client) -> None:
    page = noor.post(step(1), {"step_when": "ooit"})
    assert (
        page.status_code == 409 and "Kies één stap" in page.content.decode() and 'value="ooit"' in page.content.decode()
    )


def test_after_closing_it_can_be_read_and_no_longer_filled_in(
    cast: people.Cast, episode: Episode, noor: Client
) -> None:
    noor.post(KEEP, sent())
    said.up_to("session", episode, by=cast.anna)
    sign(episode, "closing", said.closing(), by=cast.anna)
    page = noor.get(DIARY).content.decode()
    assert "pijn 3" in page and "Je behandeling is klaar" in page and f'action="{KEEP}"' not in page
    assert noor.post(KEEP, sent()).status_code == 409
    assert noor.post(BIT_MORE, {"step_up_minutes": "8"}).status_code == 409


def test_english_speaks_english(episode: Episode, noor: Client) -> None:
    page = noor.get("/en" + DIARY).content.decode()
    assert "How was your day?" in page and "How did you sleep?" in page and "Hoe was" not in page


def test_nothing_of_another_client_is_seen_or_touched(cast: people.Cast, episode: Episode, client: Client) -> None:
    other = said.begun(cast.adem, cast.anna_at_work.user, by=cast.anna)
    adem = log_in(Client(), people.account_of(cast.adem).user)
    adem.post(KEEP, sent(diary_pain="9"))
    assert [one.pain for one in days_of(other)] == [9] and days_of(episode) == ()
    assert "pijn 9" not in log_in(client, people.account_of(cast.noor).user).get(DIARY).content.decode()


def test_without_a_complaint_there_is_no_diary(cast: people.Cast, noor: Client) -> None:
    assert noor.get(DIARY).status_code == noor.post(KEEP, sent()).status_code == 404


def test_staff_has_no_diary_and_methods_are_guarded(cast: people.Cast, episode: Episode, noor: Client) -> None:
    anna = log_in(Client(), cast.anna_at_work.user)
    for refused in (anna.get(DIARY), anna.post(KEEP, sent()), anna.get(BIT_MORE)):
        assert refused.status_code == 403
    assert noor.post(DIARY).status_code == noor.get(KEEP).status_code == noor.delete(BIT_MORE).status_code == 405


def test_the_therapist_sees_it_on_the_page_of_the_episode(cast: people.Cast, episode: Episode, noor: Client) -> None:
    noor.post(KEEP, sent(diary_pain="6", diary_signs=["sign_leg"]))
    noor.post(step(2), {"step_moving": "step_stand_up"})
    page = log_in(Client(), cast.anna_at_work.user).get(reverse("desk:episode", args=[episode.pk])).content.decode()
    assert "tikte de cliënt een reden om te stoppen aan" in page and "Pijn trekt verder mijn been in." in page
    assert "eerste dag van de cliënt staat op 6" in page and "Ik sta elk half uur even op." in page
