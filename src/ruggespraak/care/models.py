"""Where each episode stands: a copy of what its entries say, kept for lists and sealed like they are."""

from typing import ClassVar

from django.db import models

from ruggespraak import clock, keys
from ruggespraak.dossier.models import Episode
from ruggespraak.ids import uuid7
from ruggespraak.people.models import Practice


class Standing(models.Model):
    """The course of one episode up to an entry. It can be thrown away: `standing.rebuild` makes it again.

    What it says is health data, so it is sealed with the dossier's own key and goes when that key goes.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    episode = models.OneToOneField(Episode, on_delete=models.CASCADE, related_name="standing")
    upto = models.PositiveBigIntegerField(default=0)
    """The number of the last entry that counted; a higher one in the record means: make it again."""
    shape = models.CharField(max_length=16)
    """The fields of a course in the software that wrote this; in another version of it: make it again."""
    sealed = models.BinaryField()
    changed_at = models.DateTimeField(default=clock.now)

    personal: ClassVar[frozenset[str]] = frozenset({"episode", "sealed", "upto", "changed_at"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice", "shape"})

    def __str__(self) -> str:
        return f"{self.episode_id} up to {self.upto}"

    def seal(self, words: str) -> None:
        """Keep these words, readable only with the dossier's key."""
        self.sealed = keys.seal(words.encode(), key=self.episode.dossier.key, place=self._place)

    def unseal(self) -> str:
        """The words that `seal` kept."""
        return keys.unseal(self.sealed, key=self.episode.dossier.key, place=self._place).decode()

    @property
    def _place(self) -> str:
        return f"standing:{self.episode_id}"
