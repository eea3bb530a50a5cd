"""The log: one line for every change and every look, chained per practice (NEN 7513)."""

from typing import ClassVar
from uuid import UUID

from django.db import models

from ruggespraak.audit.chain import End, Link
from ruggespraak.audit.kept import WrittenOnce
from ruggespraak.ids import uuid7

NO_PRACTICE = UUID(int=0)


class Action(models.TextChoices):
    """What was done with the object (NEN 7513 action code)."""

    CREATE = "C"
    READ = "R"
    UPDATE = "U"
    DELETE = "D"
    EXECUTE = "E"


class Outcome(models.TextChoices):
    """Whether it happened."""

    DONE = "done"
    REFUSED = "refused"


class Line(Link):
    """One line of the log. Never changed, never removed; database triggers refuse it.

    Fields follow NEN 7513 (see docs/decisions). The log holds identifiers, never what a record says: the patient is
    named by a handle that loses its meaning when the dossier is destroyed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice_id = models.UUIDField(default=NO_PRACTICE)
    at = models.DateTimeField()

    event = models.CharField(max_length=60)
    action = models.CharField(max_length=1, choices=Action)
    outcome = models.CharField(max_length=10, choices=Outcome)
    purpose = models.CharField(max_length=200, blank=True)
    policy_version = models.CharField(max_length=40, blank=True)

    user_id = models.UUIDField(null=True)
    account_id = models.CharField(max_length=100, blank=True)
    user_name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=40)
    is_initiator = models.BooleanField(default=True)
    responsible_id = models.UUIDField(null=True)
    responsible_role = models.CharField(max_length=40, blank=True)

    channel = models.CharField(max_length=20)
    device_id = models.CharField(max_length=64, blank=True)
    ip = models.CharField(max_length=45, blank=True)

    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64, blank=True)
    patient_handle = models.UUIDField(null=True)
    screen = models.CharField(max_length=100, blank=True)
    fields = models.JSONField(default=dict)

    basis = models.CharField(max_length=40)
    relation_id = models.UUIDField(null=True)
    consent_id = models.UUIDField(null=True)
    category = models.CharField(max_length=40, blank=True)
    lifecycle = models.CharField(max_length=20, blank=True)
    query = models.CharField(max_length=200, blank=True)
    node = models.CharField(max_length=100)
    system_id = models.CharField(max_length=100)
    release = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice_id", "number"], name="line_number_once")]
        indexes = [
            models.Index(fields=["practice_id", "patient_handle", "at"], name="line_of_patient"),
            models.Index(fields=["practice_id", "user_id", "at"], name="line_of_user"),
        ]

    personal: ClassVar[frozenset[str]] = frozenset(
        {"user_id", "account_id", "user_name", "responsible_id", "device_id", "ip", "patient_handle", "purpose"}
    )
    impersonal: ClassVar[frozenset[str]] = Link.impersonal | {
        "id", "practice_id", "at", "event", "action", "outcome", "policy_version", "role", "is_initiator",
        "responsible_role", "channel", "object_type", "object_id", "screen", "fields", "basis", "relation_id",
        "consent_id", "category", "lifecycle", "query", "node", "system_id", "release",
    }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.event}"


class Head(End):
    """The end of a practice's log."""

    practice_id = models.UUIDField(primary_key=True)

    chain = "log"
    impersonal: ClassVar[frozenset[str]] = End.impersonal | {"practice_id"}


class Root(WrittenOnce):
    """One hash for all lines that every practice wrote in about an hour: signed, published, and part of a chain.

    Whoever holds a published root can check any single line against it, without the others (docs/decisions/0027).
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    made_at = models.DateTimeField()
    size = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    signature = models.BinaryField()

    personal: ClassVar[frozenset[str]] = frozenset()
    impersonal: ClassVar[frozenset[str]] = frozenset(
        {"number", "made_at", "size", "root", "previous", "hash", "signature"}
    )

    def __str__(self) -> str:
        return f"{self.number} {self.root[:12]}"

    @property
    def told(self) -> dict[str, object]:
        """What is published and hashed."""
        names = ("number", "made_at", "size", "root", "previous")
        return {name: getattr(self, name) for name in names}

    @property
    def mark(self) -> str:
        """Its short form, for paper."""
        return f"{self.number}-{self.root[:4]}-{self.root[4:8]}".upper()


class Span(WrittenOnce):
    """Which lines of one practice stand under a root: from the first number to the last."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice_id = models.UUIDField()
    root = models.ForeignKey(Root, on_delete=models.PROTECT, related_name="spans")
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice_id", "first"], name="span_begins_once"),
            models.UniqueConstraint(fields=["practice_id", "last"], name="span_ends_once"),
            models.CheckConstraint(condition=models.Q(first__lte=models.F("last")), name="span_is_forward"),
        ]

    personal: ClassVar[frozenset[str]] = frozenset()
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice_id", "root", "first", "last"})

    def __str__(self) -> str:
        return f"{self.practice_id} {self.first} to {self.last}"
