"""A reason to stop that a client ticked in the diary stands on the desk until somebody took it up."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

import people
import said
from login import log_in
from ruggespraak import clock
from ruggespraak.care.actions import sign
from ruggespraak.dossier.models import Episode
from ruggespraak.outcomes.actions import keep_day
from ruggespraak.outcomes.signs import fresh_signs


@pytest.fixture(autouse=True)
def dutch():
    with translation.override("nl"):
        yield


def ticked(cast: people.Cast, episode: Episode, *signs: str, ago: int = 0) -> None:
    on, noor = clock.today() - timedelta(days=ago), people.account_of(cast.noor).as_actor()
    keep_day(episode, on, {"diary_signs": signs}, client_id=uuid4(), said_at=clock.now(), by=noor)


def test_it_stands_on_top_of_the_day_with_the_way_there(cast: people.Cast, episode: Episode, anna: Client) -> None:
    assert "Reden om te stoppen" not in anna.get(reverse("desk:today")).content.decode()
    ticked(cast, episode, "sign_numb")
    page = anna.get(reverse("desk:today")).content.decode()
    assert "Reden om te stoppen" in page and "Doof gevoel." in page
    assert f"{reverse('desk:episode', args=[episode.pk])}#diary" in page


def test_a_colleague_reads_that_somebody_must_act_and_not_what(cast: people.Cast, episode: Episode) -> None:
    ticked(cast, episode, "sign_numb")
    page = log_in(Client(), cast.chris_at_work.user).get(reverse("desk:today")).content.decode()
    assert "Noor Hendriks" in page and "oof gevoel" not in page


def test_it_goes_once_somebody_wrote_about_it(cast: people.Cast, episode: Episode) -> None:
    sign(episode, "screening", said.screening(), by=cast.anna)
    ticked(cast, episode, "sign_weak", "sign_leg")
    assert set(fresh_signs([episode])) == {episode.id}
    sign(episode, "screening", said.screening(), by=cast.anna)
    assert fresh_signs([episode]) == {}


def test_what_the_client_writes_does_not_make_it_go(cast: people.Cast, episode: Episode) -> None:
    ticked(cast, episode, "sign_weak")
    sign(episode, "message", {"message_words": "Moet ik bellen?"}, by=people.account_of(cast.noor).as_actor())
    assert set(fresh_signs([episode])) == {episode.id}


def test_nothing_new_and_long_ago_is_no_signal(cast: people.Cast, episode: Episode) -> None:
    ticked(cast, episode, "sign_none")
    ticked(cast, episode, "sign_night", ago=7)
    assert fresh_signs([episode]) == {} and fresh_signs([]) == {}


def test_a_day_that_was_corrected_counts_as_it_stands(cast: people.Cast, episode: Episode) -> None:
    ticked(cast, episode, "sign_night")
    ticked(cast, episode, "sign_none")
    assert fresh_signs([episode]) == {}
