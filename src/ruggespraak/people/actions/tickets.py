"""Secret links: issued for one purpose, used by whoever has them, ended at any moment."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from ruggespraak import clock
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor
from ruggespraak.audit.models import Action
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.people import secrets as way_in
from ruggespraak.people.models import BEARER, Patient, PatientAccount, Ticket, User

SEEN_AGAIN_AFTER = timedelta(hours=1)
"""A calendar program asks for its feed every few minutes: the log has one line an hour, which says as much."""


def check_issue_ticket(patient: Patient, holder: User, *, by: Actor) -> None:
    """Only for somebody who has a way into this record: the link is never more than they have themselves."""
    if by.practice_id != patient.practice_id:
        raise NotAllowed(_("This record belongs to another practice."))
    if not PatientAccount.objects.of_user(holder.id).filter(patient=patient).exists():
        raise NotPossible(_("This person has no account for this record."))


def issue_ticket(
    patient: Patient,
    purpose: str,
    *,
    holder: User,
    by: Actor,
    about: UUID | None = None,
    lasts: timedelta | None = None,
) -> str:
    """A new secret for an address, readable once. Without `lasts` it holds until it is ended."""
    check_issue_ticket(patient, holder, by=by)
    token = way_in.new_token()
    ticket = Ticket(practice_id=patient.practice_id, patient=patient, holder=holder, purpose=purpose, about=about)
    ticket.token_hash = way_in.token_hash(token)
    ticket.expires_at = clock.now() + lasts if lasts else None
    with audit.event("ticket.issued", by=by, on=ticket.audit_subject, action=Action.CREATE) as details:
        details.fields = {"purpose": purpose}
        ticket.save(force_insert=True)
    return token


def valid_ticket(token: str, purpose: str) -> Ticket | None:
    """The ticket of this secret, while it holds and its holder still has a way into the record themselves."""
    tickets = Ticket.objects.valid().select_related("practice", "patient", "holder")
    found = tickets.filter(token_hash=way_in.token_hash(token), purpose=purpose).first()
    if found and PatientAccount.objects.of_user(found.holder_id).filter(patient_id=found.patient_id).exists():
        return found
    return None


def check_use_ticket(ticket: Ticket, *, by: Actor) -> None:
    """By its bearer, who is let in by this very ticket and nothing else."""
    if by.role != BEARER or by.practice_id != ticket.practice_id:
        raise NotAllowed(_("This link opens nothing here."))


def use_ticket(ticket: Ticket, *, by: Actor, screen: str = "") -> None:
    """Log that somebody came in by this link; within the hour once."""
    check_use_ticket(ticket, by=by)
    now = clock.now()
    if ticket.used_at and now - ticket.used_at < SEEN_AGAIN_AFTER:
        return
    with audit.event("ticket.used", by=by, on=ticket.audit_subject, action=Action.READ) as details:
        details.fields = {"purpose": ticket.purpose, "screen": screen}
        Ticket.objects.filter(pk=ticket.pk).update(used_at=now)


def check_end_tickets(patient: Patient, *, by: Actor) -> None:
    """Whoever is in this practice or has the record; less access is never refused to them."""
    if by.practice_id != patient.practice_id:
        raise NotAllowed(_("This record belongs to another practice."))


def end_tickets(patient: Patient, purpose: str, *, by: Actor, holder: User | None = None) -> int:
    """End all links of this purpose about this patient (those of one holder, if given); how many there were."""
    check_end_tickets(patient, by=by)
    open_ones = Ticket.objects.of_patient(patient).filter(purpose=purpose, ended_at=None)
    open_ones = open_ones.filter(holder=holder) if holder else open_ones
    if not open_ones.exists():
        return 0
    by = replace(by, practice_id=patient.practice_id)
    with audit.event("ticket.ended", by=by, on=patient.audit_subject) as details:
        count = open_ones.update(ended_at=clock.now())
        details.fields = {"purpose": purpose, "count": count}
    return count
