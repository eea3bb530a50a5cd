"""The record: dossiers, episodes, drafts, and entries that never change."""

import hashlib
import json
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models

from ruggespraak import clock, keys
from ruggespraak.audit.actor import Subject
from ruggespraak.ids import uuid7
from ruggespraak.people.models import Patient, Practice, User

FORMAT = 1


class PackVersion(models.Model):
    """A version of a pathway, kept whole because an entry was made with it: readable and re-weighable for ever."""

    content_hash = models.CharField(primary_key=True, max_length=64)
    pack = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    content = models.TextField()
    kept_at = models.DateTimeField(default=clock.now)

    personal: ClassVar[set[str]] = set()

    def __str__(self) -> str:
        return f"{self.pack} {self.version} ({self.content_hash[:8]})"


class Dossier(models.Model):
    """All that one practice keeps about one patient, under a key of its own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="dossiers")
    patient = models.OneToOneField(Patient, on_delete=models.PROTECT, related_name="dossier")
    wrapped_key = models.BinaryField()
    opened_at = models.DateTimeField(default=clock.now)
    last_clinical_change_at = models.DateTimeField(default=clock.now)
    """The twenty years of BW 7:454 count from here; an administrative change does not move it."""

    personal: ClassVar[set[str]] = {"wrapped_key", "opened_at", "last_clinical_change_at"}

    def __str__(self) -> str:
        return str(self.id)

    @property
    def key(self) -> bytes:
        """The key of this dossier's contents."""
        return keys.unwrap(self.wrapped_key, place=f"dossier:{self.id}")


class EpisodeQuerySet(models.QuerySet["Episode"]):
    """Finding episodes through their owner."""

    def of_practice(self, practice: Practice) -> "EpisodeQuerySet":
        """Episodes of this practice; of another they do not exist."""
        return self.filter(practice=practice)

    def of_patient(self, patient: Patient) -> "EpisodeQuerySet":
        """Episodes of this patient."""
        return self.filter(patient=patient)

    def is_open(self) -> "EpisodeQuerySet":
        """Episodes that go on."""
        return self.filter(closed_at=None)


class Episode(models.Model):
    """One complaint of one patient, from first contact to closing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="episodes")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="episodes")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="episodes")
    therapist = models.ForeignKey(User, on_delete=models.PROTECT, related_name="episodes")
    complaint = models.CharField(max_length=60)
    """The id of the pathway: `low_back_pain`."""
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "number"], name="episode_number_once"),
            models.UniqueConstraint(
                fields=["patient", "complaint"], condition=models.Q(closed_at=None), name="one_open_episode"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | models.Q(closed_at__gte=models.F("opened_at")),
                name="episode_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["practice", "therapist", "closed_at"], name="caseload")]

    personal: ClassVar[set[str]] = {"complaint", "opened_at", "closed_at"}

    def __str__(self) -> str:
        return f"{self.complaint} {self.number}"

    @property
    def audit_subject(self) -> Subject:
        """What a log line about this episode says."""
        return Subject("episode", str(self.id), self.patient.handle, "health")


class Draft(models.Model):
    """A form in progress. Saved as one types, outlives log-out and crash; signing turns it into an entry."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="drafts")
    form = models.CharField(max_length=60)
    sealed = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    """Each save carries the version it was based on; another one means: someone else saved meanwhile."""
    started_at = models.DateTimeField(default=clock.now)
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["episode", "form"], name="one_draft_per_form")]

    personal: ClassVar[set[str]] = {"sealed", "started_at", "saved_at"}

    def __str__(self) -> str:
        return f"{self.form} v{self.version}"


class EntryQuerySet(models.QuerySet["Entry"]):
    """Finding entries of an episode."""

    def of_form(self, form: str) -> "EntryQuerySet":
        """Entries made with this form."""
        return self.filter(form=form)

    def that_count(self) -> "EntryQuerySet":
        """Entries that were not corrected by a later one."""
        return self.filter(correction=None)

    def in_order(self) -> "EntryQuerySet":
        """As they were recorded, with their content in the same query."""
        return self.select_related("content").order_by("number")


class Entry(models.Model):
    """The header of one signed entry: immutable, numbered and chained per practice.

    What was asked, answered and concluded is in `Content`; the header commits to it with a salted hash. Corrections
    are new entries that point back. Database triggers refuse any change or removal.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField()
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="entries")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="entries")
    form = models.CharField(max_length=60)
    pack = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    """The entry this one answers: a consent is about one plan version."""
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="correction")
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    author_name = models.CharField(max_length=100)
    author_role = models.CharField(max_length=40)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    format = models.PositiveSmallIntegerField(default=FORMAT)
    commitment = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "number"], name="entry_number_once")]
        indexes = [models.Index(fields=["practice", "episode", "number"], name="entries_of_episode")]

    personal: ClassVar[set[str]] = {"form", "author_name", "author_role", "occurred_at", "recorded_at"}

    def __str__(self) -> str:
        return f"{self.number} {self.form}"

    def compute_hash(self) -> str:
        """SHA-256 over every other column of the header, the previous hash included."""
        columns = {field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields}
        del columns["hash"]
        columns["occurred_at"], columns["recorded_at"] = self.occurred_at.isoformat(), self.recorded_at.isoformat()
        return hashlib.sha256(json.dumps(columns, sort_keys=True, default=str).encode()).hexdigest()

    @property
    def audit_subject(self) -> Subject:
        """What a log line about this entry says."""
        return Subject("entry", str(self.id), self.episode.patient.handle, "health")


class Content(models.Model):
    """What an entry says, sealed with the dossier's key. Only the verb `destroy` may remove it."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="content")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()

    personal: ClassVar[set[str]] = {"sealed"}

    def __str__(self) -> str:
        return str(self.entry_id)


class Head(models.Model):
    """The end of a practice's entries: how many, the hash of the last, signed with the key outside the database."""

    practice = models.OneToOneField(Practice, on_delete=models.PROTECT, primary_key=True, related_name="+")
    count = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
    signature = models.BinaryField(default=b"")

    personal: ClassVar[set[str]] = set()

    def __str__(self) -> str:
        return f"{self.count} {self.hash[:12]}"


def commitment_to(salt: bytes, content: bytes) -> str:
    """A hash that binds a header to its content and, once the content is destroyed, tells nothing about it."""
    return hashlib.sha256(salt + content).hexdigest()


def place_of(entry_id: UUID) -> str:
    """Where a sealed content belongs; bound into the seal."""
    return f"entry:{entry_id}"


def moment(value: datetime | None) -> datetime:
    """The given moment, or now."""
    return value or clock.now()
