"""What a phone sends after it was offline: kept once, refused with a sentence, and nothing lost or doubled."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import people
import said
from login import log_in
from ruggespraak import clock
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import sign
from ruggespraak.dossier.models import Episode
from ruggespraak.exercises.actions import prescribe, stop
from ruggespraak.exercises.models import Log
from ruggespraak.exercises.prescription import prescription_now
from ruggespraak.outcomes.diary import days_of
from ruggespraak.outcomes.models import DiaryDay
from ruggespraak.people.models import Patient
from ruggespraak.portal.phone import actions
from ruggespraak.portal.phone.sent import MOST_BYTES, MOST_ITEMS

SYNC = reverse("portal:sync")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
Item = dict[str, object]


def noon() -> datetime:
    """Midday of today where the practice is, so that an hour more or less is the same day."""
    return timezone.localtime(clock.now()).replace(hour=12, minute=0, second=0, microsecond=0)


def tap(episode: Episode, when: datetime | None = None, **more: object) -> Item:
    """One exercise, as the phone keeps it."""
    when, mark = when or noon(), prescription_now(episode).mark
    item = {"kind": "exercise", "exercise": "ex_bridge", "code": f"{mark}-1", "felt": "just_right", "pain": 2}
    return item | when_said(when) | more


def day(episode: Episode, when: datetime | None = None, **more: object) -> Item:
    """One day of the diary, as the phone keeps it."""
    answers = {"diary_pain": ["3"], "diary_minutes": ["20"], "diary_signs": ["sign_none"]}
    item = {"kind": "diary", "episode": str(episode.pk), "answers": answers}
    return item | when_said(when or noon()) | more


def when_said(when: datetime) -> Item:
    return {"client_id": str(uuid4()), "on": f"{when:%Y-%m-%d}", "said_at": when.isoformat()}


def record(patient: Patient) -> str:
    return str(people.account_of(patient).pk)


def post(phone: Client, patient: Patient, *items: object, off: timedelta = timedelta(), **more: object):
    """Send; the phone's clock is `off`."""
    body = {"record": record(patient), "now": (clock.now() + off).isoformat(), "items": items} | more
    return phone.post(SYNC, json.dumps(body), content_type="application/json")


def results(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [item["result"] for item in response.json()["items"]]


def sentence(response) -> str:
    return str(response.json()["items"][0]["sentence"])


@pytest.fixture(autouse=True)
def midday():
    """It is one o'clock in the afternoon."""
    with clock.standing_at(noon() + HOUR):
        yield


def test_exercises_and_diary_are_kept_with_both_clocks_and_a_line_that_names_them(
    cast: people.Cast, prescribed: Episode, noor: Client
) -> None:
    yesterday = noon() - DAY
    sent = post(noor, cast.noor, tap(prescribed, yesterday, felt="too_hard", pain=6), day(prescribed, yesterday))
    assert results(sent) == ["kept", "kept"] and sent.json()["clock"] == ""
    row, told = Log.objects.get(), DiaryDay.objects.get()
    assert (row.done_on, row.said_at, row.logged_at) == (yesterday.date(), yesterday, noon() + HOUR)
    assert (told.on, told.said_at, told.recorded_at) == (yesterday.date(), yesterday, noon() + HOUR)
    words = row.words(prescribed.dossier.key)
    assert (words["exercise"], words["felt"], words["pain"]) == ("ex_bridge", "too_hard", 6)
    assert [(one.pain, one.minutes, one.has_sign) for one in days_of(prescribed)] == [(3, 20, False)]
    line = Line.objects.get(event="phone.synced")
    assert line.fields == {"exercise.logged": [str(row.pk)], "diary.kept": [str(told.pk)]}
    assert line.patient_handle == cast.noor.handle


def test_the_same_sent_twice_is_kept_once(cast: people.Cast, prescribed: Episode, noor: Client) -> None:
    items = tap(prescribed), day(prescribed)
    assert results(post(noor, cast.noor, *items)) == ["kept", "kept"]
    assert results(post(noor, cast.noor, *items)) == ["already", "already"]
    assert results(post(noor, cast.noor, *items, *items)) == ["already"] * 4
    assert Line.objects.filter(event="phone.synced").count() == 1
    assert Log.objects.count() == DiaryDay.objects.count() == 1


def test_the_same_item_twice_in_one_sending_is_kept_once(cast: people.Cast, prescribed: Episode, noor: Client) -> None:
    item, told = tap(prescribed), day(prescribed)
    assert results(post(noor, cast.noor, item, item, told, told)) == ["kept", "already", "kept", "already"]
    assert Log.objects.count() == DiaryDay.objects.count() == 1


def test_half_a_sync_is_sent_again_in_full(
    cast: people.Cast, prescribed: Episode, noor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = tap(prescribed), tap(prescribed, exercise="ex_walking"), day(prescribed)
    monkeypatch.setattr(actions, "keep_day", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        post(noor, cast.noor, *items)
    assert not Log.objects.exists() and not Line.objects.filter(event="phone.synced").exists()
    monkeypatch.undo()
    assert results(post(noor, cast.noor, *items)) == ["kept"] * 3
    assert Log.objects.count() == 2 and DiaryDay.objects.count() == 1


def test_two_devices_both_count_and_the_last_word_wins(cast: people.Cast, prescribed: Episode, noor: Client) -> None:
    tablet = log_in(Client(), people.account_of(cast.noor).user)
    late, early = tap(prescribed, noon(), felt="too_easy"), tap(prescribed, noon() - HOUR, felt="too_hard")
    assert results(post(noor, cast.noor, late)) == ["kept"]
    assert results(post(tablet, cast.noor, early)) == ["kept"]
    from ruggespraak.exercises.doing import done_since

    assert [one.felt for one in done_since(prescribed, clock.today())] == ["too_easy"] and Log.objects.count() == 2


@pytest.mark.parametrize(("off", "told"), [(DAY, "1 dag voor"), (-DAY, "1 dag achter"), (5 * HOUR, "5 uur voor")])
def test_a_wrong_clock_is_told_and_our_own_day_counts(
    cast: people.Cast, prescribed: Episode, noor: Client, off: timedelta, told: str
) -> None:
    said_at = noon() + off
    sent = post(noor, cast.noor, tap(prescribed, said_at), day(prescribed, said_at), off=off)
    assert results(sent) == ["kept", "kept"] and told in sent.json()["clock"]
    row, told_day = Log.objects.get(), DiaryDay.objects.get()
    assert (row.done_on, row.said_at) == (noon().date(), said_at)
    assert (told_day.on, told_day.said_at) == (noon().date(), said_at)
    assert ("Wij noteerden" in sentence(sent)) is (abs(off) == DAY)


def test_a_clock_that_was_put_right_before_sending_leaves_no_day_to_come(
    cast: people.Cast, prescribed: Episode, noor: Client
) -> None:
    sent = post(noor, cast.noor, tap(prescribed, noon() + DAY))
    assert results(sent) == ["kept"] and sent.json()["clock"] == ""
    assert Log.objects.get().done_on == noon().date() and "Wij noteerden" in sentence(sent)


def test_a_phone_that_began_in_1970_keeps_its_order_of_days(
    cast: people.Cast, prescribed: Episode, noor: Client
) -> None:
    off = datetime(1970, 1, 3, 12, tzinfo=timezone.get_current_timezone()) - noon()
    sent = post(noor, cast.noor, tap(prescribed, noon() - DAY + off), tap(prescribed, noon() + off), off=off + HOUR)
    assert results(sent) == ["kept", "kept"]
    assert sorted(Log.objects.values_list("done_on", flat=True)) == [(noon() - DAY).date(), noon().date()]


def test_longer_ago_than_a_week_is_refused_with_what_to_do(
    cast: people.Cast, prescribed: Episode, noor: Client
) -> None:
    sent = post(noor, cast.noor, tap(prescribed, noon() - 8 * DAY), day(prescribed, noon() - 15 * DAY))
    assert results(sent) == ["refused", "refused"] and "Vertel je therapeut" in sentence(sent)
    assert not Log.objects.exists() and not DiaryDay.objects.exists()


def test_what_was_said_of_a_prescription_that_changed_is_kept_as_said_of_it(
    cast: people.Cast, prescribed: Episode, noor: Client
) -> None:
    item, mark = tap(prescribed, exercise="ex_walking"), prescription_now(prescribed).reading.entry.pk
    prescribe(prescribed, said.exercises({"exercise": "ex_bridge", "days_a_week": 3}), by=cast.anna)
    sent = post(noor, cast.noor, item)
    assert results(sent) == ["kept"] and "oefeningen zijn intussen veranderd" in sentence(sent)
    assert Log.objects.get().words(prescribed.dossier.key)["prescription"] == str(mark)


def test_also_when_all_were_stopped_or_the_treatment_ended(
    cast: people.Cast, prescribed: Episode, noor: Client
) -> None:
    item = tap(prescribed)
    stop(prescribed, "Even rust, in overleg.", by=cast.anna)
    assert results(post(noor, cast.noor, item)) == ["kept"]


def test_a_diary_of_an_episode_that_ended_is_refused_and_stays_on_the_phone(
    cast: people.Cast, prescribed: Episode, noor: Client
) -> None:
    from ruggespraak.dossier.actions import close_episode

    item = day(prescribed)
    close_episode(prescribed, by=cast.anna)
    sent = post(noor, cast.noor, item)
    assert results(sent) == ["refused"] and "behandeling" in sentence(sent)


@pytest.mark.parametrize(
    "wrong",
    [
        {"exercise": "ex_plank"},
        {"code": "0000-000-1"},
        {"code": "%"},
        {"code": None},
        {"felt": "fine"},
        {"felt": ["just_right"]},
        {"pain": 11},
        {"pain": -1},
        {"pain": True},
        {"pain": "2"},
        {"pain": 2.5},
        {"kind": "plan"},
        {"kind": None},
        {"on": "soon"},
        {"on": "9999-12-31"},
        {"said_at": "2026-03-09T10:00:00"},
        {"said_at": 5},
        {"client_id": "one"},
    ],
)
def test_an_item_that_cannot_be_read_is_refused_and_the_others_are_kept(
    cast: people.Cast, prescribed: Episode, noor: Client, wrong: Item
) -> None:
    sent = post(noor, cast.noor, tap(prescribed) | wrong, tap(prescribed))
    assert results(sent) == ["refused", "kept"] and sentence(sent)
    assert sent.json()["items"][0]["client_id"] and Log.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"answers": {"diary_pain": ["11"]}},
        {"answers": {"diary_pain": ["3", "4"]}},
        {"answers": {"diary_pain": [""]}},
        {"answers": {}},
        {"answers": ["diary_pain"]},
        {"answers": None},
        {"episode": "one"},
        {"episode": str(uuid4())},
    ],
)
def test_a_day_that_cannot_be_read_is_refused(
    cast: people.Cast, prescribed: Episode, noor: Client, wrong: Item
) -> None:
    sent = post(noor, cast.noor, day(prescribed) | wrong)
    assert results(sent) == ["refused"] and sentence(sent) and not DiaryDay.objects.exists()


@pytest.mark.parametrize("item", [None, 5, "tap", [], {}, [["client_id", "x"]]])
def test_what_is_no_item_at_all_is_refused(cast: people.Cast, prescribed: Episode, noor: Client, item: object) -> None:
    assert results(post(noor, cast.noor, item, tap(prescribed))) == ["refused", "kept"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"5", b'{"items": []}', b"[" * 50_000, b"\xff", b'{"now": "2026-03-09", "items": []}']
)
def test_what_is_no_sync_is_answered_with_422(prescribed: Episode, noor: Client, body: bytes) -> None:
    refused = noor.post(SYNC, body, content_type="application/json")
    assert refused.status_code == 422 and refused.json()["sentence"]


def test_too_much_is_not_read(cast: people.Cast, prescribed: Episode, noor: Client) -> None:
    assert post(noor, cast.noor, *[tap(prescribed)] * (MOST_ITEMS + 1)).status_code == 422
    assert noor.post(SYNC, b"x" * (MOST_BYTES + 1), content_type="application/json").status_code == 413
    assert not Log.objects.exists()


def test_the_most_that_is_taken_at_once(cast: people.Cast, prescribed: Episode, noor: Client) -> None:
    items = [tap(prescribed, noon() - timedelta(minutes=place)) for place in range(MOST_ITEMS)]
    sent = post(noor, cast.noor, *items)
    assert results(sent) == ["kept"] * MOST_ITEMS and Log.objects.count() == MOST_ITEMS


def test_of_somebody_elses_exercises_and_complaint_nothing_is_taken(
    cast: people.Cast, elsewhere: people.Cast, prescribed: Episode, noor: Client
) -> None:
    for other in (cast.adem, elsewhere.noor):
        phone = log_in(Client(), people.account_of(other).user)
        sent = post(phone, other, tap(prescribed), day(prescribed))
        assert results(sent) == ["refused", "refused"]
    assert not Log.objects.exists() and not DiaryDay.objects.exists()


def test_a_name_that_somebody_else_used_says_nothing_of_them(
    cast: people.Cast, prescribed: Episode, noor: Client
) -> None:
    adems = said.begun(cast.adem, cast.anna_at_work.user, by=cast.anna)
    said.up_to("screening", adems, by=cast.anna)
    prescribe(adems, said.exercises(), by=cast.anna)
    item = tap(prescribed)
    post(noor, cast.noor, item)
    phone = log_in(Client(), people.account_of(cast.adem).user)
    same_name = tap(adems) | {"client_id": item["client_id"]}
    assert results(post(phone, cast.adem, same_name)) == ["kept"] and Log.objects.count() == 2


def test_answers_for_another_record_are_not_taken_into_this_one(
    cast: people.Cast, prescribed: Episode, noor: Client
) -> None:
    refused = post(noor, cast.noor, tap(prescribed), record=record(cast.adem))
    assert refused.status_code == 409 and "ander dossier" in refused.json()["sentence"]
    assert not Log.objects.exists()


def test_who_is_here_and_a_fresh_token(cast: people.Cast, prescribed: Episode) -> None:
    phone = log_in(Client(enforce_csrf_checks=True), people.account_of(cast.noor).user)
    assert post(phone, cast.noor, tap(prescribed)).status_code == 403 and not Log.objects.exists()
    here = phone.get(SYNC).json()
    assert here["record"] == record(cast.noor) and UUID(here["user"])
    body = {"record": here["record"], "now": clock.now().isoformat(), "items": [tap(prescribed)]}
    headers = {"X-CSRFToken": here["token"]}
    kept = phone.post(SYNC, json.dumps(body), content_type="application/json", headers=headers)
    assert results(kept) == ["kept"]


def test_without_a_session_nothing_is_taken_and_the_way_in_is_shown(
    cast: people.Cast, prescribed: Episode, client: Client
) -> None:
    for answer in (client.get(SYNC), post(client, cast.noor, tap(prescribed))):
        assert answer.status_code == 302 and reverse("account_login") in answer.headers["Location"]
    client.force_login(people.account_of(cast.noor).user)  # a password alone is not enough
    assert post(client, cast.noor, tap(prescribed)).status_code == 302 and not Log.objects.exists()


def test_staff_send_nothing(cast: people.Cast, prescribed: Episode, anna: Client) -> None:
    assert anna.get(SYNC).status_code == 403 and post(anna, cast.noor, tap(prescribed)).status_code == 403


def test_the_wrong_method(noor: Client) -> None:
    assert noor.put(SYNC).status_code == 405


def test_english_sentences_for_an_english_phone(cast: people.Cast, prescribed: Episode, noor: Client) -> None:
    body: Mapping[str, object] = {
        "record": record(cast.noor),
        "now": (clock.now() + DAY).isoformat(),
        "items": [tap(prescribed, exercise="ex_plank")],
    }
    sent = noor.post(f"/en{SYNC}", json.dumps(body), content_type="application/json").json()
    assert "1 day ahead" in sent["clock"] and "exercises have changed" in sent["items"][0]["sentence"]


def test_a_correct_screening_is_not_needed_to_say_what_was_done(
    cast: people.Cast, prescribed: Episode, noor: Client
) -> None:
    item = tap(prescribed, felt="too_hard", pain=8)
    sign(prescribed, "screening", said.niet_pluis(), by=cast.anna)
    assert results(post(noor, cast.noor, item)) == ["kept"]
