"""What clients say of an exercise they did, written once; and when they want to be reminded of it."""

import json
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils import timezone

from ruggespraak import clock, keys
from ruggespraak.audit.actor import Subject
from ruggespraak.audit.kept import KeptQuerySet, WrittenOnce
from ruggespraak.dossier.models import Episode
from ruggespraak.ids import uuid7
from ruggespraak.people.models import Patient, Practice, User


class LogQuerySet(KeptQuerySet["Log"]):
    """Finding log rows through their owner."""

    def of_practice(self, practice: Practice) -> "LogQuerySet":
        """Rows of this practice; of another they do not exist."""
        return self.filter(practice=practice).select_related("episode__patient", "episode__dossier")

    def of_patient(self, patient: Patient) -> "LogQuerySet":
        """Rows of this patient."""
        found = self.filter(practice_id=patient.practice_id, episode__patient=patient)
        return found.select_related("episode__patient", "episode__dossier")

    def of_episode(self, episode: Episode) -> "LogQuerySet":
        """Rows of one complaint, in the order of writing."""
        return self.filter(practice_id=episode.practice_id, episode=episode).order_by("logged_at", "id")


class Log(WrittenOnce):
    """One tap of a client: which exercise, how it felt; sealed with the dossier's key. Triggers refuse any change."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="exercise_logs")
    client_id = models.UUIDField()
    """Made with the page that was tapped: the same tap sent twice is one row."""
    done_on = models.DateField()
    said_at = models.DateTimeField(null=True)
    """By the clock of a device that was offline; that clock may be wrong."""
    logged_at = models.DateTimeField(default=clock.now)
    """By our clock."""
    logged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()

    objects = LogQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        indexes = [models.Index(fields=["practice", "episode", "done_on"], name="exercise_logs_of_episode")]
        constraints = [models.UniqueConstraint(fields=["episode", "client_id"], name="one_log_per_tap")]

    personal: ClassVar[frozenset[str]] = frozenset({"done_on", "said_at", "logged_at", "sealed"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice", "episode", "client_id", "logged_by"})

    def __str__(self) -> str:
        return f"{self.id} {self.done_on:%Y-%m-%d}"

    @property
    def place(self) -> str:
        """Where the sealed words belong; episode, day, tap and the device's clock are bound in with them."""
        place = f"exercise_log:{self.id}:{self.episode_id}:{self.done_on:%Y-%m-%d}:{self.client_id}"
        return f"{place}:{self.said_at.astimezone(UTC).isoformat()}" if self.said_at else place

    @property
    def told_at(self) -> datetime:
        """When it was said, to tell which tap of a day is the newest: by the device if its clock can be right."""
        said = self.said_at
        is_likely = said is not None and said <= self.logged_at and timezone.localdate(said) == self.done_on
        return said if said is not None and is_likely else self.logged_at

    def seal(self, words: dict[str, object], key: bytes) -> None:
        """Put the words in, under the dossier's key."""
        self.sealed = keys.seal(json.dumps(words).encode(), key=key, place=self.place)

    def words(self, key: bytes) -> dict[str, object]:
        """The words as they were tapped; what was changed meanwhile does not open."""
        return dict(json.loads(keys.unseal(self.sealed, key=key, place=self.place)))

    @property
    def audit_subject(self) -> Subject:
        """What a log line about this row says."""
        return Subject("exercise", str(self.id), self.episode.patient.handle, "health")


def log_of(episode: Episode, client_id: UUID) -> Log | None:
    """The row that this tap made already."""
    return Log.objects.of_episode(episode).filter(client_id=client_id).first()


class RemindingQuerySet(models.QuerySet["Reminding"]):
    """Finding who wants to be reminded."""

    def of_practice(self, practice: Practice) -> "RemindingQuerySet":
        """Those of this practice."""
        return self.filter(practice=practice).select_related("episode__patient")

    def of_patient(self, patient: Patient) -> "RemindingQuerySet":
        """Those about this patient."""
        return self.filter(practice_id=patient.practice_id, episode__patient=patient).select_related("episode__patient")

    def due(self, now: datetime) -> "RemindingQuerySet":
        """Whose next moment has come, the longest waiting first."""
        found = self.filter(next_at__lte=now).order_by("next_at", "id")
        return found.select_related("episode__patient__practice", "episode__dossier", "user")


class Reminding(models.Model):
    """How one person wants to be reminded of one client's exercises: at which hours by mail, at which in a calendar.

    A row without hours is an answer too: do not ask again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    hours = models.JSONField(default=list)
    repeats = models.BooleanField(default=True)
    next_at = models.DateTimeField(null=True)
    """When the next mail may be due; None while there is none to come."""
    calendar_hour = models.PositiveSmallIntegerField(null=True)
    changed_at = models.DateTimeField(default=clock.now)

    objects = RemindingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["next_at"], condition=~models.Q(next_at=None), name="reminding_due")]
        constraints = [models.UniqueConstraint(fields=["episode", "user"], name="one_reminding_per_person")]

    personal: ClassVar[frozenset[str]] = frozenset({"hours", "repeats", "next_at", "calendar_hour", "changed_at"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice", "episode", "user"})

    def __str__(self) -> str:
        return f"{self.user_id} of {self.episode_id}"

    @property
    def is_on(self) -> bool:
        """Whether mails come."""
        return bool(self.hours)

    @property
    def audit_subject(self) -> Subject:
        """What a log line about this choice says."""
        return Subject("reminding", str(self.id), self.episode.patient.handle, "identity")
