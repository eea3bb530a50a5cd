"""Instruments of others: never without a recorded right, off by themselves when it is over, asked while it counts."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak import clock
from ruggespraak.audit.actor import SYSTEM
from ruggespraak.audit.kept import Kept
from ruggespraak.audit.models import Line
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import read_all
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.outcomes.actions import plan_asks, record_right, switch_off, switch_on
from ruggespraak.outcomes.instruments import ALWAYS, AT_FIRST, Instruments, rows_of
from ruggespraak.outcomes.models import Ask, Right
from ruggespraak.outcomes.taken import series_of
from ruggespraak.portal.actions import answer_ask
from ruggespraak.portal.asked import Asking

PAGE = reverse("outcomes:instruments")
WORDS = {
    "holder": "A. Author",
    "permits": "Gebruik in de praktijk, in het Nederlands.",
    "reference": "brief 12 mei 2026",
}


def now(cast: people.Cast, today: date | None = None) -> Instruments:
    return Instruments.of(cast.practice, pathway(), today or clock.today())


def permit(cast: people.Cast, measure: str = "trouble", *, ends: int | None = None, starts: int = 0) -> Right:
    today = clock.today()
    ends_on = None if ends is None else today + timedelta(days=ends)
    starts_on = today + timedelta(days=starts)
    return record_right(cast.practice, pathway(), measure, **WORDS, starts_on=starts_on, ends_on=ends_on, by=cast.owner)


def test_at_first_the_free_core_is_asked(cast: people.Cast) -> None:
    assert now(cast).on == set(AT_FIRST)
    assert not now(cast).brought_along


@pytest.mark.parametrize("measure", ["trouble", "odi", "sbst"])
def test_without_a_right_it_cannot_be_switched_on(cast: people.Cast, brought_in: None, measure: str) -> None:
    with pytest.raises(NotPossible, match="recht van gebruik"):
        switch_on(cast.practice, pathway(), measure, by=cast.owner)
    assert measure not in now(cast).on


def test_with_a_right_but_without_its_questions_neither(cast: people.Cast, brought_in: None) -> None:
    permit(cast, "odi")
    with pytest.raises(NotPossible, match="vragenlijst"):
        switch_on(cast.practice, pathway(), "odi", by=cast.owner)


@pytest.mark.parametrize(
    ("starts", "ends", "holds"), [(0, None, True), (0, 0, True), (1, None, False), (-9, -1, False)]
)
def test_a_right_counts_from_its_first_to_its_last_day(
    cast: people.Cast, brought_in: None, starts: int, ends: int | None, holds: bool
) -> None:
    permit(cast, starts=starts, ends=ends)
    if holds:
        switch_on(cast.practice, pathway(), "trouble", by=cast.owner)
    else:
        with pytest.raises(NotPossible):
            switch_on(cast.practice, pathway(), "trouble", by=cast.owner)
    assert ("trouble" in now(cast).on) is holds


def test_when_the_right_is_over_it_is_off_by_itself_and_a_new_one_brings_it_back(
    cast: people.Cast, brought_in: None
) -> None:
    permit(cast, ends=10)
    switch_on(cast.practice, pathway(), "trouble", by=cast.owner)
    later = clock.today() + timedelta(days=11)
    assert "trouble" in now(cast, later - timedelta(days=1)).on and "trouble" not in now(cast, later).on
    found = now(cast, later).find("trouble")
    assert found and found.has_fallen_off
    (row,) = [row for row in rows_of(now(cast, later), "nl") if row.id == "trouble"]
    assert row.has_fallen_off and "voorbij" in row.why_not
    permit(cast, ends=400)
    assert "trouble" in now(cast, later).on
    assert Right.objects.of_practice(cast.practice).count() == 2  # what counted before stays readable


def test_the_newest_right_takes_the_place_of_the_one_before(cast: people.Cast, brought_in: None) -> None:
    permit(cast)
    switch_on(cast.practice, pathway(), "trouble", by=cast.owner)
    permit(cast, starts=-5, ends=-1)  # it was taken back
    assert "trouble" not in now(cast).on


def test_own_words_need_nobody_and_a_right_to_them_is_refused(cast: people.Cast) -> None:
    with pytest.raises(NotPossible, match="eigen woorden"):
        permit(cast, "nprs")


def test_two_that_run_in_opposite_directions_are_never_both_asked(cast: people.Cast) -> None:
    for measure, other in (("psk", "psfs"), ("psfs", "psk")):
        switch_on(cast.practice, pathway(), measure, by=cast.owner)
        assert measure in now(cast).on and other not in now(cast).on


@pytest.mark.parametrize("measure", ALWAYS)
def test_the_core_stays(cast: people.Cast, measure: str) -> None:
    with pytest.raises(NotPossible):
        switch_off(cast.practice, pathway(), measure, by=cast.owner)
    assert measure in now(cast).on


def test_only_the_owner_and_only_of_this_practice(cast: people.Cast) -> None:
    other = people.cast("elders", "Elders")
    for by in (cast.anna, cast.front_desk):
        with pytest.raises(NotAllowed):
            switch_off(cast.practice, pathway(), "psfs", by=by)
    with pytest.raises(NotAllowed):
        switch_off(cast.practice, pathway(), "psfs", by=other.owner)
    switch_off(cast.practice, pathway(), "psfs", by=cast.owner)
    assert "psfs" in now(other).on


def test_a_right_stays_as_it_was(cast: people.Cast, brought_in: None) -> None:
    right = permit(cast)
    for statement in ("UPDATE outcomes_right SET holder = 'x'", "DELETE FROM outcomes_right"):
        with pytest.raises(IntegrityError, match="never"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    right.holder = "Iemand anders"
    with pytest.raises(Kept):
        right.save()
    assert Right.objects.get(pk=right.pk).holder == WORDS["holder"]


def test_what_is_switched_on_joins_what_is_asked_and_is_scored(cast: people.Cast, brought_in: None) -> None:
    episode = said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)
    said.up_to("session", episode, by=cast.anna)
    client = people.account_of(cast.noor).as_actor()
    plan_asks(episode, by=SYSTEM)
    start = Ask.objects.get(kind="start")
    assert [form.id for form in Asking.of(start).forms] == ["measures_start"]
    permit(cast)
    switch_on(cast.practice, pathway(), "trouble", by=cast.owner)
    asking = Asking.of(start)
    assert [form.id for form in asking.forms] == ["measures_start", "trouble"]
    items = [question.id for question in pathway().forms["trouble"].own]
    reply = {"pain_nrs_avg24h": ["6"], items[0]: ["much"], items[1]: ["some"]}
    answer_ask(asking, asking.read(reply, "nl").answers, by=client)
    assert set(episode.entries.values_list("form", flat=True)) >= {"measures_start", "trouble"}
    (series,) = [one for one in series_of(read_all(episode), pathway()) if one.measure.id == "trouble"]
    assert series.taken[0].score.value == 9  # 4 + 2, and 3 for the one that was left out


# The pages of the owner


@pytest.fixture
def iris(cast: people.Cast, client: Client) -> Client:
    return log_in(client, cast.owner_at_work.user)


def right_page(measure: str) -> str:
    return reverse("outcomes:right", args=[measure])


def switch_of(measure: str) -> str:
    return reverse("outcomes:switch", args=[measure])


def test_the_page_shows_the_reason_of_the_check(iris: Client, brought_in: None) -> None:
    page = iris.get(PAGE).content.decode()
    assert "Er is geen recht van gebruik vastgelegd" in page and "hoger is beter" in page and "disabled" in page
    refused = iris.post(switch_of("trouble"), {"act": "on", "once": "a"})
    assert refused.status_code == 409
    assert 'role="alert"' in refused.content.decode()


def test_recording_and_switching_on_the_page(cast: people.Cast, iris: Client, brought_in: None) -> None:
    good = {**WORDS, "starts_on": "2026-01-01", "ends_on": ""}
    wrong = iris.post(right_page("trouble"), {**good, "holder": "", "ends_on": "2025-01-01", "once": "a"})
    page = wrong.content.decode()
    assert wrong.status_code == 422 and 'href="#id_holder"' in page and "ligt voor de eerste" in page
    assert iris.post(right_page("trouble"), {**good, "once": "b"}).headers["Location"] == PAGE
    assert "A. Author" in iris.get(right_page("trouble")).content.decode()
    assert iris.post(switch_of("trouble"), {"act": "on", "once": "c"}).status_code == 302
    assert "trouble" in now(cast).on
    assert iris.post(switch_of("trouble"), {"act": "off", "once": "d"}).status_code == 302
    assert "trouble" not in now(cast).on
    assert iris.post(switch_of("nprs"), {"act": "off", "once": "e"}).status_code == 409
    events = set(Line.objects.filter(practice_id=cast.practice.id).values_list("event", flat=True))
    assert {"right.recorded", "measure.begun", "measure.ended"} <= events


def test_who_comes_in_and_how(iris: Client, brought_in: None, cast: people.Cast) -> None:
    anna = log_in(Client(), cast.anna_at_work.user)
    for url in (PAGE, right_page("trouble")):
        refused = anna.get(url)
        assert refused.status_code == 403 and "Therapeut" in refused.content.decode()
        assert iris.put(url).status_code == 405
    assert anna.post(switch_of("psk")).status_code == 403
    assert iris.get(switch_of("psk")).status_code == 405
    for unknown in (right_page("nothing"), right_page("nprs")):
        assert iris.get(unknown).status_code == 404
    assert iris.post(switch_of("nothing")).status_code == 404
    assert PAGE in iris.get(reverse("desk:practice")).content.decode()
    assert PAGE not in anna.get(reverse("desk:practice")).content.decode()
