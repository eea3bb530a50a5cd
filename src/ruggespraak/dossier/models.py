"""The record: dossiers, episodes, drafts, and entries that never change."""

from functools import cached_property
from typing import ClassVar

from django.db import models

from ruggespraak import clock, keys
from ruggespraak.audit.actor import Subject
from ruggespraak.audit.chain import End, Link, hash_of
from ruggespraak.audit.kept import KeptQuerySet, WrittenOnce
from ruggespraak.ids import uuid7
from ruggespraak.people.models import Patient, Practice, User


class PackVersion(WrittenOnce):
    """A version of a pathway, kept whole because an entry was made with it: readable and re-weighable for ever."""

    content_hash = models.CharField(primary_key=True, max_length=64)
    pack = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    content = models.TextField()

    personal: ClassVar[frozenset[str]] = frozenset()
    impersonal: ClassVar[frozenset[str]] = frozenset({"content_hash", "pack", "version", "content"})

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

    personal: ClassVar[frozenset[str]] = frozenset({"patient", "wrapped_key", "opened_at", "last_clinical_change_at"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice"})

    def __str__(self) -> str:
        return str(self.id)

    @cached_property
    def key(self) -> bytes:
        """The key of this dossier's contents."""
        return keys.unwrap(self.wrapped_key, place=self.place)

    @property
    def place(self) -> str:
        """Bound into the wrapped key: a dossier that is given to another patient or practice cannot be opened."""
        return f"dossier:{self.practice_id}:{self.patient_id}:{self.id}"


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

    personal: ClassVar[frozenset[str]] = frozenset({"patient", "complaint", "opened_at", "closed_at"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice", "dossier", "therapist", "number"})

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

    personal: ClassVar[frozenset[str]] = frozenset({"sealed", "started_at", "saved_at", "saved_by"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice", "episode", "form", "version"})

    def __str__(self) -> str:
        return f"{self.form} v{self.version}"

    @property
    def place(self) -> str:
        """Where the sealed text belongs; an older text does not fit a newer version."""
        return f"draft:{self.id}:{self.version}"


class SetAside(models.Model):
    """A save that came second: somebody else had saved meanwhile. Kept beside the draft until someone drops it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="set_aside")
    form = models.CharField(max_length=60)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["practice", "episode", "form"], name="set_aside_of_form")]

    personal: ClassVar[frozenset[str]] = frozenset({"sealed", "saved_at", "saved_by"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice", "episode", "form"})

    def __str__(self) -> str:
        return f"{self.form} set aside"

    @property
    def place(self) -> str:
        """Where the sealed text belongs."""
        return f"set_aside:{self.id}"


class EntryQuerySet(KeptQuerySet["Entry"]):
    """Finding entries through their owner."""

    def of_practice(self, practice: Practice) -> "EntryQuerySet":
        """Entries of this practice; of another they do not exist."""
        return self.filter(practice=practice)

    def of_patient(self, patient: Patient) -> "EntryQuerySet":
        """Entries about this patient."""
        return self.filter(episode__patient=patient)

    def in_order(self) -> "EntryQuerySet":
        """As they were recorded, with their content in the same query."""
        return self.select_related("content").order_by("number")


class Entry(Link):
    """The header of one signed entry: immutable, numbered and chained per practice.

    What was asked, answered and concluded is in `Content`; the header commits to it with a salted hash. Corrections
    are new entries that point back. Database triggers refuse any change or removal.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="entries")
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
    commitment = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()  # type: ignore[misc]  # the stubs take an inherited manager for a constant

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "number"], name="entry_number_once")]
        indexes = [models.Index(fields=["practice", "episode", "number"], name="entries_of_episode")]

    personal: ClassVar[frozenset[str]] = frozenset({"author", "author_name", "occurred_at", "recorded_at"})
    impersonal: ClassVar[frozenset[str]] = Link.impersonal | {
        "id", "practice", "dossier", "episode", "form", "pack", "about", "corrects", "author_role", "commitment",
    }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.form}"

    @property
    def audit_subject(self) -> Subject:
        """What a log line about this entry says."""
        return Subject("entry", str(self.id), self.episode.patient.handle, "health")

    @property
    def place(self) -> str:
        """Where the sealed content belongs; bound into the seal."""
        return f"entry:{self.id}"


class Content(WrittenOnce):
    """What an entry says, sealed with the dossier's key. Only the verb `destroy` may remove it."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="content")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()

    personal: ClassVar[frozenset[str]] = frozenset({"sealed"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"entry", "practice"})

    def __str__(self) -> str:
        return str(self.entry_id)


class Destruction(WrittenOnce):
    """A dossier's contents were destroyed, on request or after the years of keeping. Its headers stay in the chain.

    Written before the contents go: the database lets a content row be removed only when this row is there, and
    `verify` believes it only when the log repeats its hash.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, primary_key=True, related_name="destruction")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    destroyed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    destroyed_at = models.DateTimeField(default=clock.now)

    personal: ClassVar[frozenset[str]] = frozenset({"reason", "destroyed_by", "destroyed_at"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"dossier", "practice"})

    def __str__(self) -> str:
        return f"{self.dossier_id} destroyed"

    def compute_hash(self) -> str:
        """What the log repeats in its line `dossier.destroyed`."""
        return hash_of({field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields})


class Head(End):
    """The end of a practice's entries."""

    practice = models.OneToOneField(Practice, on_delete=models.PROTECT, primary_key=True, related_name="+")

    chain = "dossier"
    impersonal: ClassVar[frozenset[str]] = End.impersonal | {"practice"}
