"""Who may act for a client: let in by the client or the practice, ended by either or by themselves, at once."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from ruggespraak import clock
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor
from ruggespraak.audit.models import Action
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.people.actions.invitations import Invited, new_invitation
from ruggespraak.people.mandates import DECIDES_ALONE, HAS_A_SAY, Capacity, Ground, Mandate, Scope
from ruggespraak.people.models import OWN_ROLES, Patient, PatientAccount, Ticket, User
from ruggespraak.people.permissions import Permission, check_may, may
from ruggespraak.post.actions import send

BY_CLIENT = (Capacity.AUTHORISED, Capacity.PARTNER, Capacity.FAMILY)
"""What a client says who somebody is; of a parent, guardian or curator the practice sees the proof."""


def check_name_representative(
    patient: Patient,
    *,
    by: Actor,
    email: str,
    capacity: str,
    scope: str,
    ends_on: date | None,
    why_no_end: str = "",
    ground: str = Ground.OWN_PAGES,
    words: str = "",
) -> None:
    """Who may let somebody in; for how long; on what ground; and nobody for themselves."""
    _check_may_name(patient, by=by)
    if (by.role in OWN_ROLES) != (ground == Ground.OWN_PAGES) or ground not in Ground.values:
        raise NotPossible(_("Say on what ground this person may act for the client."))
    if ground != Ground.OWN_PAGES and not words.strip():
        raise NotPossible(_("Write down what you saw or heard: who said it, or which paper you saw."))
    if capacity not in (BY_CLIENT if by.role in OWN_ROLES else Capacity.values) or scope not in Scope.values:
        raise NotPossible(_("Choose who this person is to the client, and what they may do."))
    _check_ages(patient, capacity, ground)
    if ends_on is not None and ends_on < clock.today():
        raise NotPossible(_("The last day lies in the past."))
    if ends_on is None and not why_no_end.strip() and capacity != Capacity.PARENT:
        raise NotPossible(_("Choose a last day, or say why there is none yet."))
    _check_is_someone_else(patient, email)


def name_representative(
    patient: Patient,
    *,
    by: Actor,
    name: str,
    email: str,
    capacity: str,
    scope: str,
    ends_on: date | None,
    why_no_end: str = "",
    ground: str = Ground.OWN_PAGES,
    words: str = "",
) -> Invited:
    """Somebody may act for this client, once they have opened the invitation. The client hears it by mail.

    The link goes to the representative's own address; the code is handed over. `words` is what the practice saw or
    heard of the ground; `why_no_end` is asked when there is no last day.
    """
    terms: dict[str, Any] = {"email": email, "capacity": capacity, "scope": scope, "ends_on": ends_on}
    terms |= {"why_no_end": why_no_end.strip(), "ground": ground, "words": words.strip()}
    check_name_representative(patient, by=by, **terms)
    mandate = Mandate(patient=patient, practice=patient.practice, name=name.strip(), given_by=_user(by), **terms)
    mandate.ends_on = mandate.last_day
    with audit.event("representative.named", by=by, on=mandate.audit_subject, action=Action.CREATE) as details:
        mandate.save(force_insert=True)
        details.fields = _terms(mandate)
        invited = _invite(mandate, by=by)
        _tell_client(mandate, "representative_named", by=by)
    return invited


def check_invite_representative(mandate: Mandate, *, by: Actor) -> None:
    """Again, as long as nobody came in on it."""
    _check_may_name(mandate.patient, by=by)
    if mandate.accepted_at is not None or not mandate.holds:
        raise NotPossible(_("This person needs no invitation any more."))


def invite_representative(mandate: Mandate, *, by: Actor) -> Invited:
    """A new link and a new code for the same mandate; those of before no longer work."""
    check_invite_representative(mandate, by=by)
    with audit.event("representative.invited", by=by, on=mandate.audit_subject, action=Action.CREATE):
        return _invite(mandate, by=by)


def check_end_mandate(mandate: Mandate, *, by: Actor) -> None:
    """The client, the practice, and who acts: each may end it, at once and without a reason."""
    if by.practice_id != mandate.practice_id:
        raise NotAllowed(_("This record belongs to another practice."))
    if not (_is_own(mandate, by) or may(by, Permission.INVITE_PATIENT)):
        check_may(by, Permission.NAME_REPRESENTATIVE)
    if mandate.ended_at is not None:
        raise NotPossible(_("This was ended already."))


def end_mandate(mandate: Mandate, *, by: Actor) -> None:
    """From the next request on this person reaches nothing of this client, by page or by link. Both hear it."""
    check_end_mandate(mandate, by=by)
    now = clock.now()
    with audit.event("representative.ended", by=by, on=mandate.audit_subject) as details:
        details.fields = {"capacity": mandate.capacity, "scope": mandate.scope}
        Mandate.objects.filter(pk=mandate.pk).update(ended_at=now)
        mandate.invitations.update(tries_left=0)
        for account in PatientAccount.objects.filter(mandate=mandate, ended_at=None):
            PatientAccount.objects.filter(pk=account.pk).update(ended_at=now)
            Ticket.objects.filter(patient=mandate.patient, holder=account.user, ended_at=None).update(ended_at=now)
        mandate.ended_at = now
        _tell_representative(mandate, "representative_ended", by=by)
        _tell_client(mandate, "representative_ended_client", by=by)


def _check_may_name(patient: Patient, *, by: Actor) -> None:
    check_may(by, Permission.NAME_REPRESENTATIVE if by.role in OWN_ROLES else Permission.INVITE_PATIENT)
    if by.practice_id != patient.practice_id:
        raise NotAllowed(_("This record belongs to another practice."))


def _check_ages(patient: Patient, capacity: str, ground: str) -> None:
    """BW 7:450 and 7:465: a parent acts until sixteen; a client below twelve authorises nobody."""
    if capacity == Capacity.PARENT and patient.age >= DECIDES_ALONE:
        raise NotPossible(_("From sixteen somebody decides alone. They may authorise a parent in writing."))
    if ground != Ground.LAW and patient.age < HAS_A_SAY:
        raise NotPossible(_("Below twelve it is the law that says who acts for a child."))


def _check_is_someone_else(patient: Patient, email: str) -> None:
    accounts = PatientAccount.objects.in_force().filter(patient=patient, user__email__iexact=email)
    if email.lower() == patient.email.lower() or accounts.own().exists():
        raise NotPossible(_("This is the client's own address. Whoever acts for them needs an address of their own."))
    waiting = Q(account=None, invitations__tries_left__gt=0, invitations__expires_at__gt=clock.now(), ended_at=None)
    if accounts.exists() or Mandate.objects.of_patient(patient).filter(waiting, email__iexact=email).exists():
        raise NotPossible(_("Somebody with this address was let in or invited already. End that first."))


def _terms(mandate: Mandate) -> dict[str, object]:
    """What the log keeps: as what, how far, until when, on what ground; no name and no words."""
    last = mandate.ends_on.isoformat() if mandate.ends_on else None
    return {"capacity": mandate.capacity, "scope": mandate.scope, "ground": mandate.ground, "ends_on": last}


def _user(by: Actor) -> User:
    return User.objects.get(pk=str(by.user_id))


def _is_own(mandate: Mandate, by: Actor) -> bool:
    return PatientAccount.objects.filter(mandate=mandate, user_id=str(by.user_id), ended_at=None).exists()


def _invite(mandate: Mandate, *, by: Actor) -> Invited:
    invited = new_invitation(mandate.patient, mandate=mandate, by=by)
    _tell_representative(mandate, "representative_invited", by=by, link=invited.link)
    return invited


def _tell_representative(mandate: Mandate, template: str, *, by: Actor, link: str = "") -> None:
    patient = mandate.patient
    send(
        patient.practice,
        to=mandate.email,
        template=template,
        context={"name": mandate.name, "link": link},
        language=patient.language,
        by=by,
    )


def _tell_client(mandate: Mandate, template: str, *, by: Actor) -> None:
    """At their own address, if they have one; never who it is: a mailbox may be read by others."""
    patient = mandate.patient
    if patient.email:
        context = {"name": patient.given_name}
        send(patient.practice, to=patient.email, template=template, context=context, language=patient.language, by=by)
