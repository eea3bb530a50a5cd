"""What a phone may keep, and the page and files that it keeps it with."""

import re
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak.audit.models import Line
from ruggespraak.dossier.actions import close_episode
from ruggespraak.dossier.models import Episode
from ruggespraak.exercises.actions import log, stop
from ruggespraak.exercises.prescription import prescription_now
from ruggespraak.portal.phone import app

KEPT, TODAY, CHOICE = (reverse(f"portal:{name}") for name in ("phone_kept", "phone_today", "phone"))
MANIFEST, WORKER, LOG_OUT = reverse("portal:manifest"), reverse("worker"), reverse("account_logout")


def test_the_exercises_with_figure_dose_and_what_was_done(cast: people.Cast, prescribed: Episode, noor: Client) -> None:
    by = people.account_of(cast.noor).as_actor()
    log(prescribed, "ex_bridge", "too_hard", 6, client_id=uuid4(), by=by)
    exercises = noor.get(KEPT).json()["exercises"]
    bridge, walking = exercises["items"]
    assert (bridge["name"], bridge["days_a_week"], walking["done"]) == ("Bruggetje", 3, [])
    assert [(one["felt"], one["pain"]) for one in bridge["done"]] == [("too_hard", 6)]
    assert "<svg" in bridge["html"] and "2 sets, 10 herhalingen" in bridge["html"] and "Te zwaar" in bridge["html"]
    assert exercises["highest_pain"] == prescription_now(prescribed).reading.pathway.training.pain.highest
    assert "Stop en bel" in exercises["much_pain"] and "Anna Smit" in exercises["foot"]


def test_the_questions_of_the_diary_and_whom_to_call(cast: people.Cast, prescribed: Episode, noor: Client) -> None:
    diary = noor.get(KEPT).json()["diary"]
    assert diary["episode"] == str(prescribed.pk) and 'name="diary_pain"' in diary["html"]
    assert cast.practice.phone in diary["html"] and "data-signs" in diary["html"]


def test_in_the_language_of_the_page(prescribed: Episode, noor: Client) -> None:
    kept = noor.get(f"/en{KEPT}").json()
    assert kept["language"] == "en" and "2 sets, 10 repetitions" in kept["exercises"]["items"][0]["html"]


def test_never_notes_plans_letters_messages_or_who_it_is_about(
    cast: people.Cast, prescribed: Episode, noor: Client
) -> None:
    said.up_to("session", prescribed, by=cast.anna)
    kept = noor.get(KEPT).content.decode()
    assert cast.noor.family_name not in kept and cast.noor.given_name not in kept and cast.noor.email not in kept
    assert set(noor.get(KEPT).json()) == {"owner", "language", "made_at", "exercises", "diary"}
    assert "csrfmiddlewaretoken" not in kept


def test_without_exercises_or_complaint_there_is_little_to_keep(
    cast: people.Cast, prescribed: Episode, noor: Client
) -> None:
    stop(prescribed, "Even rust, in overleg.", by=cast.anna)
    kept = noor.get(KEPT).json()
    assert kept["exercises"] is None and kept["diary"]
    close_episode(prescribed, by=cast.anna)
    assert noor.get(KEPT).json()["diary"] is None
    adem = log_in(Client(), people.account_of(cast.adem).user)
    kept = adem.get(KEPT).json()
    assert kept["exercises"] is None and kept["diary"] is None


def test_fetching_it_is_a_look_at_the_record(cast: people.Cast, prescribed: Episode, noor: Client) -> None:
    noor.get(KEPT)
    line = Line.objects.get(event="episode.seen", screen="portal:phone_kept")
    assert line.patient_handle == cast.noor.handle


def test_only_the_client_fetches_it(prescribed: Episode, anna: Client) -> None:
    assert anna.get(KEPT).status_code == 403 and Client().get(KEPT).status_code == 302
    assert anna.get(CHOICE).status_code == 403 and Client().get(CHOICE).status_code == 302


def test_the_page_of_the_choice_ticks_nothing_beforehand(prescribed: Episode, noor: Client) -> None:
    page = noor.get(CHOICE).content.decode()
    radios = re.findall(r'<input type="radio" name="phone"[^>]*>', page)
    assert len(radios) == 2 and not any("checked" in radio for radio in radios)
    assert "Dit is mijn eigen telefoon" in page and "This is my own phone" in noor.get(f"/en{CHOICE}").content.decode()


def test_the_page_that_a_phone_keeps_is_the_same_for_everyone(
    cast: people.Cast, prescribed: Episode, noor: Client
) -> None:
    anna = log_in(Client(), cast.anna_at_work.user)
    tap = {"felt": "too_hard", "pain": "9", "exercise": "ex_bridge", "client_id": str(uuid4())}
    assert noor.post(reverse("portal:exercise_log"), tap).status_code == 302  # a message waits for the next page
    pages = {client.get(TODAY).content for client in (noor, anna, Client())}
    assert len(pages) == 1
    page = pages.pop().decode()
    assert "Hendriks" not in page and "csrfmiddlewaretoken" not in page and 'method="post"' not in page


def test_every_page_of_the_client_knows_whose_it_is(cast: people.Cast, prescribed: Episode, noor: Client) -> None:
    account = people.account_of(cast.noor)
    for address in ("/my/", reverse("portal:exercises"), "/en/my/", CHOICE):
        page = noor.get(address).content.decode()
        assert f'data-user="{account.user_id}"' in page and f'data-record="{account.pk}"' in page
        assert reverse("portal:manifest") in page
    assert "portal/phone.js" not in Client().get("/").content.decode()


@pytest.mark.parametrize(("language", "start"), [("", TODAY), ("/en", f"/en{TODAY}")])
def test_the_manifest_has_what_a_phone_asks_for(client: Client, db: None, language: str, start: str) -> None:
    answer = client.get(language + MANIFEST)
    manifest = answer.json()
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (manifest["start_url"], manifest["display"], manifest["scope"]) == (start, "standalone", "/")
    assert manifest["name"] and manifest["short_name"] and manifest["id"] == TODAY
    sizes = {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= sizes
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/")), icon


def test_the_worker_keeps_only_files_of_everyone_and_the_one_page(client: Client, db: None) -> None:
    answer = client.get(WORKER)
    script = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/javascript") and "importScripts(" in script
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    addresses = set(re.findall(r'"(/[^"]*)"', script))
    pages = {one for one in addresses if not one.startswith("/static/")}
    assert {TODAY, f"/en{TODAY}"} <= pages and KEPT not in pages
    assert all(finders.find(name) for name in app.FILES)


def test_the_worker_is_the_same_for_everyone_and_changes_with_the_page(
    prescribed: Episode, noor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = noor.get(WORKER).content
    assert first == Client().get(WORKER).content
    monkeypatch.setattr(app, "SHELL", "ui/error.html")
    assert noor.get(WORKER).content != first


def test_logging_out_tells_the_browser_to_forget(cast: people.Cast, prescribed: Episode, noor: Client) -> None:
    assert "Clear-Site-Data" not in noor.get(LOG_OUT).headers
    assert noor.post(LOG_OUT).headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in noor.post(LOG_OUT).headers


def test_the_wrong_method(noor: Client) -> None:
    assert {noor.post(address).status_code for address in (KEPT, TODAY, CHOICE, MANIFEST, WORKER)} == {405}
