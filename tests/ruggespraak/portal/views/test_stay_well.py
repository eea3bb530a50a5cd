"""The plan to stay well: what was agreed at the closing, in the order in which it is needed."""

import pytest
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import sign
from ruggespraak.dossier.models import Episode

PAGE = reverse("portal:stay_well")
AGREED = {
    "keep_moving": "Elke werkdag 20 minuten wandelen.",
    "own_warning_signs": "Stijf opstaan.",
    "flare_up_days": "Warmte en rustig lopen.",
    "when_to_call": "Na drie weken geen verbetering.",
}


@pytest.fixture
def closed(cast: people.Cast) -> Episode:
    """Noor's complaint, closed with a plan to stay well."""
    episode = said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)
    said.up_to("session", episode, by=cast.anna)
    sign(episode, "closing", said.closing(**AGREED), by=cast.anna)
    return episode


def test_it_stands_in_three_parts_and_says_when_to_call(closed: Episode, noor: Client) -> None:
    home = noor.get(reverse("portal:home")).content.decode()
    assert PAGE in home
    page = noor.get(PAGE).content.decode()
    places = [page.index(words) for words in (*AGREED.values(), "Levensgevaar? Bel 112.")]
    assert places == sorted(places)
    assert Line.objects.filter(event="episode.seen", patient_handle=closed.patient.handle).exists()


def test_what_was_not_filled_in_has_words_of_its_own(cast: people.Cast, noor: Client) -> None:
    episode = said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)
    said.up_to("session", episode, by=cast.anna)
    sign(episode, "closing", said.closing(), by=cast.anna)
    page = noor.get(PAGE).content.decode()
    assert "Beweeg elke dag" in page and "Beweeg rustig, rust kort" in page


def test_before_a_closing_and_for_others_there_is_none(cast: people.Cast, closed: Episode, noor: Client) -> None:
    stranger = log_in(Client(), people.account_of(cast.adem).user)
    assert stranger.get(PAGE).status_code == 404
    assert noor.post(PAGE).status_code == 405
