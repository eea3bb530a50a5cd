"""What stands beside an entry: additions, requests to correct it, answers; and what an answer is bound to."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak import clock
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import Situation, correct, sign
from ruggespraak.care.beside import beside, due_on
from ruggespraak.care.course import course_of
from ruggespraak.care.standing import course_now, told_after_closing
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.reading import read, read_all
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.post.models import Mail

REQUEST = {"correction_wrong": "Ik ben geen 42.", "correction_wanted": "Ik ben 43."}
MADE = {"correction_decision": "correction_made", "correction_words": "Je hebt gelijk."}
REFUSED = {"correction_decision": "correction_refused", "correction_words": "Zo staat het op je paspoort."}


@pytest.fixture
def page(cast: people.Cast, episode: Episode) -> Entry:
    """A signed page of Noor's record."""
    return sign(episode, "screening", said.screening(), by=cast.anna)


@pytest.fixture
def request_(cast: people.Cast, episode: Episode, page: Entry) -> Entry:
    """Noor's request to correct it."""
    return sign(episode, "correction_request", REQUEST, by=people.account_of(cast.noor).as_actor(), about=(page.pk,))


def now(episode: Episode):
    return course_of(read_all(episode))


@pytest.mark.parametrize(
    ("asked_on", "due"),
    [
        ("2026-11-24", "2026-12-24"),
        ("2026-12-31", "2027-01-31"),
        ("2027-01-31", "2027-02-28"),
        ("2028-01-30", "2028-02-29"),
    ],
)
def test_a_month_later(asked_on: str, due: str) -> None:
    assert due_on(date.fromisoformat(asked_on)) == date.fromisoformat(due)


def test_a_request_waits_until_it_is_answered(cast: people.Cast, episode: Episode, request_: Entry) -> None:
    assert [one.entry_id for one in now(episode).requests] == [request_.pk]
    sign(episode, "correction_answer", REFUSED, by=cast.anna, about=(request_.pk,))
    assert now(episode).requests == ()


def test_corrected_is_said_only_after_correcting(
    cast: people.Cast, episode: Episode, page: Entry, request_: Entry
) -> None:
    with pytest.raises(NotPossible, match="nog zoals hij was"):
        sign(episode, "correction_answer", MADE, by=cast.anna, about=(request_.pk,))
    newer = correct(episode, read(page), said.screening(age=43), by=cast.anna, reason="Leeftijd verkeerd ingevuld.")
    answer = sign(episode, "correction_answer", MADE, by=cast.anna, about=(request_.pk,))
    assert answer.about == request_ and read(answer).also["correction"] == str(newer.pk)
    [asked] = beside(read_all(episode), newer, "nl").requests
    assert asked.answer and asked.answer.correction == newer.pk and not asked.answer.is_refused
    assert beside(read_all(episode), page, "nl").requests == (asked,)


def test_a_correction_from_before_the_request_does_not_meet_it(
    cast: people.Cast, episode: Episode, page: Entry
) -> None:
    newer = correct(episode, read(page), said.screening(age=43), by=cast.anna, reason="Leeftijd verkeerd ingevuld.")
    noor = people.account_of(cast.noor).as_actor()
    with pytest.raises(NotPossible, match="al verbeterd"):
        sign(episode, "correction_request", REQUEST, by=noor, about=(page.pk,))
    request = sign(episode, "correction_request", REQUEST, by=noor, about=(newer.pk,))
    with pytest.raises(NotPossible, match="nog zoals hij was"):
        sign(episode, "correction_answer", MADE, by=cast.anna, about=(request.pk,))


def test_a_plan_is_met_by_a_new_version(cast: people.Cast, episode: Episode) -> None:
    plan = said.up_to("plan", episode, by=cast.anna)
    noor = people.account_of(cast.noor).as_actor()
    request = sign(episode, "correction_request", REQUEST, by=noor, about=(plan.pk,))
    newer = sign(episode, "plan", said.plan(sessions_planned=4), by=cast.anna)
    assert now(episode).requests[0].met_by == newer.pk
    sign(episode, "correction_answer", MADE, by=cast.anna, about=(request.pk,))
    assert now(episode).requests == ()


def test_refused_with_the_reason_and_the_clients_words_stay(
    cast: people.Cast, episode: Episode, page: Entry, request_: Entry
) -> None:
    sign(episode, "correction_answer", REFUSED, by=cast.anna, about=(request_.pk,))
    [asked] = beside(read_all(episode), page, "nl").requests
    assert asked.answer and asked.answer.is_refused and asked.answer.words == "Zo staat het op je paspoort."
    assert asked.wrong == "Ik ben geen 42."
    mail = Mail.objects.get(template="something_to_read")
    assert "paspoort" not in mail.text
    with pytest.raises(NotPossible, match=r"al beantwoord|Er wacht geen"):
        sign(episode, "correction_answer", REFUSED, by=cast.anna, about=(request_.pk,))


def test_only_the_practice_answers_and_only_what_is_in_this_record(
    cast: people.Cast, episode: Episode, request_: Entry, page: Entry
) -> None:
    with pytest.raises(NotAllowed):
        sign(episode, "correction_answer", REFUSED, by=people.account_of(cast.noor).as_actor(), about=(request_.pk,))
    for stranger in (uuid4(), page.pk):
        with pytest.raises(NotPossible):
            sign(episode, "correction_answer", REFUSED, by=cast.anna, about=(stranger,))


def test_a_closed_episode_still_asks_for_the_answer(
    cast: people.Cast, episode: Episode, page: Entry, request_: Entry
) -> None:
    sign(episode, "closing", said.closing(), by=cast.anna)
    said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)
    [closed] = told_after_closing(cast.practice)
    assert closed == episode and course_now(closed).requests[0].entry_id == request_.pk
    sign(episode, "correction_answer", REFUSED, by=cast.anna, about=(request_.pk,))
    assert not told_after_closing(cast.practice).exists()


# Corrections are held to what signing is held to


def test_a_correction_is_held_to_dates_and_red_flags(cast: people.Cast, episode: Episode, page: Entry) -> None:
    reason = "Verkeerd ingevuld, nu hersteld."
    with pytest.raises(NotPossible, match="moet nog komen"):
        tomorrow = said.screening(consent_share_gp_on=said.in_days(1))
        correct(episode, read(page), tomorrow, by=cast.anna, reason=reason)
    with pytest.raises(NotPossible, match="is ja geantwoord"):
        flagged = said.screening() | {"fever": True}
        correct(episode, read(page), flagged, by=cast.anna, reason=reason)


def test_what_was_planned_then_may_be_behind_us_now(cast: people.Cast, episode: Episode) -> None:
    with clock.standing_at(datetime(2026, 3, 2, 10, tzinfo=UTC)):
        said.up_to("session", episode, by=cast.anna)
        first = sign(episode, "evaluation", said.evaluation(evaluation_next_on="2026-04-10"), by=cast.anna)
    later = said.evaluation(evaluation_next_on="2026-04-17")
    with clock.standing_at(datetime(2026, 6, 2, 10, tzinfo=UTC)):
        correct(episode, read(first), later, by=cast.anna, reason="Een week later afgesproken.")
        with pytest.raises(NotPossible):
            newest = read(episode.entries.latest("number"))
            past = said.evaluation(evaluation_next_on="2026-02-20")
            correct(episode, newest, past, by=cast.anna, reason="Een week later afgesproken.")


# An answer is bound to what was shown


def test_a_message_that_came_in_while_answering_stays_open(cast: people.Cast, episode: Episode) -> None:
    noor = people.account_of(cast.noor).as_actor()
    first = sign(episode, "message", {"message_words": "Mag ik fietsen?"}, by=noor)
    anna = log_in(Client(), cast.anna_at_work.user)
    address = reverse("care:form", args=[episode.pk, "message_answer"])
    assert f'name="shown" value="{first.pk}"' in anna.get(address).content.decode()
    second = sign(episode, "message", {"message_words": "Het doet opeens erg pijn."}, by=noor)
    posted = {"message_answer_words": "Ja, fiets gerust.", "act": "sign", "shown": str(first.pk), "once": "a"}
    assert anna.post(address, posted).status_code == 302
    assert [message.entry_id for message in now(episode).messages] == [second.pk]
    answer = episode.entries.get(form="message_answer")
    assert answer.about == first and read(answer).also["answers"] == [str(first.pk)]


def test_what_was_shown_is_of_this_record(cast: people.Cast, episode: Episode, page: Entry) -> None:
    anna = log_in(Client(), cast.anna_at_work.user)
    address = reverse("care:form", args=[episode.pk, "message_answer"])
    for shown in (str(page.pk), str(uuid4()), "nonsense"):
        posted = {"message_answer_words": "Ja.", "act": "sign", "shown": shown, "once": shown[:6]}
        assert anna.post(address, posted).status_code == 409
    assert not episode.entries.filter(form="message_answer").exists()


# The pages


def test_the_request_is_a_signal_and_is_answered_on_its_page(
    cast: people.Cast, episode: Episode, page: Entry, request_: Entry
) -> None:
    anna = log_in(Client(), cast.anna_at_work.user)
    address = reverse("care:answer_correction", args=[episode.pk, request_.pk])
    assert address in anna.get(reverse("desk:today")).content.decode()
    assert address in anna.get(reverse("care:entry", args=[episode.pk, page.pk])).content.decode()
    shown = anna.get(address).content.decode()
    assert "Ik ben geen 42." in shown and reverse("care:correct", args=[episode.pk, page.pk]) in shown
    too_early = anna.post(address, MADE | {"once": "a"})
    assert too_early.status_code == 422 and "nog zoals hij was" in too_early.content.decode()
    assert anna.post(address, {"once": "b"}).status_code == 422
    assert anna.post(address, REFUSED | {"once": "c"}).status_code == 302
    assert anna.post(address, REFUSED | {"once": "d"}).status_code in (409, 422)
    assert Line.objects.filter(event="correction_answer.signed").count() == 1
    assert address not in anna.get(reverse("desk:today")).content.decode()


def test_correcting_leads_on_to_the_answer(cast: people.Cast, episode: Episode, page: Entry, request_: Entry) -> None:
    anna = log_in(Client(), cast.anna_at_work.user)
    address = reverse("care:correct", args=[episode.pk, page.pk])
    assert "Ik ben geen 42." in anna.get(address).content.decode()
    posted = said.as_posted("screening", said.screening(age=43))
    done = anna.post(address, posted | {"reason": "Leeftijd verkeerd.", "act": "sign", "once": "a"})
    assert done.headers["Location"] == reverse("care:answer_correction", args=[episode.pk, request_.pk])


def test_the_desk_shows_what_the_client_reads(cast: people.Cast, episode: Episode, page: Entry) -> None:
    anna = log_in(Client(), cast.anna_at_work.user)
    plain = anna.get(reverse("care:entry_plain", args=[episode.pk, page.pk])).content.decode()
    assert "pluis: het past bij gewone rugklachten" in plain
    form = anna.get(reverse("care:form", args=[episode.pk, "intake"])).content.decode()
    assert "Zo leest de cliënt dit straks" in form and "Je leeftijd" in form


@pytest.mark.parametrize("name", ["answer_correction", "entry_plain"])
def test_these_pages_are_of_the_practice_and_its_therapists(
    cast: people.Cast, elsewhere: people.Cast, episode: Episode, request_: Entry, name: str
) -> None:
    address = reverse(f"care:{name}", args=[episode.pk, request_.pk])
    assert log_in(Client(), elsewhere.anna_at_work.user).get(address).status_code == 404
    assert log_in(Client(), cast.desk_at_work.user).get(address).status_code == 403
    anna = log_in(Client(), cast.anna_at_work.user)
    assert anna.put(address).status_code == 405
    other = reverse(f"care:{name}", args=[episode.pk, uuid4()])
    assert anna.get(other).status_code == 404
    assert Situation.of(episode).reading(uuid4()) is None
