"""Reminders: chosen by the client, repeated until logged, without a word of health, and ended from the mail itself."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core import mail as outside
from django.utils import timezone

import people
import said
from health_words import health_words
from ruggespraak import clock
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import sign
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.exercises.actions import log, stop
from ruggespraak.exercises.models import Reminding
from ruggespraak.exercises.reminders import actions
from ruggespraak.exercises.timer import tick
from ruggespraak.people.models import PatientAccount, Ticket
from ruggespraak.post.actions import deliver_due
from ruggespraak.post.models import Mail

TEMPLATE = "something_is_ready"


def at(text: str, days: int = 0) -> datetime:
    """An hour of tomorrow (or a day later), where the practice is."""
    day = timezone.localdate() + timedelta(days=1 + days)
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(text)))


@pytest.fixture
def noor(cast: people.Cast) -> PatientAccount:
    """Her way into her record."""
    return people.account_of(cast.noor)


@pytest.fixture
def choice(screened: Episode, prescribed: Entry, noor: PatientAccount) -> Reminding:
    """Noor wants a mail at eight, and again."""
    return actions.choose_reminders(screened, [8], repeats=True, by=noor.as_actor())


def reminded() -> list[str]:
    """What was written so far, by its moment."""
    keys = Mail.objects.filter(template=TEMPLATE).order_by("written_at").values_list("key", flat=True)
    return [key.rsplit(":", 1)[1][8:] for key in keys]


def passes(*texts: str, days: int = 0) -> list[str]:
    for text in texts:
        list(tick(at(text, days)))
    return reminded()


class TestTheMail:
    def test_comes_at_the_hour_and_again_until_it_is_logged(
        self, choice: Reminding, screened: Episode, noor: PatientAccount
    ) -> None:
        assert passes("07:59") == []
        assert len(passes("08:00", "08:01", "10:59")) == 1
        assert len(passes("11:00", "11:01")) == 2
        with clock.standing_at(at("12:00")):
            for exercise in ("ex_bridge", "ex_walking"):
                log(screened, exercise, "just_right", None, client_id=uuid4(), by=noor.as_actor())
        assert len(passes("14:00", "17:00", "20:00")) == 2

    def test_comes_three_times_at_most(self, choice: Reminding) -> None:
        assert len(passes("08:00", "11:00", "14:00", "17:00", "20:00", "23:00")) == 3
        assert len(passes("02:00", "05:00", "08:00", days=1)) == 4

    def test_is_written_once_however_often_the_clock_ticks(self, choice: Reminding) -> None:
        stale = list(Reminding.objects.due(at("08:00")))
        passes("08:00", "08:00")
        assert [actions.remind(one, at("08:00")) for one in stale] == [False]  # the other clock came second
        assert len(reminded()) == 1

    def test_is_not_written_long_after_its_moment(self, choice: Reminding) -> None:
        assert passes("09:00") == []
        assert len(passes("11:59")) == 1

    def test_comes_again_when_an_answer_was_taken_back(
        self, choice: Reminding, screened: Episode, noor: PatientAccount
    ) -> None:
        said_then = {"07:30": ("ex_walking", "just_right"), "07:31": ("ex_bridge", "just_right"),
                     "07:32": ("ex_bridge", "not_done")}  # fmt: skip
        for text, (exercise, felt) in said_then.items():
            with clock.standing_at(at(text)):
                log(screened, exercise, felt, None, client_id=uuid4(), by=noor.as_actor())
        assert len(passes("08:00")) == 1

    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_says_nothing_of_health_and_how_to_stop_it(
        self, choice: Reminding, noor: PatientAccount, language: str
    ) -> None:
        noor.user.language = language
        noor.user.save()
        passes("08:00")
        deliver_due(at("08:01"))
        (mail,) = [one for one in outside.outbox if one.to == [noor.user.email]]
        assert mail.subject == {"nl": "Er staat iets voor je klaar", "en": "Something is ready for you"}[language]
        link = mail.extra_headers["List-Unsubscribe"].strip("<>")
        words = mail.body.replace(choice.episode.practice.name, "").replace(link, "")
        assert health_words(mail.subject + words) == [] and health_words(link.split("/reminders/")[0]) == []
        assert link in mail.body and mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert ("/en/my/" in link) is (language == "en")

    def test_leaves_lines_in_the_log_that_do_not_say_what_it_was_about(self, choice: Reminding) -> None:
        passes("08:00")
        events = set(Line.objects.values_list("event", flat=True))
        assert {"reminders.chosen", "ticket.issued", "mail.written"} <= events
        chosen = Line.objects.get(event="reminders.chosen")
        assert chosen.patient_handle == choice.episode.patient.handle
        assert chosen.fields == {"is_on": True, "has_calendar": False}


class TestTheEnd:
    def is_off(self, choice: Reminding) -> None:
        choice.refresh_from_db()
        assert not choice.is_on and choice.next_at is None

    def test_when_the_exercises_stop(self, cast: people.Cast, choice: Reminding, screened: Episode) -> None:
        stop(screened, "Even rust, in overleg.", by=cast.anna)
        assert passes("08:00", "11:00") == []
        self.is_off(choice)

    def test_when_the_episode_closes(self, cast: people.Cast, choice: Reminding, screened: Episode) -> None:
        sign(screened, "closing", said.closing(), by=cast.anna)
        assert passes("08:00", "11:00") == []
        self.is_off(choice)

    def test_when_the_account_ends_nothing_is_written(self, choice: Reminding, noor: PatientAccount) -> None:
        noor.ended_at = clock.now()
        noor.save()
        assert passes("08:00", "11:00") == [] and not Ticket.objects.exists()

    def test_by_the_client(self, choice: Reminding, screened: Episode, noor: PatientAccount) -> None:
        actions.choose_reminders(screened, [], repeats=True, by=noor.as_actor())
        assert passes("08:00") == []
        self.is_off(choice)

    def test_twice_is_once(self, choice: Reminding, noor: PatientAccount) -> None:
        actions.stop_reminders(choice, by=noor.as_actor())
        actions.stop_reminders(choice, by=noor.as_actor())
        assert Line.objects.filter(event="reminders.chosen").count() == 2  # on, and off
        self.is_off(choice)


class TestWhoMay:
    def test_nobody_chooses_for_another(self, cast: people.Cast, screened: Episode, prescribed: Entry) -> None:
        for actor in (cast.anna, cast.front_desk):
            with pytest.raises(NotAllowed):
                actions.choose_reminders(screened, [8], repeats=True, by=actor)
        assert not Reminding.objects.exists()

    def test_nobody_stops_the_mails_of_another(self, choice: Reminding, cast: people.Cast) -> None:
        for actor in (people.account_of(cast.adem).as_actor(), cast.anna):
            with pytest.raises(NotAllowed):
                actions.stop_reminders(choice, by=actor)

    def test_only_the_clock_reminds(self, choice: Reminding, noor: PatientAccount) -> None:
        with clock.standing_at(at("08:00")), pytest.raises(NotAllowed):
            actions.remind(choice, at("08:00"), by=noor.as_actor())

    @pytest.mark.parametrize("hours", [[6], [21], [8, 9, 10, 11]])
    def test_hours_of_the_night_and_more_than_three_are_refused(
        self, screened: Episode, prescribed: Entry, noor: PatientAccount, hours: list[int]
    ) -> None:
        with pytest.raises(NotPossible, match="uren"):
            actions.choose_reminders(screened, hours, repeats=True, by=noor.as_actor())

    def test_without_exercises_there_is_nothing_to_be_reminded_of(
        self, screened: Episode, noor: PatientAccount
    ) -> None:
        with pytest.raises(NotPossible):
            actions.choose_reminders(screened, [8], repeats=True, by=noor.as_actor())
        assert not actions.choose_reminders(screened, [], repeats=True, by=noor.as_actor()).is_on  # asked and answered

    def test_a_representative_has_a_choice_of_their_own(
        self, choice: Reminding, screened: Episode, cast: people.Cast
    ) -> None:
        other = replace(people.account_of(cast.adem).as_actor(), role="representative", scope="decides")
        mine = actions.choose_reminders(screened, [9], repeats=False, by=other)
        assert mine.pk != choice.pk and actions.choice_of(screened, other).hours == [9]
