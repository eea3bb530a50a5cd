"""The measures on the page of an episode: in terms, each on its own scale, with what waits to be answered."""

import pytest
from django.test import Client
from django.urls import reverse

import people
import said
from ruggespraak import clock
from ruggespraak.audit.actor import SYSTEM
from ruggespraak.care.actions import sign
from ruggespraak.desk.measured import on_desk
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import read_all
from ruggespraak.outcomes.actions import choose_mails, mail_asks, plan_asks
from ruggespraak.outcomes.models import Ask

BEFORE = {"pain_nrs_avg24h": 7, "psfs_1_activity": "Fietsen", "psfs_1_now": 2}
AFTER = {"pain_nrs_avg24h": 3, "psfs_again_1_activity": "Fietsen", "psfs_again_1_now": 5, "gpe_change": "gpe_2"}


@pytest.fixture
def treated(cast: people.Cast, episode: Episode) -> Episode:
    """Noor, in treatment, with what is asked of her planned."""
    said.up_to("session", episode, by=cast.anna)
    plan_asks(episode, by=SYSTEM)
    return episode


def page_of(episode: Episode, anna: Client) -> str:
    return anna.get(reverse("desk:episode", args=[episode.pk])).content.decode()


def test_a_change_in_terms_with_its_limits(cast: people.Cast, treated: Episode, anna: Client) -> None:
    sign(treated, "measures_start", BEFORE, by=cast.anna)
    sign(treated, "measures_interim", AFTER, by=cast.anna)
    briefs = {brief.name.split(",")[0]: brief for brief in on_desk(treated, read_all(treated))["measured"].briefs}
    pain, activities, effect = briefs["NPRS"], briefs["PSFS"], briefs["GPE"]
    assert (pain.was, pain.now, pain.term) == ("7", "3", "Verbeterd, waarschijnlijk echt")
    assert pain.more == "−4 (MIC 2 of 30%; SDC 3)"
    assert (activities.term, activities.more) == ("Verbeterd", "+3 (MIC 2; geen SDC bekend)")
    assert (effect.now, effect.term, effect.more) == ("veel beter", "Verbeterd", "")
    assert (pain.direction, activities.direction) == ("lager is beter", "hoger is beter")
    assert (effect.bottom, effect.top) == (1, 7)
    page = page_of(treated, anna)
    assert "Verbeterd, waarschijnlijk echt" in page and "−4 (MIC 2 of 30%; SDC 3)" in page


def test_a_start_without_a_score_is_no_start(cast: people.Cast, treated: Episode) -> None:
    sign(treated, "measures_interim", AFTER, by=cast.anna)
    (psfs,) = [one for one in on_desk(treated, read_all(treated))["measured"].briefs if one.name.startswith("PSFS")]
    assert (psfs.was, psfs.term, psfs.more) == ("", "", "")


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("no account", "geen account"),
        ("not yet", "Nog niet gemaild"),
        ("off", "wil dat niet"),
        ("mailed", "Gemaild op"),
    ],
)
def test_what_is_asked_and_not_answered_stands_there_with_the_mail(
    cast: people.Cast, treated: Episode, anna: Client, how: str, words: str
) -> None:
    if how != "no account":
        client = people.account_of(cast.noor).as_actor()
        choose_mails(cast.noor, are_off=how == "off", by=client)
    if how == "mailed":
        mail_asks(cast.noor, list(Ask.objects.waiting(clock.today())), by=SYSTEM)
    page = page_of(treated, anna)
    assert "Gevraagd, nog niet ingevuld" in page and words in page
    assert "Wordt weer gevraagd vanaf" in page
