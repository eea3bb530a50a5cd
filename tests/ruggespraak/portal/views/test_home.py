"""The client's first page: one thing asked, where I am, what to do when it cannot wait."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import people
import said
from login import log_in
from ruggespraak import clock
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import save, sign
from ruggespraak.dossier.models import Episode
from ruggespraak.exercises.actions import prescribe
from ruggespraak.people.mandates import Scope

HOME = "/my/"
ALARM = said.intake(fever=True, sepsis_signs=False, ces_saddle=False)


def page(browser: Client, status: int = 200) -> str:
    response = browser.get(HOME)
    assert response.status_code == status
    return response.content.decode()


def test_without_a_record_there_is_nothing_and_nothing_breaks(noor: Client) -> None:
    assert "Hier staat nog niets" in page(noor)
    for name in ("intake", "plan", "record"):
        assert noor.get(reverse(f"portal:{name}")).status_code == 404
    assert noor.get(reverse("portal:looks")).status_code == 200


def test_asks_for_the_story_first_then_for_an_answer_to_the_plan(
    cast: people.Cast, episode: Episode, noor: Client
) -> None:
    assert "Vertel je verhaal" in page(noor)
    said.up_to("decision", episode, by=cast.anna)
    assert "Je hoeft nu niets te doen" in page(noor)
    sign(episode, "plan", said.plan(), by=cast.anna)
    first = page(noor)
    assert "Er ligt een plan voor je klaar" in first and first.count('class="button"') == 1
    said.consent(episode, by=cast.anna)
    assert "Je hoeft nu niets te doen" in page(noor)
    sign(episode, "plan", said.plan(sessions_planned=4), by=cast.anna)
    assert "Je plan is aangepast" in page(noor)


def test_a_begun_story_is_gone_on_with(cast: people.Cast, episode: Episode, noor: Client) -> None:
    save(episode, "intake_home", {"age": 42}, based_on=0, by=people.account_of(cast.noor).as_actor())
    assert "Verder met je verhaal" in page(noor)


def test_what_cannot_wait_stays_on_top_until_a_therapist_has_judged_it(
    cast: people.Cast, episode: Episode, noor: Client
) -> None:
    sign(episode, "intake_home", ALARM, by=people.account_of(cast.noor).as_actor())
    assert 'class="verdict"' in page(noor) and "huisarts" in page(noor)
    sign(episode, "screening", said.niet_pluis(own_urgency="gp_same_day"), by=cast.anna)
    assert 'class="verdict"' not in page(noor)


@pytest.mark.parametrize("form", ["day_after", "check_in"])
def test_what_i_told_from_home_and_cannot_wait_stays_on_top_until_somebody_took_it_up(
    cast: people.Cast, episode: Episode, noor: Client, form: str
) -> None:
    said.up_to("session", episode, by=cast.anna)
    if form == "check_in":
        sign(episode, "closing", said.closing(), by=cast.anna)
    me = people.account_of(cast.noor).as_actor()
    sign(episode, form, getattr(said, form)(), by=me)
    assert 'class="verdict"' not in page(noor)
    sign(episode, form, getattr(said, form)(now_ces=True), by=me)
    assert 'class="verdict"' in page(noor)
    sign(episode, "gp_call", said.gp_call(), by=cast.anna)
    assert 'class="verdict"' not in page(noor)


def test_in_mode_inform_no_level_is_shown_not_even_one_of_before(
    cast: people.Cast, episode: Episode, noor: Client, settings
) -> None:
    sign(episode, "intake_home", ALARM, by=people.account_of(cast.noor).as_actor())
    settings.MODE = "inform"
    assert 'class="verdict"' not in page(noor)


def test_a_closed_treatment_asks_nothing(cast: people.Cast, episode: Episode, noor: Client) -> None:
    said.up_to("session", episode, by=cast.anna)
    sign(episode, "evaluation", said.evaluation(), by=cast.anna)
    sign(episode, "closing", said.closing(), by=cast.anna)
    closed = page(noor)
    assert "Je behandeling is klaar" in closed and "Je pijn ging van 6 naar 4" in closed


def test_a_message_of_the_practice_is_asked_to_be_read_until_it_was(
    cast: people.Cast, episode: Episode, noor: Client
) -> None:
    said.up_to("screening", episode, by=cast.anna)
    sign(episode, "message", {"message_words": "Mag ik weer hardlopen?"}, by=people.account_of(cast.noor).as_actor())
    assert "De praktijk heeft je geschreven" not in page(noor)
    sign(episode, "message_answer", {"message_answer_words": "Ja, begin rustig."}, by=cast.anna)
    assert "De praktijk heeft je geschreven" in page(noor) and "Ja, begin rustig." in page(noor)
    noor.get(reverse("portal:messages"))
    assert "De praktijk heeft je geschreven" not in page(noor)


def test_who_only_reads_along_is_offered_nothing_to_fill_in(
    cast: people.Cast, episode: Episode, client: Client
) -> None:
    said.up_to("screening", episode, by=cast.anna)
    prescribe(episode, said.exercises(), by=cast.anna)
    account = people.representative_of(cast.noor, scope=Scope.READS)
    seen = page(log_in(client, account.user))
    assert "Bruggetje" in seen and 'name="felt"' not in seen and "Vandaag invullen" not in seen


def test_what_presses_most_stands_first_and_the_rest_below_it(
    cast: people.Cast, episode: Episode, noor: Client
) -> None:
    sign(episode, "message", {"message_words": "Mag ik weer hardlopen?"}, by=people.account_of(cast.noor).as_actor())
    sign(episode, "message_answer", {"message_answer_words": "Ja, begin rustig."}, by=cast.anna)
    said.up_to("decision", episode, by=cast.anna)
    sign(episode, "plan", said.plan(), by=cast.anna)
    first = page(noor)
    assert first.index("Er ligt een plan") < first.index("En daarna") < first.index("De praktijk heeft je geschreven")
    assert first.count('class="button"') == 1


@pytest.mark.parametrize(("hour", "words"), [(8, "Goedemorgen"), (12, "Goedemiddag"), (18, "Goedenavond")])
def test_greets_by_the_hour_of_the_practice(
    cast: people.Cast, episode: Episode, noor: Client, hour: int, words: str
) -> None:
    today = timezone.localtime().replace(hour=hour, minute=0)
    with clock.standing_at(today):
        log_in(noor, people.account_of(cast.noor).user)
        assert f"{words}, Noor." in page(noor)


def test_a_representative_sees_whose_record_it_is(cast: people.Cast, episode: Episode, client: Client) -> None:
    account = people.representative_of(cast.noor)
    assert "Het dossier van Noor Hendriks" in page(log_in(client, account.user))
    assert Line.objects.filter(event="episode.seen", role="representative", basis="representative").count() == 1


def test_every_look_is_logged(episode: Episode, noor: Client) -> None:
    page(noor)
    line = Line.objects.get(event="episode.seen", role="patient")
    assert (line.screen, line.patient_handle, line.basis) == ("portal:home", episode.patient.handle, "own_dossier")


def test_staff_and_strangers_stay_outside(cast: people.Cast, episode: Episode, client: Client) -> None:
    assert client.get(HOME).status_code == 302
    log_in(client, cast.anna_at_work.user)
    refused = client.get(HOME)
    assert refused.status_code == 403 and "Bij jouw account hoort geen dossier" in refused.content.decode()


def test_a_client_without_second_factor_is_sent_to_set_one_up(cast: people.Cast, client: Client) -> None:
    client.force_login(people.account_of(cast.noor).user)
    assert client.get(HOME).headers["Location"] == reverse("people:secure")


@pytest.mark.parametrize("name", ["home", "intake", "intake_review", "plan", "record", "looks"])
def test_pages_are_only_read(episode: Episode, noor: Client, name: str) -> None:
    assert noor.post(reverse(f"portal:{name}")).status_code == 405


def test_queries_do_not_grow_with_the_history(
    cast: people.Cast, episode: Episode, noor: Client, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    said.up_to("session", episode, by=cast.anna)
    noor.get(HOME)
    with django_assert_max_num_queries(30) as few:
        noor.get(HOME)
    for _ in range(8):
        sign(episode, "session", said.session(), by=cast.anna)
    with django_assert_num_queries(len(few)):
        noor.get(HOME)
