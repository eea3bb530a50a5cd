"""What clients say of a day. Every word is written once; the newest of a day counts."""

from typing import ClassVar
from uuid import UUID

from django.db import models

from pathways.model import Answers, answers_from_json, answers_to_json
from ruggespraak import clock, keys
from ruggespraak.audit.actor import Subject
from ruggespraak.audit.kept import KeptQuerySet, WrittenOnce
from ruggespraak.dossier.models import Episode, PackVersion
from ruggespraak.ids import uuid7
from ruggespraak.people.models import Patient, Practice, User


class DayQuerySet(KeptQuerySet["DiaryDay"]):
    """Finding days of the diary through their owner."""

    def of_practice(self, practice: Practice) -> "DayQuerySet":
        """Days of this practice; of another they do not exist."""
        return self.filter(practice=practice).select_related("episode__patient", "episode__dossier")

    def of_patient(self, patient: Patient) -> "DayQuerySet":
        """Days of this patient."""
        found = self.filter(practice_id=patient.practice_id, episode__patient=patient)
        return found.select_related("episode__patient", "episode__dossier")

    def of_episode(self, episode: Episode) -> "DayQuerySet":
        """Days of one complaint, in the order of writing: of two about one day the last counts."""
        return self.filter(practice_id=episode.practice_id, episode=episode).order_by("recorded_at", "id")


class DiaryDay(WrittenOnce):
    """What a client says of one day, sealed with the dossier's key. Triggers refuse any change."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="diary_days")
    client_id = models.UUIDField()
    """Made with the page, or on the phone, that was filled in: the same page sent twice is one row."""
    on = models.DateField()
    """The day that is told about."""
    said_at = models.DateTimeField()
    """By the clock of the device, which may be wrong."""
    recorded_at = models.DateTimeField(default=clock.now)
    """By our clock."""
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    pack = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="+")
    """The version of the pathway whose questions these are."""
    sealed = models.BinaryField()

    objects = DayQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        indexes = [models.Index(fields=["practice", "episode", "on"], name="diary_days_of_episode")]
        constraints = [models.UniqueConstraint(fields=["episode", "client_id"], name="one_diary_day_per_page")]

    personal: ClassVar[frozenset[str]] = frozenset({"on", "said_at", "recorded_at", "sealed"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice", "episode", "client_id", "recorded_by", "pack"})

    def __str__(self) -> str:
        return f"{self.id} {self.on:%Y-%m-%d}"

    @property
    def place(self) -> str:
        """Where the sealed answers belong; episode, day and page are bound in with them."""
        return f"diary_day:{self.id}:{self.episode_id}:{self.on:%Y-%m-%d}:{self.client_id}"

    def seal(self, answers: Answers, key: bytes) -> None:
        """Put the answers in, under the dossier's key."""
        self.sealed = keys.seal(answers_to_json(answers).encode(), key=key, place=self.place)

    def answers(self, key: bytes) -> Answers:
        """The answers as they were given; what was changed meanwhile does not open."""
        return answers_from_json(keys.unseal(self.sealed, key=key, place=self.place).decode())

    @property
    def audit_subject(self) -> Subject:
        """What a log line about this day says."""
        return Subject("diary", str(self.id), self.episode.patient.handle, "health")


def day_of(episode: Episode, client_id: UUID) -> DiaryDay | None:
    """The row that this page made already."""
    return DiaryDay.objects.of_episode(episode).filter(client_id=client_id).first()
