"""Letters as they were made, byte for byte, and that they were sent. Both are written once."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruggespraak import clock, keys
from ruggespraak.audit.actor import Subject
from ruggespraak.audit.kept import KeptQuerySet, WrittenOnce
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.ids import uuid7
from ruggespraak.people.models import Patient, Practice, User


class Way(models.TextChoices):
    """How a letter reached the GP. Ordinary e-mail is not a way."""

    SECURE_MAIL = "secure_mail", _("Secure mail of the practice")
    POST = "post", _("By post")
    HANDED_OVER = "handed_over", _("Handed to the client")


class LetterQuerySet(KeptQuerySet["Letter"]):
    """Finding letters through their owner."""

    def of_practice(self, practice: Practice) -> "LetterQuerySet":
        """Letters of this practice; of another they do not exist."""
        return self.filter(practice=practice).select_related(*WITH)

    def of_patient(self, patient: Patient) -> "LetterQuerySet":
        """Letters about this patient."""
        return self.filter(practice_id=patient.practice_id, episode__patient=patient).select_related(*WITH)

    def of_episode(self, episode: Episode) -> "LetterQuerySet":
        """Letters about one complaint, newest first, without their bytes."""
        found = self.filter(practice_id=episode.practice_id, episode=episode)
        return found.select_related("sending").defer("sealed").order_by("-made_at")


WITH = ("entry", "episode__patient", "episode__dossier", "practice", "sending__sent_by")


class Letter(WrittenOnce):
    """The PDF made from one signed `letter_gp` entry, sealed with the dossier's key. Triggers refuse any change."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="letters")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="letters")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="letter")
    sealed = models.BinaryField()
    digest = models.CharField(max_length=64)
    """SHA-256 (hex) of the PDF; the log repeats it when the letter is made and sent."""
    recipient = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=clock.now)

    objects = LetterQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        indexes = [models.Index(fields=["practice", "episode", "made_at"], name="letters_of_episode")]

    personal: ClassVar[frozenset[str]] = frozenset({"sealed", "recipient", "made_at"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice", "episode", "entry", "digest"})

    def __str__(self) -> str:
        return f"{self.recipient} {self.made_at:%Y-%m-%d}"

    @property
    def pdf(self) -> bytes:
        """The bytes as they were made; what was changed meanwhile does not open."""
        return keys.unseal(self.sealed, key=self.episode.dossier.key, place=self.place)

    @property
    def place(self) -> str:
        """Where the sealed bytes belong; bound into the seal, with the digest that stands beside them."""
        return f"letter:{self.id}:{self.digest}"

    @property
    def file_name(self) -> str:
        """A name that says nothing about whom it is about."""
        return f"brief-{timezone.localdate(self.made_at):%Y-%m-%d}-{self.digest[:6]}.pdf"

    @property
    def is_sent(self) -> bool:
        """Whether it went out."""
        return hasattr(self, "sending")

    @property
    def sent_at(self) -> datetime | None:
        """When it went out; None when it did not yet."""
        return self.sending.sent_at if self.is_sent else None

    @property
    def audit_subject(self) -> Subject:
        """What a log line about this letter says."""
        return Subject("letter", str(self.id), self.episode.patient.handle, "health")


class Preview(WrittenOnce):
    """That the client was asked to read a signed letter before it is made; once, for its key is the entry."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="preview")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    personal: ClassVar[frozenset[str]] = frozenset({"asked_at"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"entry", "practice", "asked_by"})

    def __str__(self) -> str:
        return f"{self.entry_id} {self.asked_at:%Y-%m-%d}"


class Sending(WrittenOnce):
    """That and how a letter went out; once, for its key is the letter."""

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, primary_key=True, related_name="sending")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=20, choices=Way)
    sent_at = models.DateTimeField(default=clock.now)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    personal: ClassVar[frozenset[str]] = frozenset({"way", "sent_at"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"letter", "practice", "sent_by"})

    def __str__(self) -> str:
        return f"{self.letter_id} {self.way}"
