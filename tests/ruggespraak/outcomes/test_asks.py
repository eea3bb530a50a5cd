"""What is asked when: planned from the entries, opened and told by the clock, over without a word."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

import people
import said
from ruggespraak import clock
from ruggespraak.audit.actor import SYSTEM
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import sign
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import read_all
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.outcomes.actions import choose_mails, plan_asks, settle_ask
from ruggespraak.outcomes.asks import open_asks, to_plan
from ruggespraak.outcomes.kinds import KINDS, Story, evaluation_due, months_after, wanted
from ruggespraak.outcomes.models import Ask, Planned
from ruggespraak.outcomes.timer import tick
from ruggespraak.people.models import Ticket
from ruggespraak.post.models import Mail

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = date(2026, 3, 2)


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), ZONE).astimezone(UTC)


def on(day: date, hour: int = 10):
    return clock.standing_at(at(day, hour))


def ticked(day: date, hour: int = 10) -> list[str]:
    with on(day, hour):
        return list(tick(at(day, hour)))


def asks(episode: Episode) -> dict[tuple[str, str], tuple[date, date]]:
    measures = Ask.objects.of_episode(episode).filter(form__startswith="measures_")
    return {(ask.kind, ask.moment): (ask.opens_on, ask.closes_on) for ask in measures}


def days(count: int, since: date = MONDAY) -> date:
    return since + timedelta(days=count)


@pytest.fixture
def begun(cast: people.Cast) -> Episode:
    """Noor has an account, and an episode that begins on a Monday."""
    people.account_of(cast.noor)
    with on(MONDAY, 9):
        return said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)


@pytest.fixture
def treated(cast: people.Cast, begun: Episode) -> Episode:
    """All that day: up to and with the first session; the evaluation is agreed for four weeks later."""
    with on(MONDAY):
        said.up_to("session", begun, by=cast.anna)
    return begun


def closed(episode: Episode, cast: people.Cast, day: date, **other: object) -> None:
    with on(day):
        sign(episode, "closing", said.closing(**other), by=cast.anna)


# Planning


def test_nothing_is_asked_before_the_intake(cast: people.Cast, begun: Episode) -> None:
    with on(MONDAY):
        said.up_to("screening", begun, by=cast.anna)
        assert plan_asks(begun, by=SYSTEM) == ()


def test_start_and_the_way_to_the_evaluation(treated: Episode) -> None:
    with on(MONDAY):
        plan_asks(treated, by=SYSTEM)
    assert asks(treated) == {
        ("start", ""): (MONDAY, days(14)),
        ("interim", "2026-03-27"): (days(25), days(34)),  # three days before the evaluation of day 28
    }


def test_planning_again_changes_nothing_and_says_nothing(treated: Episode) -> None:
    with on(MONDAY):
        assert len(plan_asks(treated, by=SYSTEM)) >= 2
        before = asks(treated), Line.objects.count()
        assert plan_asks(treated, by=SYSTEM) == ()
    assert (asks(treated), Line.objects.count()) == before


def test_a_late_evaluation_brings_a_measurement_every_three_weeks(cast: people.Cast, begun: Episode) -> None:
    with on(MONDAY):
        said.up_to("decision", begun, by=cast.anna)
        sign(begun, "plan", said.plan(evaluation_on=days(70).isoformat()), by=cast.anna)
        said.consent(begun, by=cast.anna)
        plan_asks(begun, by=SYSTEM)
    moments = [moment for kind, moment in asks(begun) if kind == "interim"]
    assert moments == [days(21).isoformat(), days(42).isoformat(), days(67).isoformat()]


def test_without_consent_or_session_nothing_is_asked_on_the_way(cast: people.Cast, begun: Episode) -> None:
    with on(MONDAY):
        said.up_to("plan", begun, by=cast.anna)
        plan_asks(begun, by=SYSTEM)
    assert [kind for kind, _moment in asks(begun)] == ["start"]


def test_an_evaluation_moves_what_was_not_opened_yet(cast: people.Cast, treated: Episode) -> None:
    with on(MONDAY):
        plan_asks(treated, by=SYSTEM)
    with on(days(14)):
        sign(treated, "evaluation", said.evaluation(evaluation_next_on=days(50).isoformat()), by=cast.anna)
        plan_asks(treated, by=SYSTEM)
    moments = {moment for kind, moment in asks(treated) if kind == "interim"}
    assert moments == {days(35).isoformat(), days(47).isoformat()}


def test_the_closing_ends_what_was_open_and_plans_a_year(cast: people.Cast, treated: Episode) -> None:
    with on(MONDAY):
        plan_asks(treated, by=SYSTEM)
    closed(treated, cast, days(26))
    with on(days(26)):
        assert [ask.kind for ask in open_asks(cast.noor, clock.today())] == ["interim"]
        plan_asks(treated, by=SYSTEM)
        assert [ask.kind for ask in open_asks(cast.noor, clock.today())] == ["end"]
    end = days(26)
    later = {kind: window[0] for (kind, _moment), window in asks(treated).items()}
    assert later["end"] == end
    assert [later[f"after_{count}"] for count in (3, 6, 12)] == [months_after(end, count) for count in (3, 6, 12)]


@pytest.mark.parametrize("reason", ["deceased", "red_flag_or_niet_pluis"])
def test_after_some_ends_nobody_is_asked_anything(cast: people.Cast, treated: Episode, reason: str) -> None:
    with on(MONDAY):
        plan_asks(treated, by=SYSTEM)
    closed(treated, cast, days(5), end_reason=reason)
    with on(days(5)):
        plan_asks(treated, by=SYSTEM)
    assert open_asks(cast.noor, days(5)) == open_asks(cast.noor, days(40)) == ()
    assert not [kind for kind, _moment in asks(treated) if kind == "end" or kind.startswith("after")]


def test_closing_without_treatment_asks_nothing_later(cast: people.Cast, begun: Episode) -> None:
    with on(MONDAY):
        said.up_to("decision", begun, by=cast.anna)
    closed(begun, cast, days(1))
    with on(days(1)):
        plan_asks(begun, by=SYSTEM)
    assert asks(begun) == {}


def test_what_is_long_past_is_not_asked_any_more(treated: Episode) -> None:
    with on(days(300)):
        assert plan_asks(treated, by=SYSTEM) == ()


def test_new_care_silences_the_questions_after_the_old_one(cast: people.Cast, treated: Episode) -> None:
    closed(treated, cast, MONDAY)
    with on(MONDAY):
        plan_asks(treated, by=SYSTEM)
        assert len(open_asks(cast.noor, MONDAY)) == 1
        said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)
    assert open_asks(cast.noor, MONDAY) == ()


def test_filled_in_at_the_practice_counts_too(cast: people.Cast, treated: Episode) -> None:
    with on(MONDAY):
        plan_asks(treated, by=SYSTEM)
        entry = sign(treated, "measures_start", {"pain_nrs_avg24h": 6}, by=cast.anna)
        plan_asks(treated, by=SYSTEM)
    assert Ask.objects.get(kind="start").entry == entry


def test_only_episodes_with_something_new_are_read(cast: people.Cast, treated: Episode) -> None:
    with on(MONDAY):
        assert list(to_plan()) == [treated]
        plan_asks(treated, by=SYSTEM)
        assert list(to_plan()) == []
        sign(treated, "session", said.session(), by=cast.anna)
        assert list(to_plan()) == [treated]
        Planned.objects.all().delete()
        assert list(to_plan()) == [treated]


def test_who_may_have_it_planned(cast: people.Cast, treated: Episode) -> None:
    plan_asks(treated, by=cast.anna)
    with pytest.raises(NotAllowed):
        plan_asks(treated, by=cast.front_desk)


def test_every_kind_has_a_form_of_the_pack_for_clients(treated: Episode) -> None:
    forms = read_all(treated)[0].pathway.forms
    for kind in KINDS.values():
        assert forms[kind.form].for_whom == "patient"
        assert kind.title and kind.why and kind.name
    story = Story.of(treated, read_all(treated))
    assert {kind for kind, _moment in wanted(story)} <= set(KINDS)
    assert evaluation_due(story) == days(28)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 9, 1), 6, date(2027, 3, 1)),
    ],
)
def test_so_many_months_later(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


# Mail


def mails(template: str = "something_asked") -> list[Mail]:
    return list(Mail.objects.filter(template=template).order_by("written_at"))


def test_one_mail_one_reminder_and_then_silence(cast: people.Cast, treated: Episode) -> None:
    for hour in (8, 9, 10, 15):
        ticked(MONDAY, hour)
    assert [mail.to for mail in mails()] == [cast.noor.email]
    ticked(days(3))
    assert not mails("something_asked_again")
    for count in range(4, 15):
        ticked(days(count))
    assert len(mails()) == len(mails("something_asked_again")) == 1
    assert open_asks(cast.noor, days(14)) and not open_asks(cast.noor, days(15))


def test_a_mail_goes_by_day(treated: Episode) -> None:
    ticked(MONDAY, 23)
    assert not mails()
    ticked(days(1), 9)
    assert len(mails()) == 1


def test_the_mail_says_nothing_about_health_and_carries_its_own_end(cast: people.Cast, treated: Episode) -> None:
    ticked(MONDAY)
    (mail,) = mails()
    assert cast.practice.name in mail.subject
    for word in ("pijn", "rug", "klacht", "meting", "behandel", "Hendriks", "therapeut"):
        assert word not in (mail.subject + mail.text).lower().replace("ruggespraak", "")
    assert str(Ask.objects.get(kind="start").pk) not in mail.text
    assert "/my/asked/link/" in mail.text and mail.headers["List-Unsubscribe-Post"]
    ticket = Ticket.objects.get()
    assert ticket.expires_at == at(days(15), 0)


def test_the_mail_is_in_the_language_of_the_client(cast: people.Cast, treated: Episode) -> None:
    cast.noor.language = "en"
    cast.noor.save()
    ticked(MONDAY)
    (mail,) = mails()
    assert "there is something to fill in" in mail.subject
    assert "/en/my/asked/link/" in mail.text


def test_who_wants_no_mail_gets_none_and_is_still_asked(cast: people.Cast, treated: Episode) -> None:
    client = people.account_of(cast.noor).as_actor()
    choose_mails(cast.noor, are_off=True, by=client)
    ticked(MONDAY)
    assert not mails() and open_asks(cast.noor, MONDAY)
    choose_mails(cast.noor, are_off=False, by=client)
    ticked(days(1))
    assert len(mails()) == 1
    assert Line.objects.filter(event="ask_mails.chosen", patient_handle=cast.noor.handle).count() == 2


def test_choosing_the_same_twice_is_no_change(cast: people.Cast, treated: Episode) -> None:
    choose_mails(cast.noor, are_off=False, by=people.account_of(cast.noor).as_actor())
    assert not Line.objects.filter(event__startswith="ask_mails.").exists()
    with pytest.raises(NotAllowed):
        choose_mails(cast.noor, are_off=True, by=cast.anna)


def test_without_an_account_no_mail_goes(cast: people.Cast, treated: Episode) -> None:
    account = people.account_of(cast.noor)
    account.ended_at = at(MONDAY)
    account.save()
    ticked(MONDAY)
    assert not mails()


# Answering


def test_answered_once_and_only_while_it_is_asked(cast: people.Cast, treated: Episode) -> None:
    client = people.account_of(cast.noor).as_actor()
    with on(MONDAY):
        plan_asks(treated, by=SYSTEM)
        entry = sign(treated, "measures_start", {"pain_nrs_avg24h": 6}, by=client)
    start, interim = Ask.objects.get(kind="start"), Ask.objects.get(kind="interim")
    with on(days(20)), pytest.raises(NotPossible):
        settle_ask(start, entry, by=client)
    with on(days(2)):
        with pytest.raises(NotPossible):
            settle_ask(interim, entry, by=client)
        stale = Ask.objects.get(pk=start.pk)
        settle_ask(start, entry, by=client)
        with pytest.raises(NotPossible):
            settle_ask(stale, entry, by=client)  # the same ask, read before it was answered
        with pytest.raises(NotAllowed):
            settle_ask(interim, entry, by=cast.front_desk)
    assert Line.objects.filter(event="ask.answered", patient_handle=cast.noor.handle).count() == 1
