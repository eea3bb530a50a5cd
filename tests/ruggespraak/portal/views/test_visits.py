"""My visits: what was done, and how it was before and after."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak import clock
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import Situation, correct, sign
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.packs import pathway

VISITS = reverse("portal:visits")
SEEN = {
    "pain_before": 6,
    "pain_after": 4,
    "sign_before": "vingers 20 cm van de vloer",
    "sign_after": "vingers 10 cm van de vloer",
    "techniques": ({"option": "tx_mobilisation"}, {"option": "tx_exercise_home"}, {"option": "tx_mobilisation"}),
    "soep_e": "Provocatie neemt af.",
}
MOBILISATION = pathway("low_back_pain").options["tx_mobilisation"].plain.nl


@pytest.fixture
def treated(cast: people.Cast, episode: Episode) -> Entry:
    """Noor's second visit."""
    said.up_to("session", episode, by=cast.anna)
    return sign(episode, "session", said.session(**SEEN), by=cast.anna)


def test_each_visit_says_what_was_done_and_draws_the_change_on_the_whole_axis(treated: Entry, noor: Client) -> None:
    page = noor.get(VISITS).content.decode()
    assert page.index("Bezoek 2,") < page.index("Bezoek 1,")
    assert page.count("Pijn vooraf 6, na afloop 4, op een lijn van 0 tot 10.") == 1
    assert "vingers 20 cm" in page and "vingers 10 cm" in page
    assert "Provocatie" not in page
    assert Line.objects.filter(event="episode.seen", screen="portal:visits").exists()


def test_one_visit_says_what_the_change_means_and_how_sure_that_is(treated: Entry, noor: Client) -> None:
    page = noor.get(reverse("portal:visit", args=[treated.pk])).content.decode()
    assert "zegt het weinig over het einde" in page and "De zekerheid is laag." in page and "Cook et al." in page
    assert reverse("portal:entry", args=[treated.pk]) in page
    assert page.count(f"<li>{MOBILISATION}</li>") == 1
    assert Line.objects.filter(event="entry.seen", object_id=str(treated.pk)).exists()


def test_the_record_leads_to_the_visit(treated: Entry, noor: Client) -> None:
    page = noor.get(reverse("portal:entry", args=[treated.pk])).content.decode()
    assert reverse("portal:visit", args=[treated.pk]) in page


def test_a_correction_stands_in_the_place_of_the_visit(cast: people.Cast, treated: Entry, noor: Client) -> None:
    situation = Situation.of(treated.episode)
    right = said.session(**{**SEEN, "pain_after": 3})
    corrected = correct(
        treated.episode, situation.reading(treated.pk), right, by=cast.anna, reason="Cijfer verkeerd ingetikt"
    )
    page = noor.get(VISITS).content.decode()
    assert "na afloop 3" in page and "na afloop 4" not in page
    assert noor.get(reverse("portal:visit", args=[corrected.pk])).status_code == 200


@pytest.mark.parametrize(("days_ago", "is_asked"), [(0, True), (3, True), (4, False)])
def test_for_three_days_it_is_asked_how_it_was_after_it(
    cast: people.Cast, episode: Episode, noor: Client, days_ago: int, is_asked: bool
) -> None:
    with clock.standing_at(clock.now() - timedelta(days=days_ago)):
        said.up_to("session", episode, by=cast.anna)
    assert (reverse("portal:day_after") in noor.get(VISITS).content.decode()) is is_asked
    page = noor.get(reverse("portal:day_after"))
    assert page.status_code == (200 if is_asked else 404)
    assert is_asked or "in de drie dagen na een bezoek" in page.content.decode()


def test_without_a_visit_there_is_nothing_to_see(episode: Episode, noor: Client) -> None:
    assert "nog geen behandeling" in noor.get(VISITS).content.decode()
    assert noor.post(VISITS).status_code == 405


def test_another_entry_is_no_visit_and_another_client_sees_none(
    cast: people.Cast, treated: Entry, noor: Client
) -> None:
    plan = treated.episode.entries.get(form="plan")
    assert noor.get(reverse("portal:visit", args=[plan.pk])).status_code == 404
    stranger = log_in(Client(), people.account_of(cast.adem).user)
    assert stranger.get(reverse("portal:visit", args=[treated.pk])).status_code == 404


def test_staff_does_not_come_in_here(treated: Entry, anna: Client) -> None:
    assert anna.get(VISITS).status_code in (302, 403)
