"""The outbox: every mail is a row, written in the transaction of its cause."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Protocol
from uuid import UUID

from django.db import models

from ruggespraak import clock, keys
from ruggespraak.audit.actor import Subject
from ruggespraak.ids import uuid7

GIVE_UP_AFTER = 10


class Sender(Protocol):
    """In whose name a mail goes out: a practice, of which `post` knows no more than this."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def email(self) -> str: ...


class MailQuerySet(models.QuerySet["Mail"]):
    """Finding mails."""

    def of_practice(self, practice: Sender) -> "MailQuerySet":
        """Mails of this practice, newest first."""
        return self.filter(practice_id=practice.id).order_by("-written_at", "-id")

    def due(self, now: datetime) -> "MailQuerySet":
        """Mails that must go out now: unsent, not given up, and not in the hands of another deliverer."""
        return self.filter(sent_at=None, tries__lt=GIVE_UP_AFTER, next_try_at__lte=now).order_by("next_try_at", "id")


class Mail(models.Model):
    """One mail to one reader. Its text is sealed, because it may hold a secret link, and emptied once it was sent."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice_id = models.UUIDField()
    key = models.CharField(max_length=100, unique=True, null=True)
    """What this mail is about, when there must be only one: the same key is never written twice."""
    to = models.EmailField()
    template = models.CharField(max_length=60)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    sealed = models.BinaryField(default=b"")
    sealed_headers = models.BinaryField(default=b"")
    written_at = models.DateTimeField(default=clock.now)
    next_try_at = models.DateTimeField(default=clock.now)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["practice_id", "-written_at"], name="mail_of_practice"),
            models.Index(fields=["next_try_at"], condition=models.Q(sent_at=None), name="mail_due"),
        ]

    personal: ClassVar[frozenset[str]] = frozenset({"to", "subject", "sealed", "sealed_headers", "key"})
    impersonal: ClassVar[frozenset[str]] = frozenset(
        {"id", "practice_id", "template", "language", "written_at", "next_try_at", "tries", "sent_at"}
    )

    def __str__(self) -> str:
        return f"{self.template} {self.id}"

    @property
    def text(self) -> str:
        """The body, as long as it is kept."""
        return self._unsealed(self.sealed, "mail") if self.sealed else ""

    @text.setter
    def text(self, body: str) -> None:
        self.sealed = self._sealed(body, "mail") if body else b""

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers beside the usual ones, as long as they are kept: they may hold a secret link too."""
        return json.loads(self._unsealed(self.sealed_headers, "mail_headers")) if self.sealed_headers else {}

    @headers.setter
    def headers(self, headers: Mapping[str, str]) -> None:
        self.sealed_headers = self._sealed(json.dumps(dict(headers)), "mail_headers") if headers else b""

    def _sealed(self, words: str, kind: str) -> bytes:
        return keys.seal(words.encode(), key=keys.practice_key(self.practice_id), place=f"{kind}:{self.id}")

    def _unsealed(self, sealed: bytes | memoryview, kind: str) -> str:
        return keys.unseal(sealed, key=keys.practice_key(self.practice_id), place=f"{kind}:{self.id}").decode()

    @property
    def is_given_up(self) -> bool:
        """Whether the post office refused it too often."""
        return self.sent_at is None and self.tries >= GIVE_UP_AFTER

    @property
    def audit_subject(self) -> Subject:
        """What a log line about this mail says."""
        return Subject("mail", str(self.id))
