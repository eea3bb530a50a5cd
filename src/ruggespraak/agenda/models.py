"""Requests for an appointment. What the visitor wrote and answered is sealed with the practice's key."""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from pathways.explain import tell
from pathways.model import Answers, Pathway, answers_from_json
from ruggespraak import clock, keys
from ruggespraak.audit.actor import Subject
from ruggespraak.dossier.models import Entry, PackVersion
from ruggespraak.dossier.packs import pathway_with
from ruggespraak.ids import uuid7
from ruggespraak.people.models import Patient, Practice, User


class State(models.TextChoices):
    """What became of a request. New may become registered or declined; both are final."""

    NEW = "new", pgettext_lazy("request", "New")
    REGISTERED = "registered", pgettext_lazy("request", "Registered")
    DECLINED = "declined", pgettext_lazy("request", "Declined")


class RequestQuerySet(models.QuerySet["Request"]):
    """Finding requests inside one practice."""

    def of_practice(self, practice: Practice) -> "RequestQuerySet":
        """Requests to this practice; those to another do not exist."""
        return self.filter(practice=practice).select_related("client")

    def of_patient(self, patient: Patient) -> "RequestQuerySet":
        """Requests that this client made from their own pages."""
        return self.filter(practice_id=patient.practice_id, client=patient)

    def is_open(self) -> "RequestQuerySet":
        """Requests that still wait for the practice."""
        return self.filter(state=State.NEW)

    def in_order(self) -> "RequestQuerySet":
        """Most urgent first, then the oldest."""
        return self.order_by("-urgency", "asked_at")

    def from_sender(self, email: str, phone: str) -> "RequestQuerySet":
        """Requests that gave this e-mail address or this telephone number."""
        same = models.Q(email__iexact=email) if email else models.Q(pk=None)
        return self.filter(same | models.Q(phone=phone)) if phone else self.filter(same)


class Request(models.Model):
    """Someone asks for an appointment: a visitor for the first time, or a client whose treatment was finished."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="requests")
    name = models.CharField(max_length=100)
    born_on = models.DateField()
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, default="nl")
    sealed = models.BinaryField()
    """JSON: `words`, `moments`, `mode` and `evaluator` of that day, and with shared answers `form` and `answers`."""
    pack = models.ForeignKey(PackVersion, on_delete=models.PROTECT, null=True, related_name="+")
    """The exact version that the shared answers were given in; none when nothing was shared."""
    level = models.CharField(max_length=40, blank=True)
    """The level of the shared answers, computed on arrival; empty in `inform` mode and without answers."""
    urgency = models.PositiveSmallIntegerField(default=0)
    """The place of `level` on its ladder, to sort by; 0 without a level."""
    is_signal = models.BooleanField(default=False)
    """Whether the level is one from which a doctor should be phoned: on top of the desk's day."""
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    asked_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, blank=True, related_name="requests")
    """Who was registered, or began again, after this request."""
    client = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, blank=True, related_name="asked_again")
    """The client who asked from their own pages; none for a visitor."""
    said_in = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The entry of the finished episode whose answers the client shares."""

    objects = RequestQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["practice", "state", "asked_at"], name="requests_waiting")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(email="", phone=""), name="request_can_be_answered"),
            models.CheckConstraint(
                condition=models.Q(state=State.NEW, settled_at=None)
                | (~models.Q(state=State.NEW) & models.Q(settled_at__isnull=False)),
                name="request_settled_has_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.REGISTERED, patient__isnull=False)
                | (~models.Q(state=State.REGISTERED) & models.Q(patient=None)),
                name="request_registered_has_patient",
            ),
            models.CheckConstraint(
                condition=models.Q(client=None) | models.Q(patient=None) | models.Q(patient=models.F("client")),
                name="request_of_client_stays_theirs",
            ),
            models.UniqueConstraint(
                fields=["client"], condition=models.Q(state=State.NEW), name="one_open_request_of_client"
            ),
        ]

    personal: ClassVar[frozenset[str]] = frozenset(
        {"name", "born_on", "email", "phone", "language", "sealed", "level", "urgency", "is_signal", "asked_at"}
    )
    impersonal: ClassVar[frozenset[str]] = frozenset(
        {"id", "practice", "pack", "state", "settled_at", "settled_by", "patient", "client", "said_in"}
    )

    def __str__(self) -> str:
        return f"{self.id} {self.state}"

    @property
    def place(self) -> str:
        """Where the sealed content belongs; bound into the seal."""
        return f"request:{self.id}"

    def seal(self, content: Mapping[str, object]) -> None:
        """Seal what the visitor wrote and answered."""
        plain = json.dumps(content, ensure_ascii=False).encode()
        self.sealed = keys.seal(plain, key=keys.practice_key(self.practice_id), place=self.place)

    @cached_property
    def _content(self) -> dict[str, Any]:
        plain = keys.unseal(self.sealed, key=keys.practice_key(self.practice_id), place=self.place)
        content: dict[str, Any] = json.loads(plain)
        return content

    @property
    def words(self) -> str:
        """The complaint, in the visitor's own words."""
        return str(self._content["words"])

    @property
    def moments(self) -> str:
        """When the visitor would like to come, in their own words."""
        return str(self._content["moments"])

    @property
    def form(self) -> str:
        """The form whose answers were shared; empty when none were."""
        return str(self._content.get("form", ""))

    @property
    def mode(self) -> str:
        """The mode in which it came in; empty for requests from before that was kept."""
        return str(self._content.get("mode", ""))

    @property
    def evaluator(self) -> int | None:
        """The version of the evaluator that computed the level; None for requests from before that was kept."""
        version: int | None = self._content.get("evaluator")
        return version

    def take_level(self, pathway: Pathway, level: str | None) -> None:
        """The level that the shared answers come to, and what the desk sorts by; None leaves it without."""
        if level is not None:
            self.level, self.urgency = level, pathway.rank[level]
            self.is_signal = pathway.asks_for_call(level)

    @property
    def shared_answers(self) -> Answers | None:
        """The answers that the visitor chose to share; None when none were shared."""
        answers = self._content.get("answers")
        return None if answers is None else answers_from_json(answers)

    def told(self, language: str) -> tuple[tuple[str, str, str], ...]:
        """The shared answers as lines for the desk: label, sentence, question id."""
        answers = self.shared_answers
        if answers is None or self.pack_id is None:
            return ()
        return tuple(tell(pathway_with(self.pack_id).forms[self.form], answers, language, "therapist"))

    @property
    def audit_subject(self) -> Subject:
        """What a log line about this request says."""
        handle = self.client.handle if self.client else None
        return Subject("request", str(self.id), handle, category="health" if self.pack_id else "identity")
