"""What the client does with the record as a whole, and with what is asked at a moment."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pathways.model import Answers
from ruggespraak import clock
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor
from ruggespraak.audit.models import Action
from ruggespraak.care import actions as care
from ruggespraak.care.steps import STEPS
from ruggespraak.dossier.actions import record_entry
from ruggespraak.dossier.models import Entry
from ruggespraak.errors import NotAllowed
from ruggespraak.language import language
from ruggespraak.outcomes import actions as outcomes
from ruggespraak.outcomes.models import Ask
from ruggespraak.people.models import Patient
from ruggespraak.people.permissions import Permission, check_may
from ruggespraak.portal.asked import Asking
from ruggespraak.portal.plan import Receipt
from ruggespraak.portal.receipt import receipt_file
from ruggespraak.portal.receipt_paper import receipt_paper
from ruggespraak.portal.record_file import record_file
from ruggespraak.portal.record_paper import record_paper
from ruggespraak.portal.telling import Telling


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


def take_along(patient: Patient, kind: Kind, *, by: Actor, with_discreet: bool = False) -> Copy:
    """The whole record, to keep. The log remembers the digest, so that a copy can be recognised later.

    On paper, answers that are folded away on the screen only `with_discreet`; the file for computers always holds all.
    """
    check_take_along(patient, by=by)
    content = (
        record_paper(patient, with_discreet=with_discreet)
        if kind is Kind.PAPER
        else record_file(patient, by.user_id or UUID(int=0))
    )
    digest = hashlib.sha256(content).hexdigest()
    with audit.event("record.downloaded", by=by, on=patient.audit_subject, action=Action.READ) as details:
        details.fields = {"kind": kind.value, "digest": digest}
    return Copy(content, digest, f"kopie-{timezone.localdate():%Y-%m-%d}-{digest[:6]}.{kind}")


def check_take_receipt(receipt: Receipt, patient: Patient, *, by: Actor) -> None:
    """Who may read the record may have a receipt of an answer in it."""
    check_take_along(patient, by=by)
    if receipt.page.reading.entry.practice_id != patient.practice_id:
        raise NotAllowed(_("This record belongs to another practice."))


def take_receipt(receipt: Receipt, patient: Patient, kind: Kind, *, check_url: str, by: Actor) -> Copy:
    """The receipt of an answer, to keep and to have checked; the log remembers its digest."""
    check_take_receipt(receipt, patient, by=by)
    if kind is Kind.PAPER:
        content = receipt_paper(receipt, patient, language(), check_url)
    else:
        content = receipt_file(receipt, patient, language())
    digest = hashlib.sha256(content).hexdigest()
    with audit.event("receipt.taken", by=by, on=patient.audit_subject, action=Action.READ) as details:
        details.fields = {"kind": kind.value, "digest": digest}
    return Copy(content, digest, f"bewijs-{timezone.localdate():%Y-%m-%d}-{digest[:6]}.{kind}")


def check_answer_ask(asking: Asking, *, by: Actor) -> None:
    """While it is asked, by whoever may fill in the form."""
    outcomes.check_settle_ask(asking.ask, by=by)


def answer_ask(asking: Asking, answers: Mapping[str, Answers], *, by: Actor) -> Entry:
    """Hand in all that was asked at this moment: an entry for each form, together or not at all.

    Instruments of others are no steps of care: they have no gates, and stand in the record as they are.
    """
    check_answer_ask(asking, by=by)
    episode = asking.ask.episode
    with transaction.atomic():
        entries = [
            (care.sign if form.id in STEPS else record_entry)(episode, form.id, answers[form.id], by=by)
            for form in asking.forms
        ]
        outcomes.settle_ask(asking.ask, entries[0], by=by)
    return entries[0]


def check_tell(telling: Telling, answers: Answers, *, by: Actor) -> None:
    """By the gates of the step."""
    care.check_sign(care.Situation.of(telling.episode), telling.form.id, answers, by=by)


def tell(telling: Telling, answers: Answers, *, by: Actor) -> Entry:
    """Sign what I tell from home, about the visit that it is about. When it was asked, that is answered with it."""
    check_tell(telling, answers, by=by)
    about = (telling.about.entry.id,) if telling.about else ()
    with transaction.atomic():
        entry = care.sign(telling.episode, telling.form.id, answers, by=by, about=about)
        waiting = Ask.objects.of_episode(telling.episode).waiting(clock.today()).filter(form=telling.form.id)
        if ask := waiting.first():
            outcomes.settle_ask(ask, entry, by=by)
    return entry
