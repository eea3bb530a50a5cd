"""Letters as they were made and sent: the exact bytes, sealed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ruggespraak import clock, keys
from ruggespraak.audit.actor import Subject
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.ids import uuid7
from ruggespraak.people.models import Practice, User


class Way(models.TextChoices):
    """How a letter reached the GP. Ordinary e-mail is not a way."""

    SECURE_MAIL = "secure_mail", _("Secure mail of the practice")
    POST = "post", _("By post")
    HANDED_OVER = "handed_over", _("Handed to the client")


class LetterQuerySet(models.QuerySet["Letter"]):
    """Finding letters through their owner."""

    def of_practice(self, practice: Practice) -> "LetterQuerySet":
        """Letters of this practice; of another they do not exist."""
        return self.filter(practice=practice).select_related("entry", "episode__patient", "episode__dossier")

    def of_episode(self, episode: Episode) -> "LetterQuerySet":
        """Letters about one complaint, newest first."""
        return self.filter(episode=episode).order_by("-made_at")


class Letter(models.Model):
    """The PDF made from one signed `letter_gp` entry, kept byte for byte, and how it was sent."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="letters")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="letters")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="letter")
    sealed = models.BinaryField()
    digest = models.CharField(max_length=64)
    recipient = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=clock.now)
    way = models.CharField(max_length=20, choices=Way, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(way="", sent_at=None) | ~models.Q(way="") & models.Q(sent_at__isnull=False),
                name="letter_sent_with_way",
            )
        ]

    personal: ClassVar[frozenset[str]] = frozenset({"sealed", "recipient", "made_at", "sent_at", "way"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice", "episode", "entry", "digest", "sent_by"})

    def __str__(self) -> str:
        return f"{self.recipient} {self.made_at:%Y-%m-%d}"

    @property
    def pdf(self) -> bytes:
        """The bytes as they were made."""
        return keys.unseal(self.sealed, key=self.episode.dossier.key, place=place_of(self))

    @property
    def audit_subject(self) -> Subject:
        """What a log line about this letter says."""
        return Subject("letter", str(self.id), self.episode.patient.handle, "health")


def place_of(letter: Letter) -> str:
    """Where the sealed bytes belong; bound into the seal."""
    return f"letter:{letter.id}"
