"""What the client does with the record as a whole."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor
from ruggespraak.audit.models import Action
from ruggespraak.errors import NotAllowed
from ruggespraak.people.models import Patient
from ruggespraak.people.permissions import Permission, check_may
from ruggespraak.portal.record_file import record_file
from ruggespraak.portal.record_paper import record_paper


class Kind(StrEnum):
    """The two ways in which a record can be taken along."""

    PAPER = "pdf"
    FILE = "json"


@dataclass(frozen=True)
class Copy:
    """A copy of a record, with a name that says nothing about whose it is or what it is about."""

    content: bytes
    digest: str
    name: str


def check_take_along(patient: Patient, *, by: Actor) -> None:
    """Who may read the record may have a copy of it."""
    check_may(by, Permission.READ_OWN_DOSSIER)
    if by.practice_id != patient.practice_id:
        raise NotAllowed(_("This record belongs to another practice."))


def take_along(patient: Patient, kind: Kind, *, by: Actor) -> Copy:
    """The whole record, to keep. The log remembers the digest, so that a copy can be recognised later."""
    check_take_along(patient, by=by)
    content = record_paper(patient) if kind is Kind.PAPER else record_file(patient, by.user_id or UUID(int=0))
    digest = hashlib.sha256(content).hexdigest()
    with audit.event("record.downloaded", by=by, on=patient.audit_subject, action=Action.READ) as details:
        details.fields = {"kind": kind.value, "digest": digest}
    return Copy(content, digest, f"kopie-{timezone.localdate():%Y-%m-%d}-{digest[:6]}.{kind}")
