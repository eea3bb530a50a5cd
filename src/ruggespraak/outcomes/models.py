"""What clients say of a day, what they are asked and when, and which measures a practice may ask."""

from datetime import UTC, date
from typing import ClassVar
from uuid import UUID

from django.db import models

from pathways.model import Answers, answers_from_json, answers_to_json
from ruggespraak import clock, keys
from ruggespraak.audit.actor import Subject
from ruggespraak.audit.kept import KeptQuerySet, WrittenOnce
from ruggespraak.dossier.models import Entry, Episode, PackVersion
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
        """Where the sealed answers belong; episode, day, page and the device's clock are bound in with them."""
        said_at = self.said_at.astimezone(UTC).isoformat()
        return f"diary_day:{self.id}:{self.episode_id}:{self.on:%Y-%m-%d}:{self.client_id}:{said_at}"

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


class AskQuerySet(models.QuerySet["Ask"]):
    """Finding asks through their owner."""

    def of_practice(self, practice: Practice) -> "AskQuerySet":
        """Asks of this practice; of another they do not exist."""
        return self.filter(practice=practice).select_related("episode__patient", "episode__dossier", "entry")

    def of_patient(self, patient: Patient) -> "AskQuerySet":
        """Asks to this patient."""
        found = self.filter(practice_id=patient.practice_id, episode__patient=patient)
        return found.select_related("episode__patient", "episode__dossier", "entry")

    def of_episode(self, episode: Episode) -> "AskQuerySet":
        """Asks of one complaint, in the order in which they open."""
        return self.filter(practice_id=episode.practice_id, episode=episode).order_by("opens_on", "kind", "id")

    def waiting(self, today: date) -> "AskQuerySet":
        """Open today and not answered. What is asked after closing waits no more once care began anew."""
        again = Episode.objects.filter(
            patient=models.OuterRef("episode__patient"),
            complaint=models.OuterRef("episode__complaint"),
            number__gt=models.OuterRef("episode__number"),
        )
        found = self.filter(entry=None, opens_on__lte=today, closes_on__gte=today)
        return found.exclude(models.Q(episode__closed_at__isnull=False) & models.Exists(again)).order_by("closes_on")


class Ask(models.Model):
    """One thing that is asked of a client at one moment; what they say to it is an entry of the dossier.

    Planned from the entries, opened by the clock, over after its last day without a word.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="asks")
    kind = models.CharField(max_length=20)
    """A row of `outcomes.kinds.KINDS`."""
    form = models.CharField(max_length=60)
    moment = models.CharField(max_length=60, blank=True)
    """Which of its kind, when there can be more: a day, or the entry that it follows."""
    opens_on = models.DateField()
    closes_on = models.DateField()
    """The last day on which it can be answered."""
    mailed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    """The answer."""

    objects = AskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "kind", "moment"], name="asked_once"),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="ask_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["practice", "episode"], name="asks_of_episode"),
            models.Index(fields=["opens_on", "closes_on"], condition=models.Q(entry=None), name="asks_waiting"),
        ]

    personal: ClassVar[frozenset[str]] = frozenset({"moment", "opens_on", "closes_on", "mailed_at", "reminded_at"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice", "episode", "kind", "form", "entry"})

    def __str__(self) -> str:
        return f"{self.kind} {self.opens_on:%Y-%m-%d}"

    @property
    def audit_subject(self) -> Subject:
        """What a log line about this ask says."""
        return Subject("ask", str(self.id), self.episode.patient.handle, "health")

    def is_open(self, today: date) -> bool:
        """Whether it can be answered today."""
        return self.entry_id is None and self.opens_on <= today <= self.closes_on


class Planned(models.Model):
    """How far the entries of an episode were read to plan its asks; thrown away, they are planned again."""

    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, primary_key=True, related_name="asks_planned")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    seen = models.PositiveBigIntegerField()
    """The number of the newest entry that was read."""

    personal: ClassVar[frozenset[str]] = frozenset()
    impersonal: ClassVar[frozenset[str]] = frozenset({"episode", "practice", "seen"})

    def __str__(self) -> str:
        return f"{self.episode_id} up to {self.seen}"


class MailChoice(models.Model):
    """Whether a client wants a mail when something is asked. Without a row: yes."""

    patient = models.OneToOneField(Patient, on_delete=models.PROTECT, primary_key=True, related_name="mail_choice")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    is_off = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=clock.now)

    personal: ClassVar[frozenset[str]] = frozenset({"is_off", "changed_at"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"patient", "practice"})

    def __str__(self) -> str:
        return f"{self.patient_id} {'off' if self.is_off else 'on'}"


class RightQuerySet(KeptQuerySet["Right"]):
    """Finding rights of use through their owner."""

    def of_practice(self, practice: Practice) -> "RightQuerySet":
        """Rights of this practice, the newest first."""
        return self.filter(practice=practice).select_related("recorded_by").order_by("-recorded_at", "-id")


class Right(WrittenOnce):
    """What permits a practice to use an instrument of others. A new row takes the place of the one before; all stay."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    complaint = models.CharField(max_length=60)
    measure = models.CharField(max_length=60)
    """Its id in the pathway of the complaint."""
    holder = models.CharField(max_length=120)
    permits = models.CharField(max_length=300)
    reference = models.CharField(max_length=200)
    """The document: a number, a letter with its date, an address."""
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    """The last day; without one it has no end."""
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = RightQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="right_ends_after_start",
            )
        ]
        indexes = [models.Index(fields=["practice", "complaint", "measure"], name="rights_of_practice")]

    personal: ClassVar[frozenset[str]] = frozenset()
    impersonal: ClassVar[frozenset[str]] = frozenset(
        {
        "id", "practice", "complaint", "measure", "holder", "permits", "reference", "starts_on", "ends_on",
        "recorded_at", "recorded_by",
    }
    )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.measure} by {self.holder}"

    @property
    def audit_subject(self) -> Subject:
        """What a log line about this right says."""
        return Subject("right", str(self.id))

    def holds(self, today: date) -> bool:
        """Whether it counts today."""
        return self.starts_on <= today and (self.ends_on is None or today <= self.ends_on)


class SwitchQuerySet(models.QuerySet["Switch"]):
    """Finding switches through their owner."""

    def of_practice(self, practice: Practice) -> "SwitchQuerySet":
        """Those that this practice moved."""
        return self.filter(practice=practice)


class Switch(models.Model):
    """Whether a practice asks an instrument. Without a row: as the pathway has it at first."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    complaint = models.CharField(max_length=60)
    measure = models.CharField(max_length=60)
    is_on = models.BooleanField()
    changed_at = models.DateTimeField(default=clock.now)

    objects = SwitchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "complaint", "measure"], name="one_switch_per_measure")
        ]

    personal: ClassVar[frozenset[str]] = frozenset()
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice", "complaint", "measure", "is_on", "changed_at"})

    def __str__(self) -> str:
        return f"{self.measure} {'on' if self.is_on else 'off'}"
