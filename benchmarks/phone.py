"""The client's day and a phone that sends thirty answers, each beside its bare twin; the exercise page in bytes."""

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client
from django.urls import clear_url_caches, path

from benchmarks import history, wire
from benchmarks.measure import Result, beside
from benchmarks.twin import WRITES, reads_noted
from benchmarks.twin import Twin as PageTwin
from ruggespraak import clock
from ruggespraak.config import urls
from ruggespraak.dossier.models import Episode
from ruggespraak.exercises.actions import prescribe
from ruggespraak.exercises.prescription import Prescription, prescription_now
from ruggespraak.people.models import Membership, PatientAccount, Relation, User
from ruggespraak.people.sessions import PROVED

AT_LEAST, ITEMS, MOST_BYTES = 0.5, 30, 80_000
TODAY, SYNC, EXERCISES = "/my/", "/my/sync/", "/my/exercises/"
FOUR = ("ex_pelvic_tilt_lying", "ex_bridge", "ex_squat", "ex_cat_camel")


def results() -> Iterator[Result]:
    """Run after `pages`, which lays out the installation."""
    episode = history.live("Vier Oefeningen", history.START)
    therapist = Membership.objects.get(user__email=history.THERAPIST).as_actor()
    rows = tuple({"exercise": one, "sets": 2, "reps": 10, "days_a_week": 7} for one in FOUR)
    prescribe(episode, {"prescribed": rows, "prescribed_why": None}, by=therapist)
    phone, account = phone_of(episode)
    prescription = prescription_now(episode)
    assert prescription is not None
    bare = PageTwin(phone, TODAY)
    today = beside(lambda: phone.get(TODAY), bare.get)
    yield Result(
        f"my day, four exercises ({len(bare.reads)} reads, {len(bare.writes)} writes)",
        f"{today.ours:,.0f} a second, {today.ratio:.2f} of its bare twin",
        f"at least {AT_LEAST}",
        today.ratio >= AT_LEAST,
    )
    twin = Twin(phone, account, prescription)
    found = beside(lambda: send(phone, SYNC, account, prescription), twin.send)
    yield Result(
        f"a sync of {ITEMS} entries ({len(twin.reads)} reads, {len(twin.writes)} writes)",
        f"{found.ours:,.1f} a second, {found.ratio:.2f} of its bare twin",
        f"at least {AT_LEAST}",
        found.ratio >= AT_LEAST,
    )
    page = phone.get(EXERCISES)
    assert page.content.count(b'class="moved"') == len(FOUR), "not four moving figures"
    total = wire.bytes_of(phone, EXERCISES)
    yield Result(
        f"exercise page, {len(FOUR)} moving figures, all of it",
        f"{total:,} bytes over the wire (the page {len(page.content):,})",
        f"{MOST_BYTES:,}",
        total <= MOST_BYTES,
    )


def phone_of(episode: Episode) -> tuple[Client, PatientAccount]:
    """The browser of this client, logged in with a second factor."""
    patient = episode.patient
    user = User.objects.new("telefoon@example.org", patient.name, password=str(uuid4()))
    account = PatientAccount.objects.create(
        practice=patient.practice, patient=patient, user=user, relation=Relation.SELF
    )
    client = Client()
    client.force_login(user)
    session = client.session
    session[PROVED] = str(user.pk)
    session.save()
    return client, account


def send(client: Client, address: str, account: PatientAccount, prescription: Prescription) -> HttpResponse:
    """Thirty taps of the last week, under new names every time."""
    now = clock.now()

    def item(place: int) -> dict[str, object]:
        said_at, one = now - timedelta(hours=5 * place), prescription.exercises[place % len(FOUR)]
        return {
            "client_id": str(uuid4()),
            "kind": "exercise",
            "exercise": one.exercise.id,
            "code": one.code,
            "felt": "just_right",
            "pain": 2,
            "on": f"{said_at:%Y-%m-%d}",
            "said_at": said_at.isoformat(),
        }

    body = {"record": str(account.pk), "now": now.isoformat(), "items": [item(place) for place in range(ITEMS)]}
    answer: Any = client.post(address, json.dumps(body), content_type="application/json")
    assert answer.status_code == 200 and len(answer.json()["items"]) == ITEMS, answer.content
    return answer


class Row(models.Model):
    """What the twin writes, as Django writes it."""

    line = models.TextField()

    class Meta:
        app_label, db_table, managed = "ui", "twin_row", False


class Twin:
    """The same answers taken by a view that only reads, writes and answers."""

    numbers = count()

    def __init__(self, client: Client, account: PatientAccount, prescription: Prescription) -> None:
        self.client, self.account, self.prescription = client, account, prescription
        self.address, self.writes = f"/twin/phone/{next(self.numbers)}/", list[Any]()
        urls.urlpatterns.insert(0, path(self.address.strip("/") + "/", self.view))
        clear_url_caches()

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            self.writes += [params] if sql.startswith(WRITES) else []
            return execute(sql, params, many, context)

        with reads_noted() as self.reads, connection.execute_wrapper(note):
            self.answer = send(client, SYNC, account, prescription).json()
        assert all(one["result"] == "kept" for one in self.answer["items"]), self.answer
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS twin_row (id INTEGER PRIMARY KEY, line TEXT)")

    def send(self) -> HttpResponse:
        """One sending to the twin."""
        return send(self.client, self.address, self.account, self.prescription)

    def view(self, request: HttpRequest) -> HttpResponse:
        """Read what was sent and what we read, write as many rows in one transaction, answer the same."""
        items = json.loads(request.body)["items"]
        with transaction.atomic():
            for read in self.reads:
                list(read.all())
            for params in self.writes:
                with transaction.atomic():  # as with us: one that fails does not take the others along
                    Row.objects.create(line=repr(params))
        return JsonResponse(self.answer | {"items": self.answer["items"][: len(items)]})
