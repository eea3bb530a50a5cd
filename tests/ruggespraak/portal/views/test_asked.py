"""What is asked at a moment: a link in a mail, a page, an entry; and what it shows afterwards."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak import clock
from ruggespraak.audit.actor import SYSTEM
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import sign
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import latest, read_all
from ruggespraak.outcomes.actions import mail_asks, plan_asks, switch_on
from ruggespraak.outcomes.asks import mails_are_off
from ruggespraak.outcomes.models import Ask
from ruggespraak.people.models import Ticket
from ruggespraak.portal.asked import asked_now
from ruggespraak.post.models import Mail

PAGE, MEASURES, MAILS = reverse("portal:asked"), reverse("portal:measures"), reverse("portal:ask_mails")
THINGS = {"psfs_1_activity": "Fietsen", "psfs_1_now": "3", "psfs_2_activity": "Tillen", "psfs_2_now": "2"}


@pytest.fixture
def episode(cast: people.Cast) -> Episode:
    """Noor's complaint, in treatment."""
    episode = said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)
    said.up_to("session", episode, by=cast.anna)
    people.account_of(cast.noor)
    plan_asks(episode, by=SYSTEM)
    return episode


@pytest.fixture
def start(episode: Episode) -> Ask:
    """What is asked at the start."""
    return Ask.objects.get(episode=episode, kind="start")


def at(ask: Ask) -> str:
    return reverse("portal:ask", args=[ask.pk])


def interim(episode: Episode) -> Ask:
    """The next moment, opened today."""
    ask = Ask.objects.get(episode=episode, kind="interim")
    ask.opens_on = clock.today()
    ask.save()
    return ask


def test_what_is_asked_becomes_an_entry_and_shows_what_changes(
    cast: people.Cast, episode: Episode, noor: Client, start: Ask
) -> None:
    page = noor.get(at(start)).content.decode()
    assert "Noem drie dingen" in page and "gpe_change" not in page and "psk_1_now" not in page
    answered = noor.post(at(start), {"pain_nrs_avg24h": "6", **THINGS, "once": "a"})
    assert answered.headers["Location"] == MEASURES
    page = noor.get(at(interim(episode))).content.decode()
    assert "Fietsen" in page and "Tillen" in page and "Derde activiteit" not in page
    assert 'name="psfs_again_1_activity"' not in page
    reply = {"pain_nrs_avg24h": "2", "psfs_again_1_now": "6", "psfs_again_2_now": "5", "gpe_change": "gpe_2"}
    noor.post(at(interim(episode)), {**reply, "psfs_again_1_activity": "iets anders", "once": "b"})
    kept = latest(read_all(episode), "measures_interim")
    assert kept is not None
    assert kept.answers["psfs_again_1_activity"] == "Fietsen" and kept.answers["psfs_again_3_activity"] is None
    shown = noor.get(MEASURES).content.decode()
    assert "Van 6 naar 2: beter. Dat is waarschijnlijk geen toeval." in shown
    assert "Van 2,5 naar 5,5: beter." in shown
    assert "Vergeleken met het begin: veel beter." in shown
    assert "← Links is beter" in shown and "Rechts is beter →" in shown
    assert shown.count('<svg class="chart"') == 3
    assert Line.objects.filter(event="ask.answered", patient_handle=cast.noor.handle).count() == 2


def test_activities_go_on_in_the_way_they_began(cast: people.Cast, episode: Episode, noor: Client, start: Ask) -> None:
    noor.post(at(start), {"pain_nrs_avg24h": "6", **THINGS, "once": "a"})
    switch_on(cast.practice, pathway(), "psk", by=cast.owner)
    page = noor.get(at(interim(episode))).content.decode()
    assert "psfs_again_1_now" in page and "psk_again_1_now" not in page
    other = said.begun(cast.adem, cast.anna_at_work.user, by=cast.anna)
    said.up_to("intake", other, by=cast.anna)
    plan_asks(other, by=SYSTEM)
    adem = log_in(Client(), people.account_of(cast.adem).user)
    page = adem.get(at(Ask.objects.get(episode=other, kind="start"))).content.decode()
    assert "psk_1_now" in page and "psfs_1_now" not in page


def test_without_named_activities_none_are_asked_again(episode: Episode, noor: Client, start: Ask) -> None:
    noor.post(at(start), {"pain_nrs_avg24h": "6", "once": "a"})
    page = noor.get(at(interim(episode))).content.decode()
    assert "pain_nrs_avg24h" in page and "psfs_again" not in page and "psk_again" not in page


def test_the_same_twice_counts_once_and_later_it_says_so(episode: Episode, noor: Client, start: Ask) -> None:
    for _ in range(2):
        assert noor.post(at(start), {"pain_nrs_avg24h": "6", "once": "a"}).status_code == 302
    assert episode.entries.filter(form="measures_start").count() == 1
    page = noor.get(at(start))
    assert page.status_code == 200 and "Je hebt dit al ingevuld." in page.content.decode()
    assert noor.post(at(start), {"pain_nrs_avg24h": "1", "once": "b"}).status_code == 409
    assert episode.entries.filter(form="measures_start").count() == 1


def test_when_it_is_over_the_page_says_how_to_go_on(noor: Client, start: Ask) -> None:
    start.opens_on, start.closes_on = (clock.today() - timedelta(days=count) for count in (20, 1))
    start.save()
    page = noor.get(at(start)).content.decode()
    assert "niet meer invullen" in page and PAGE in page
    assert noor.post(at(start), {"pain_nrs_avg24h": "1", "once": "b"}).status_code == 409


def test_what_is_missing_or_wrong_is_said_and_nothing_is_lost(noor: Client, start: Ask) -> None:
    refused = noor.post(at(start), {**THINGS, "once": "a"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'href="#f-pain_nrs_avg24h"' in page and 'value="Fietsen"' in page
    assert noor.post(at(start), {"pain_nrs_avg24h": "11", "once": "b"}).status_code == 422
    assert noor.put(at(start)).status_code == noor.delete(at(start)).status_code == 405


def test_what_the_intake_named_need_not_be_typed_again(cast: people.Cast, noor: Client) -> None:
    episode = said.begun(cast.adem, cast.anna_at_work.user, by=cast.anna)
    sign(episode, "screening", said.screening(), by=cast.anna)
    sign(episode, "intake", said.intake(psfs_2_activity="Een uur autorijden", psfs_2_now=4), by=cast.anna)
    plan_asks(episode, by=SYSTEM)
    adem = log_in(Client(), people.account_of(cast.adem).user)
    page = adem.get(at(Ask.objects.get(episode=episode, kind="start"))).content.decode()
    assert 'value="Een uur autorijden"' in page
    assert noor.get(at(Ask.objects.get(episode=episode, kind="start"))).status_code == 404


def test_others_do_not_reach_it(cast: people.Cast, anna: Client, start: Ask) -> None:
    assert anna.get(at(start)).status_code == 403
    adem = log_in(Client(), people.account_of(cast.adem).user)
    assert adem.get(at(start)).status_code == 404
    assert adem.get(reverse("portal:ask", args=[uuid4()])).status_code == 404
    assert adem.get(MEASURES).status_code == 404  # nothing was ever opened for him
    assert adem.get(PAGE).status_code == 200
    assert Client().get(at(start)).status_code == 302


def test_the_list_and_the_page_today(cast: people.Cast, noor: Client, start: Ask) -> None:
    page = noor.get(PAGE).content.decode()
    assert at(start) in page and "Hoe gaat het aan het begin?" in page
    (waiting,) = [one for one in asked_now(cast.noor) if one.url == at(start)]
    assert waiting.title and waiting.why and waiting.label
    assert noor.post(PAGE).status_code == 405


def test_looking_is_logged(cast: people.Cast, noor: Client, start: Ask) -> None:
    noor.get(at(start))
    noor.get(MEASURES)
    seen = Line.objects.filter(patient_handle=cast.noor.handle, screen__in=["portal:ask", "portal:measures"])
    assert {line.event for line in seen} == {"ask.seen", "episode.seen"}


# Mail


def links(cast: people.Cast, asks: list[Ask]) -> tuple[str, str]:
    """The two addresses in a mail that goes out now."""
    mail_asks(cast.noor, asks, by=SYSTEM)
    found = re.findall(r"/my/asked/\S+", Mail.objects.latest("written_at").text)
    return found[0], found[1]


def test_the_link_leads_to_the_page_after_logging_in(cast: people.Cast, noor: Client, start: Ask) -> None:
    link, _stop = links(cast, [start])
    anyone = Client()
    assert anyone.get(link).headers["Location"] == at(start)
    assert at(start) in anyone.get(at(start)).headers["Location"]  # the log-in, which comes back here
    assert noor.get(link, follow=True).redirect_chain[-1][0] == at(start)


def test_a_link_about_more_leads_to_the_list(cast: people.Cast, episode: Episode, start: Ask) -> None:
    link, _stop = links(cast, [start, interim(episode)])
    assert Client().get(link).headers["Location"] == PAGE


def test_an_expired_or_unknown_link_says_how_to_go_on(cast: people.Cast, start: Ask) -> None:
    link, stop = links(cast, [start])
    with clock.standing_at(clock.now() + timedelta(days=16)):
        assert Client().get(link).status_code == Client().get(stop).status_code == 410
        assert "eigen pagina" in Client().get(link).content.decode()
    Ticket.objects.update(ended_at=clock.now())
    assert Client().get(link).status_code == 410
    assert Client().get("/my/asked/link/never-was/").status_code == 410


def test_the_mails_stop_by_a_button_never_by_opening_a_link(cast: people.Cast, start: Ask) -> None:
    _link, stop = links(cast, [start])
    asked = Client(enforce_csrf_checks=True)
    assert "Deze mails stoppen?" in asked.get(stop).content.decode()
    assert not mails_are_off(cast.noor)
    assert asked.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert mails_are_off(cast.noor)
    assert asked.put(stop).status_code == 405


def test_the_mails_are_switched_on_my_own_page(cast: people.Cast, noor: Client, start: Ask) -> None:
    for act, are_off in (("stop", True), ("resume", False)):
        assert f'value="{act}"' in noor.get(PAGE).content.decode()
        assert noor.post(MAILS, {"act": act}).headers["Location"] == PAGE
        assert mails_are_off(cast.noor) is are_off
    assert noor.get(MAILS).status_code == 405
