"""The log: one line for every change and every look, chained per practice (NEN 7513)."""

import hashlib
import json
from uuid import UUID

from django.db import models

from ruggespraak.ids import uuid7

FORMAT = 1
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


class Line(models.Model):
    """One line of the log. Never changed, never removed; database triggers refuse it.

    Fields follow NEN 7513 (see docs/decisions). The log holds identifiers, never what a record says: the patient is
    named by a handle that loses its meaning when the dossier is destroyed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice_id = models.UUIDField(default=NO_PRACTICE)
    number = models.PositiveBigIntegerField()
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
    ip = models.GenericIPAddressField(null=True)

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

    format = models.PositiveSmallIntegerField(default=FORMAT)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice_id", "number"], name="line_number_once")]
        indexes = [
            models.Index(fields=["practice_id", "patient_handle", "at"], name="line_of_patient"),
            models.Index(fields=["practice_id", "user_id", "at"], name="line_of_user"),
        ]

    personal = {"user_id", "account_id", "user_name", "responsible_id", "device_id", "ip", "patient_handle"}

    def __str__(self) -> str:
        return f"{self.number} {self.event}"

    def compute_hash(self) -> str:
        """SHA-256 over the previous hash and every other column in canonical form."""
        columns = {field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields}
        del columns["hash"]
        columns["at"] = self.at.isoformat()
        return hashlib.sha256(json.dumps(columns, sort_keys=True, default=str).encode()).hexdigest()


class Head(models.Model):
    """The end of a practice's log: how many lines, the hash of the last, signed with the key outside the database."""

    practice_id = models.UUIDField(primary_key=True)
    count = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
    signature = models.BinaryField(default=b"")

    personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.count} {self.hash[:12]}"
