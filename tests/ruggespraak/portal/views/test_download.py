"""Take my record along: the page, the two downloads, and that they are nobody else's."""

import hashlib
import io
import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

import people
import said
from login import log_in
from ruggespraak.audit.models import Action, Line
from ruggespraak.care.actions import sign
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.verify import verify
from ruggespraak.people.mandates import Scope
from ruggespraak.people.models import PatientAccount

DOWNLOAD = "/my/record/download/"
COPIES = {"download_paper": ("application/pdf", "pdf"), "download_file": ("application/json", "json")}


def test_the_record_has_a_door_to_it(cast: people.Cast, episode: Episode, noor: Client) -> None:
    assert f'href="{DOWNLOAD}"' in noor.get("/my/record/").content.decode()
    page = noor.get(DOWNLOAD).content.decode()
    assert "Mijn dossier meenemen" in page and all(reverse(f"portal:{name}") in page for name in COPIES)
    assert "Take my record along" in noor.get("/en" + DOWNLOAD).content.decode()


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_comes_with_a_name_that_tells_nothing_and_leaves_a_line(
    cast: people.Cast, episode: Episode, noor: Client, name: str
) -> None:
    sign(episode, "screening", said.screening(), by=cast.anna)
    kind, ending = COPIES[name]
    copy = noor.get(reverse(f"portal:{name}"))
    digest = hashlib.sha256(copy.content).hexdigest()
    assert copy.status_code == 200 and copy.headers["Content-Type"] == kind
    assert "no-store" in copy.headers["Cache-Control"]
    expected = rf'attachment; filename="kopie-\d{{4}}-\d\d-\d\d-{digest[:6]}\.{ending}"'
    assert re.fullmatch(expected, copy.headers["Content-Disposition"])
    line = Line.objects.get(event="record.downloaded")
    assert (line.fields, line.role, line.action) == ({"kind": ending, "digest": digest}, "patient", Action.READ)
    assert line.patient_handle == cast.noor.handle and verify(cast.practice).is_whole
    assert "maakte een kopie van je hele dossier" in noor.get("/my/looks/").content.decode()
    assert "made a copy of your whole record" in noor.get("/en/my/looks/").content.decode()


def test_each_has_their_own_and_nobody_anothers(
    cast: people.Cast, elsewhere: people.Cast, episode: Episode, client: Client
) -> None:
    sign(episode, "screening", said.screening(help_question="Alleen van Noor"), by=cast.anna)
    for other in (cast.adem, elsewhere.noor):
        log_in(client, people.account_of(other).user)
        record = json.loads(client.get(reverse("portal:download_file"), {"patient": str(cast.noor.pk)}).content)
        assert record["person"]["email"] == other.email and record["entries"] == []
        assert "Alleen van Noor" not in json.dumps(record)
        for tail in (cast.noor.pk, episode.pk, Entry.objects.get(episode=episode).pk):
            assert client.get(f"{DOWNLOAD}{tail}/").status_code == 404
            assert client.get(f"{DOWNLOAD}file/{tail}/").status_code == 404


def test_a_representative_takes_along_what_they_may_read_and_no_longer(
    cast: people.Cast, episode: Episode, client: Client
) -> None:
    sign(episode, "screening", said.screening(), by=cast.anna)
    account = people.representative_of(cast.noor, scope=Scope.READS)
    log_in(client, account.user)
    assert json.loads(client.get(reverse("portal:download_file")).content)["person"]["given_name"] == "Noor"
    assert Line.objects.get(event="record.downloaded").basis == "representative"
    PatientAccount.objects.filter(pk=account.pk).update(ended_at=cast.noor.registered_at)
    assert client.get(reverse("portal:download_file")).status_code == 403


@pytest.mark.parametrize("name", ["download", *COPIES])
def test_staff_visitors_and_other_methods_do_not_come_in(
    cast: people.Cast, episode: Episode, client: Client, noor: Client, name: str
) -> None:
    address = reverse(f"portal:{name}")
    assert noor.post(address).status_code == 405
    client.logout()
    assert client.get(address).status_code == 302
    log_in(client, cast.anna_at_work.user)
    assert client.get(address).status_code == 403
    assert not Line.objects.filter(event="record.downloaded").exists()


def test_what_is_folded_away_is_on_paper_only_when_asked_for(cast: people.Cast, episode: Episode, noor: Client) -> None:
    assert 'name="all"' not in noor.get(DOWNLOAD).content.decode()
    sign(episode, "screening", said.screening(abuse=True), by=cast.anna)
    assert 'name="all"' in noor.get(DOWNLOAD).content.decode()
    paper = reverse("portal:download_paper")
    without, with_them = (_text(noor.get(address).content) for address in (paper, paper + "?all=yes"))
    assert "geweld" not in without and "Sommige antwoorden staan niet op dit papier." in without
    assert "Of het letsel door geweld kan komen" in with_them and "Sommige antwoorden" not in with_them
    assert "geweld" in noor.get(reverse("portal:download_file")).content.decode()


def test_what_was_said_about_a_page_stands_right_behind_it(cast: people.Cast, episode: Episode, noor: Client) -> None:
    page = sign(episode, "screening", said.screening(), by=cast.anna)
    sign(episode, "intake", said.intake(), by=cast.anna)
    me = people.account_of(cast.noor).as_actor()
    sign(episode, "own_addition", {"addition_words": "Ook na de verhuizing."}, by=me, about=(page.pk,))
    text = _text(noor.get(reverse("portal:download_paper")).content)
    assert text.index("Ook na de verhuizing.") < text.index("Waar je de pijn voelt")


def _text(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
