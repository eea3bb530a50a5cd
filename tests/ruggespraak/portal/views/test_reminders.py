"""The client's pages of reminders: choose, stop, a calendar, and the two secret links."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

import people
import said
from login import log_in
from ruggespraak import clock
from ruggespraak.audit.models import Line
from ruggespraak.dossier.models import Episode
from ruggespraak.exercises.actions import prescribe, stop
from ruggespraak.exercises.models import Reminding
from ruggespraak.exercises.reminders.moments import STOP
from ruggespraak.people.actions import issue_ticket
from ruggespraak.people.models import Ticket

PAGE, CALENDAR, TODAY = (reverse(f"portal:{name}") for name in ("reminders", "calendar", "exercises"))


@pytest.fixture
def prescribed(cast: people.Cast, episode: Episode) -> Episode:
    """The bridge and walking, from Anna."""
    said.up_to("screening", episode, by=cast.anna)
    prescribe(episode, said.exercises(), by=cast.anna)
    return episode


@pytest.fixture
def choice(prescribed: Episode, noor: Client) -> Reminding:
    """Noor wants a mail at eight."""
    noor.post(PAGE, {"hour": "8", "repeats": "on"})
    return Reminding.objects.get()


def stop_link(choice: Reminding, purpose: str = STOP) -> str:
    token = issue_ticket(
        choice.episode.patient, purpose, holder=choice.user, about=choice.id,
        by=people.account_of(choice.episode.patient).as_actor(),
    )  # fmt: skip
    return reverse("portal:no_more", args=[token])


def feed_in(page: str) -> str:
    return page.split('readonly value="')[1].split('"')[0].removeprefix("http://127.0.0.1:8000")


def test_it_is_asked_once_and_kindly(prescribed: Episode, noor: Client) -> None:
    asks = "Zullen we je per mail een seintje geven?"
    assert asks in noor.get(TODAY).content.decode()
    assert noor.post(PAGE, {"act": "no"}, follow=True).redirect_chain == [(TODAY, 302)]
    page = noor.get(TODAY).content.decode()
    assert asks not in page and PAGE in page and not Reminding.objects.get().is_on


def test_hours_are_kept_and_shown(prescribed: Episode, noor: Client) -> None:
    done = noor.post(PAGE, {"hour": ["8", "18"]}, follow=True)
    assert done.redirect_chain == [(PAGE, 302)]
    page = done.content.decode()
    assert page.count(" checked") == 2 and "Er komt een mail op de uren die je koos." in page
    choice = Reminding.objects.get()
    assert (choice.hours, choice.repeats) == ([8, 18], False) and choice.next_at > clock.now()
    assert Line.objects.filter(event="reminders.chosen").count() == 1
    assert "koos wanneer er een herinnering komt" in noor.get(reverse("portal:looks")).content.decode()


@pytest.mark.parametrize("wrong", [{}, {"hour": "3"}, {"hour": ["7", "8", "9", "10"]}, {"hour": "acht"}])
def test_what_the_page_does_not_offer_is_refused_with_422(
    prescribed: Episode, noor: Client, wrong: dict[str, object]
) -> None:
    page = noor.post(PAGE, wrong)
    assert page.status_code == 422 and "Kies één, twee of drie uren" in page.content.decode()
    assert not Reminding.objects.exists()


class TestTheLinkInTheMail:
    def test_opening_it_changes_nothing(self, choice: Reminding, client: Client) -> None:
        client.logout()
        page = client.get(stop_link(choice))
        choice.refresh_from_db()
        assert page.status_code == 200 and "Deze mails stoppen?" in page.content.decode() and choice.is_on

    def test_its_button_stops_the_mails(self, choice: Reminding, client: Client) -> None:
        client.logout()
        page = client.post(stop_link(choice))
        choice.refresh_from_db()
        assert "Deze mails zijn gestopt." in page.content.decode() and not choice.is_on
        assert Line.objects.filter(event="reminders.chosen", role="bearer").count() == 1

    def test_a_mail_program_stops_them_in_one_click(self, choice: Reminding) -> None:
        strict = Client(enforce_csrf_checks=True)  # no cookie, no token: RFC 8058
        address = stop_link(choice)
        assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
        choice.refresh_from_db()
        assert not choice.is_on and Line.objects.filter(event="reminders.chosen", role="bearer").count() == 1

    def test_the_link_of_a_calendar_stops_nothing(self, choice: Reminding, client: Client) -> None:
        assert client.post(stop_link(choice, "calendar")).status_code == 410
        choice.refresh_from_db()
        assert choice.is_on

    def test_nobody_else_s_row_opens_with_it(self, choice: Reminding, cast: people.Cast, client: Client) -> None:
        adem = people.account_of(cast.adem)
        token = issue_ticket(cast.adem, STOP, holder=adem.user, about=choice.id, by=adem.as_actor())
        assert client.post(reverse("portal:no_more", args=[token])).status_code == 404
        choice.refresh_from_db()
        assert choice.is_on

    def test_it_says_nothing_of_health(self, choice: Reminding, client: Client) -> None:
        client.logout()
        page = client.get(stop_link(choice)).content.decode()
        assert "oefening" not in page.lower() and "Noor" not in page


class TestTheCalendar:
    def given(self, noor: Client) -> str:
        page = noor.post(CALENDAR, {"hour": "9"})
        assert page.status_code == 200 and "webcal://" in page.content.decode()
        return feed_in(page.content.decode())

    def test_opens_without_logging_in_at_its_secret_address(self, prescribed: Episode, noor: Client) -> None:
        feed = self.given(noor)
        noor.logout()
        answer = noor.get(feed)
        assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert len(Calendar.from_ical(answer.content).walk("VEVENT")) >= 20
        assert "oefening" not in feed and b"oefening" not in answer.content.lower()

    def test_says_that_nothing_changed(self, prescribed: Episode, noor: Client) -> None:
        feed = self.given(noor)
        first = noor.get(feed)
        assert first.headers["Cache-Control"] == "private, max-age=900"
        again = noor.get(feed, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304 and not again.content
        with clock.standing_at(clock.now() + timedelta(days=1)):
            assert noor.get(feed, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200

    def test_a_new_address_ends_the_old(self, prescribed: Episode, noor: Client) -> None:
        old, new = self.given(noor), self.given(noor)
        assert noor.get(old).status_code == 410 and noor.get(new).status_code == 200
        assert old not in noor.get(PAGE).content.decode() and new not in noor.get(PAGE).content.decode()

    def test_can_be_ended(self, prescribed: Episode, noor: Client) -> None:
        feed = self.given(noor)
        assert noor.post(CALENDAR, {"act": "end"}).status_code == 302
        assert noor.get(feed).status_code == 410 and Reminding.objects.get().calendar_hour is None

    def test_ends_with_the_way_in_of_its_holder(self, prescribed: Episode, noor: Client) -> None:
        feed = self.given(noor)
        account = people.account_of(prescribed.patient)
        account.ended_at = clock.now()
        account.save()
        assert noor.get(feed).status_code == 410

    def test_is_empty_after_the_exercises_stopped(self, cast: people.Cast, prescribed: Episode, noor: Client) -> None:
        feed = self.given(noor)
        stop(prescribed, "Even rust, in overleg.", by=cast.anna)
        assert Calendar.from_ical(noor.get(feed).content).walk("VEVENT") == []

    @pytest.mark.parametrize("hour", ["", "3", "negen"])
    def test_an_hour_that_is_not_offered_is_refused(self, prescribed: Episode, noor: Client, hour: str) -> None:
        assert noor.post(CALENDAR, {"hour": hour}).status_code == 422 and not Ticket.objects.exists()


def test_without_exercises_there_is_nothing_to_choose(episode: Episode, noor: Client) -> None:
    assert "niets om je aan te herinneren" in noor.get(PAGE).content.decode()
    assert noor.post(PAGE, {"hour": "8"}).status_code == 422
    assert noor.post(CALENDAR, {"hour": "8"}).status_code == 422


def test_another_client_chooses_only_for_themselves(cast: people.Cast, choice: Reminding, client: Client) -> None:
    said.begun(cast.adem, cast.anna_at_work.user, by=cast.anna)
    log_in(client, people.account_of(cast.adem).user)
    assert " checked" not in client.get(PAGE).content.decode().split("repeats")[0]
    client.post(PAGE, {"act": "no"})
    assert client.post(CALENDAR, {"act": "end"}).status_code == 302
    choice.refresh_from_db()
    assert choice.is_on


def test_staff_have_no_reminders_here(prescribed: Episode, cast: people.Cast, client: Client) -> None:
    log_in(client, cast.anna_at_work.user)
    for response in (client.get(PAGE), client.post(PAGE, {"hour": "8"}), client.post(CALENDAR, {"hour": "8"})):
        assert response.status_code == 403


def test_the_wrong_method(choice: Reminding, noor: Client) -> None:
    assert noor.get(CALENDAR).status_code == 405 and noor.put(PAGE).status_code == 405
    assert noor.put(stop_link(choice)).status_code == 405
    assert noor.post(reverse("portal:calendar_feed", args=["x"])).status_code == 405


def test_looking_is_logged(prescribed: Episode, noor: Client) -> None:
    noor.get(PAGE)
    assert Line.objects.filter(event="episode.seen", screen="portal:reminders").count() == 1


def test_english_speaks_english(prescribed: Episode, noor: Client) -> None:
    page = noor.get("/en" + PAGE).content.decode()
    assert "At which hours?" in page and "Op welke uren" not in page
