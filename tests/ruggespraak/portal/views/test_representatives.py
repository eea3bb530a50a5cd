"""Who may act for me: the client's page, and what whoever acts sees of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak import clock
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import sign
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import read
from ruggespraak.people.mandates import Capacity, Ground, Mandate, Scope
from ruggespraak.portal.looks import folded

PAGE = "portal:representatives"


def posted(**more: str) -> dict[str, str]:
    last = (clock.today() + timedelta(days=60)).isoformat()
    filled = {"name": "Jo Hendriks", "email": "jo@x.example", "capacity": "role_partner", "scope": "reads"}
    return {**filled, "ends_on": last, **more}


def test_the_client_lets_somebody_in_and_gets_the_code_once(noor: Client) -> None:
    assert "Niemand handelt namens jou" in noor.get(reverse(PAGE)).content.decode()
    answer = noor.post(reverse("portal:let_in"), posted())
    shown = answer.content.decode()
    mandate = Mandate.objects.get()
    assert answer.status_code == 200 and "Geef deze code aan Jo Hendriks" in shown
    assert (mandate.ground, mandate.scope, mandate.capacity) == (Ground.OWN_PAGES, Scope.READS, Capacity.PARTNER)
    again = noor.get(reverse(PAGE)).content.decode()
    assert "Geef deze code" not in again and "Uitgenodigd" in again and "leest mee" in again
    assert Line.objects.filter(event="representatives.seen", role="patient").count() == 2


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"ends_on": ""}, "Kies een laatste dag"),
        ({"ends_on": "2020-01-01"}, "De laatste dag is al voorbij"),
        ({"email": "noor@de-beemster.example"}, "het adres van de cliënt zelf"),
        ({"capacity": "role_parent"}, "role_parent"),
        ({"scope": ""}, "Dit veld is verplicht"),
    ],
)
def test_what_does_not_fit_is_said_and_kept(noor: Client, more: dict[str, str], sentence: str) -> None:
    answer = noor.post(reverse("portal:let_in"), posted(**more))
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert "Jo Hendriks" in answer.content.decode() and not Mandate.objects.exists()


def test_another_link_and_another_code(noor: Client) -> None:
    noor.post(reverse("portal:let_in"), posted())
    again = noor.post(reverse("portal:representative_again", args=[Mandate.objects.get().pk]))
    assert "Geef deze code aan Jo Hendriks" in again.content.decode()


def test_the_client_ends_it_and_the_history_stays(cast: people.Cast, noor: Client) -> None:
    mandate = people.representative_of(cast.noor).mandate
    assert mandate is not None
    end = reverse("portal:representative_end", args=[mandate.pk])
    assert noor.get(end).status_code == 405
    answer = noor.post(end, follow=True)
    assert "Jo Hendriks kan niet meer handelen" in answer.content.decode()
    assert "Beëindigd" in answer.content.decode()
    assert noor.post(end).status_code == 409


def test_nobody_reaches_the_mandate_of_another(cast: people.Cast, elsewhere: people.Cast, noor: Client) -> None:
    for other in (cast.adem, elsewhere.noor):
        mandate = people.representative_of(other).mandate
        assert mandate is not None
        for name in ("portal:representative_end", "portal:representative_again"):
            assert noor.post(reverse(name, args=[mandate.pk])).status_code == 404
    assert not Mandate.objects.filter(ended_at__isnull=False).exists()


def test_a_representative_sees_their_own_terms_and_no_other_s_and_lets_nobody_in(
    cast: people.Cast, client: Client
) -> None:
    other = people.representative_of(cast.noor, name="Bo Bakker").mandate
    account = people.representative_of(cast.noor)
    browser = log_in(client, account.user)
    shown = browser.get(reverse(PAGE)).content.decode()
    assert "Je handelt voor Noor Hendriks" in shown and "Bo Bakker" not in shown and "Iemand toelaten" not in shown
    assert browser.post(reverse("portal:let_in"), posted()).status_code == 403
    assert other is not None
    assert browser.post(reverse("portal:representative_end", args=[other.pk])).status_code == 404
    answer = browser.post(reverse("portal:representative_end", args=[account.mandate.pk]), follow=True)
    assert "hoort geen dossier" in answer.content.decode()
    assert browser.get(reverse("portal:home")).status_code == 403


def test_every_page_says_for_whom_one_acts(cast: people.Cast, episode: Episode, client: Client) -> None:
    last = clock.today() + timedelta(days=9)
    browser = log_in(client, people.representative_of(cast.noor, ends_on=last).user)
    for name in ("home", "record", "looks", "download", "messages", "representatives"):
        shown = browser.get(reverse(f"portal:{name}")).content.decode()
        assert "Je handelt voor Noor Hendriks, als partner, tot en met" in shown, name
    refused = browser.get("/my/record/complaints/0190f3c0-0000-7000-8000-000000000000/")
    assert refused.status_code == 404


def test_who_acts_for_several_chooses_each_time_whose_record(cast: people.Cast, client: Client) -> None:
    account = people.representative_of(cast.noor)
    second = people.representative_of(cast.adem, scope=Scope.READS)
    browser = log_in(client, account.user)
    assert "Noor Hendriks" in browser.get(reverse("portal:home")).content.decode()
    browser.post(reverse("people:records"), {"record": str(second.pk)})
    assert "Je handelt voor Adem Yıldız" in browser.get(reverse("portal:home")).content.decode()
    assert browser.get(reverse("portal:intake")).status_code == 403
    choice = browser.get(reverse("people:records")).content.decode()
    assert "Noor Hendriks" in choice and "Adem Yıldız" in choice and "partner" in choice


def test_the_record_and_the_log_say_in_what_part_and_no_name(
    cast: people.Cast, episode: Episode, client: Client, noor: Client
) -> None:
    account = people.representative_of(cast.noor, capacity=Capacity.FAMILY)
    entry = sign(episode, "intake_home", said.intake(), by=account.as_actor())
    assert (entry.author_role, entry.author_name) == ("representative", "vertegenwoordiger (kind, broer of zus)")
    shown = noor.get(reverse("portal:record")).content.decode()
    assert "de vertegenwoordiger (kind, broer of zus)" in shown and "Jo Hendriks" not in shown
    (look, *_more) = folded(Line.objects.filter(event="intake_home.signed"), account.user_id)
    assert look.who == "jij"
    (look, *_more) = folded(Line.objects.filter(event="intake_home.signed"), people.account_of(cast.noor).user_id)
    assert (look.who, look.ground) == ("de vertegenwoordiger (kind, broer of zus)", "handelt namens jou")


@pytest.mark.parametrize(("scope", "may"), [(Scope.READS, False), (Scope.FILLS_IN, False), (Scope.DECIDES, True)])
def test_a_plan_is_answered_only_within_the_scope(
    cast: people.Cast, episode: Episode, client: Client, scope: Scope, may: bool
) -> None:
    plan = said.up_to("plan", episode, by=cast.anna)
    browser = log_in(client, people.representative_of(cast.noor, scope=scope).user)
    shown = browser.get(reverse("portal:plan_version", args=[plan.pk]))
    page = shown.content.decode()
    assert ("Mijn antwoord" in page or "Stuur mijn antwoord" in page or 'name="decision"' in page) is may
    assert ("Dat is niet afgesproken" in page) is not may
    seen = {"plan_hash": plan.hash, "text_hash": shown.context["plan"].seen.text_hash, "decision": "given"}
    answer = browser.post(reverse("portal:answer", args=[plan.pk]), seen)
    assert answer.status_code == (302 if may else 403)
    if may:
        consent = read(episode.entries.get(form="consent"))
        assert consent.answers["representative_role"] == "role_partner" and consent.also["scope"] == "decides"
