"""The plan in the client's own words: about exactly one version, never a gate, read and judged by a therapist."""

import pytest
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import Situation, sign
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.reading import read_latest
from ruggespraak.post.models import Mail

TOLD = {
    "told_what": "Elke dag oefenen.",
    "told_expect": "Dat zitten makkelijker gaat.",
    "told_call": "Als plassen raar is.",
}


@pytest.fixture
def plan(cast: people.Cast, episode: Episode) -> Entry:
    """The first version of Noor's plan."""
    return said.up_to("plan", episode, by=cast.anna)


def page_of(plan: Entry) -> str:
    return reverse("portal:told_back", args=[plan.pk])


def test_the_plan_asks_kindly_and_it_may_be_skipped(noor: Client, plan: Entry) -> None:
    assert page_of(plan) in noor.get(reverse("portal:plan_version", args=[plan.pk])).content.decode()
    page = noor.get(page_of(plan)).content.decode()
    assert "Het is geen toets" in page and "Overslaan, terug naar het plan" in page
    assert "Lees het plan nog eens" in page


def test_what_was_told_is_bound_to_exactly_this_version(episode: Episode, noor: Client, plan: Entry) -> None:
    assert noor.post(page_of(plan), TOLD).status_code == 302
    (told,) = read_latest(episode, ("told_back",))
    assert told.entry.about_id == plan.pk
    assert told.also["plan_hash"] == plan.hash
    assert Line.objects.filter(event="told_back.signed", role="patient").count() == 1
    assert "Je therapeut heeft het nog niet gelezen." in noor.get(page_of(plan)).content.decode()


def test_it_is_never_a_gate_for_consent(cast: people.Cast, episode: Episode, noor: Client, plan: Entry) -> None:
    said.consent(episode, by=cast.anna)
    assert Situation.of(episode).course.agreed is not None


def test_the_therapist_says_whether_it_was_clear_and_the_client_reads_it(
    cast: people.Cast, episode: Episode, noor: Client, plan: Entry
) -> None:
    noor.post(page_of(plan), TOLD)
    anna = log_in(Client(), cast.anna_at_work.user)
    desk = reverse("care:form", args=[episode.pk, "told_back_read"])
    beside = anna.get(desk).content.decode()
    assert "Elke dag oefenen." in beside and "Wat gaan we doen?" in beside
    before = Mail.objects.count()
    partly = {"teach_back": "teach_back_partly", "told_back_reply": "Bel ook bij een doof gevoel.", "act": "sign"}
    assert anna.post(desk, partly).status_code == 302
    assert Mail.objects.count() == before + 1
    page = noor.get(page_of(plan)).content.decode()
    assert "Jullie praten er nog over" in page and "Bel ook bij een doof gevoel." in page
    assert Situation.of(episode).course.unclear_on is not None
    assert anna.post(desk, {"teach_back": "teach_back_clear", "act": "sign"}).status_code == 302
    assert "Het is duidelijk" in noor.get(page_of(plan)).content.decode()
    assert Situation.of(episode).course.told_back is None
    assert anna.post(desk, {"teach_back": "teach_back_clear", "act": "sign"}).status_code == 409


def test_a_version_that_changed_in_between_is_shown_with_what_was_written_kept(
    cast: people.Cast, episode: Episode, noor: Client, plan: Entry
) -> None:
    noor.get(page_of(plan))
    newer = sign(episode, "plan", said.plan(sessions_planned=3), by=cast.anna)
    refused = noor.post(page_of(plan), TOLD)
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "Het plan is veranderd" in page and "Elke dag oefenen." in page
    assert f'action="{page_of(newer)}"' in page
    assert not episode.entries.filter(form="told_back").exists()


@pytest.mark.parametrize("posted", [{}, {"told_what": "  "}, {"told_call": "x" * 1001}])
def test_bad_input_is_refused(episode: Episode, noor: Client, plan: Entry, posted: dict[str, str]) -> None:
    assert noor.post(page_of(plan), posted).status_code == 422
    assert not episode.entries.filter(form="told_back").exists()


def test_it_is_about_a_plan_of_my_own(cast: people.Cast, episode: Episode, noor: Client, plan: Entry) -> None:
    other = episode.entries.get(form="screening")
    assert noor.get(page_of(other)).status_code == 404
    adem = log_in(Client(), people.account_of(cast.adem).user)
    assert adem.get(page_of(plan)).status_code == 404
    assert adem.post(page_of(plan), TOLD).status_code == 404
    anna = log_in(Client(), cast.anna_at_work.user)
    assert anna.post(page_of(plan), TOLD).status_code == 403
    assert noor.put(page_of(plan)).status_code == 405
