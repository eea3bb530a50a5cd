"""The way in for a patient, or for who acts for one: invited, and let in by two secrets."""

import hmac
from dataclasses import dataclass, replace
from datetime import date

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from ruggespraak import clock
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor
from ruggespraak.audit.models import Action
from ruggespraak.errors import NotPossible
from ruggespraak.people import secrets as way_in
from ruggespraak.people.mandates import HAS_A_SAY, Capacity, Mandate
from ruggespraak.people.models import Invitation, Membership, Patient, PatientAccount, Relation, User
from ruggespraak.people.permissions import Permission, check_may
from ruggespraak.post.actions import send


@dataclass(frozen=True)
class Invited:
    """An invitation and the code to hand over: shown once, kept nowhere."""

    invitation: Invitation
    code: str
    link: str


def check_invite(patient: Patient, *, by: Actor) -> None:
    """Who may invite; the link needs an address to go to. A child below twelve has no account: a parent acts."""
    check_may(by, Permission.INVITE_PATIENT)
    if patient.age < HAS_A_SAY:
        raise NotPossible(_("Below twelve a child has no account of their own. Let in a parent or guardian."))
    if not patient.email:
        raise NotPossible(_("Add an e-mail address first. The invitation goes there."))


def invite(patient: Patient, *, by: Actor) -> Invited:
    """A new invitation: the link goes by mail, the code is handed over. Earlier ones no longer work."""
    check_invite(patient, by=by)
    with audit.event("patient.invited", by=by, on=patient.audit_subject, action=Action.CREATE) as details:
        invited = new_invitation(patient, by=by)
        details.fields = {"invitation": str(invited.invitation.id)}
        _tell_patient(patient, "invitation", by=by, link=invited.link)
    return invited


def new_invitation(patient: Patient, *, by: Actor, mandate: Mandate | None = None) -> Invited:
    """Both secrets, inside the event of who invites; earlier ones for the same person no longer work."""
    secrets = way_in.new_secrets()
    Invitation.objects.open().filter(patient=patient, mandate=mandate).update(tries_left=0)
    invitation = Invitation.objects.create(
        practice=patient.practice,
        patient=patient,
        mandate=mandate,
        token_hash=way_in.token_hash(secrets.token),
        code_hash=way_in.code_hash(secrets.code, token=secrets.token, practice_id=patient.practice_id),
        tries_left=way_in.TRIES,
        expires_at=clock.now() + way_in.LASTS,
        invited_by=User.objects.get(pk=str(by.user_id)),
    )
    with override(patient.language):
        link = settings.ADDRESS + reverse("people:invitation", kwargs={"token": secrets.token})
    return Invited(invitation, secrets.code, link)


def is_for_representative(token: str) -> bool:
    """Whether this link is for somebody who will act for a client: they are asked no date of birth."""
    return Invitation.objects.filter(token_hash=way_in.token_hash(token), mandate__isnull=False).exists()


def check_accept_invitation(invitation: Invitation, *, user: User | None) -> None:
    """Not into the account of staff, nor, without being logged in, into one that someone else may be using.

    A representative comes in on the address that was written to, and has no other way into the same record.
    """
    patient, mandate = invitation.patient, invitation.mandate
    if user is not None and Membership.objects.of_user(user.id) is not None:
        raise NotPossible(_("You are logged in as staff. Log out first, so that the client can use this link."))
    known = User.objects.known_as(mandate.email if mandate else patient.email)
    if user is None and not _may_start_anew(known, invitation):
        raise NotPossible(_("You have an account at this address already. Log in first, then open the link once more."))
    if mandate and user is not None and user != known:
        raise NotPossible(_("This invitation went to another address than that of your account. Log out first."))
    others = PatientAccount.objects.filter(patient=patient, user=user or known, ended_at=None)
    if user or known:
        clash = others.in_force() if mandate else others.exclude(relation=Relation.SELF)
        if clash.exists():
            raise NotPossible(_("This account opens this record already."))


def accept_invitation(
    token: str, *, by: Actor, code: str, born_on: date | None = None, user: User | None = None
) -> PatientAccount | None:
    """Whoever has the link and the code, and a client the date of birth, gets an account for this record.

    Five tries in all; None for every kind of wrong: nothing can be learned by trying. `user` is the account that is
    logged in, if any. Else an account is made; or, for whoever lost the way into theirs, emptied of its old password
    and passkeys.
    """
    invitation = _spend_try(token)
    if invitation is None:
        return None
    by = _as_invited(by, invitation)
    if not _secrets_match(invitation, token, born_on=born_on, code=code):
        audit.refusal("invitation.refused", by=by, on=invitation.audit_subject)
        return None
    check_accept_invitation(invitation, user=user)
    with audit.event("invitation.accepted", by=by, on=invitation.audit_subject) as details:
        account = _bind(invitation, user or _fresh_user(invitation))
        invitation.used_at = clock.now()
        invitation.save(update_fields=["used_at"])
        details.fields = {"account": str(account.id)}
        if invitation.patient.email:
            _tell_patient(invitation.patient, "representative_in" if invitation.mandate else "account_bound", by=by)
        _tell_inviter(invitation, by=by)
    return account


def wrong_combination() -> str:
    """The one sentence for every kind of wrong."""
    return _(
        "This does not fit together, or the invitation no longer works. "
        "Look at the date and the code again, or ask the practice for a new one."
    )


def _spend_try(token: str) -> Invitation | None:
    """One try less, for good, before anything is compared: also when many are made at the same moment.

    An unknown token leaves no line: an outsider must not be able to fill the log.
    """
    token_hash = way_in.token_hash(token)
    if not Invitation.objects.open().filter(token_hash=token_hash).update(tries_left=F("tries_left") - 1):
        return None
    found = Invitation.objects.select_related("practice", "patient", "invited_by", "mandate__patient")
    invitation = found.get(token_hash=token_hash)
    return invitation if invitation.mandate is None or invitation.mandate.holds else None


def _as_invited(by: Actor, invitation: Invitation) -> Actor:
    """Whoever came with the link: the client, or who will act for them; nobody yet by name."""
    mandate = invitation.mandate
    role = Relation.REPRESENTATIVE if mandate else Relation.SELF
    name = Capacity(mandate.capacity).as_name if mandate else by.name
    return replace(by, role=role.value, name=name, practice_id=invitation.practice_id, basis="invitation")


def _secrets_match(invitation: Invitation, token: str, *, born_on: date | None, code: str) -> bool:
    code_hash = way_in.code_hash(code, token=token, practice_id=invitation.practice_id)
    is_code = hmac.compare_digest(code_hash, invitation.code_hash)
    return is_code and (invitation.mandate is not None or born_on == invitation.patient.born_on)


def _may_start_anew(known: User | None, invitation: Invitation) -> bool:
    """Whether the account at this address is new, or opens nothing but this record in this quality; never of staff."""
    if known is None:
        return True
    relation = Relation.REPRESENTATIVE if invitation.mandate else Relation.SELF
    others = PatientAccount.objects.of_user(known.id).exclude(patient=invitation.patient, relation=relation)
    return Membership.objects.of_user(known.id) is None and not others.exists()


def _fresh_user(invitation: Invitation) -> User:
    patient, mandate = invitation.patient, invitation.mandate
    email, name = (mandate.email, mandate.name) if mandate else (patient.email, patient.name)
    known = User.objects.known_as(email)
    if known is None:
        return User.objects.new(email, name, language=patient.language)
    Authenticator.objects.filter(user=known).delete()
    known.set_unusable_password()  # which also ends the sessions that are open
    known.save()
    return known


def _bind(invitation: Invitation, user: User) -> PatientAccount:
    """One account per record for the patient in person: an earlier one, of an old address, ends."""
    patient, mandate = invitation.patient, invitation.mandate
    if mandate is not None:
        return _bind_representative(patient, mandate, user)
    own = PatientAccount.objects.filter(patient=patient, relation=Relation.SELF, ended_at=None)
    own.exclude(user=user).update(ended_at=clock.now())
    account, _is_new = own.get_or_create(user=user, defaults={"practice": patient.practice, "patient": patient})
    return account


def _bind_representative(patient: Patient, mandate: Mandate, user: User) -> PatientAccount:
    """A mandate that is past left its account open in the table: it closes before the new one opens."""
    PatientAccount.objects.filter(patient=patient, user=user, ended_at=None).update(ended_at=clock.now())
    return PatientAccount.objects.create(
        practice=patient.practice, patient=patient, user=user, relation=Relation.REPRESENTATIVE, mandate=mandate
    )


def _tell_patient(patient: Patient, template: str, *, by: Actor, **context: str) -> None:
    send(
        patient.practice,
        to=patient.email,
        template=template,
        context={"name": patient.given_name, **context},
        language=patient.language,
        by=by,
    )


def _tell_inviter(invitation: Invitation, *, by: Actor) -> None:
    inviter = invitation.invited_by
    send(
        invitation.practice,
        to=inviter.email,
        template="invitation_used",
        context={"name": inviter.name},
        language=inviter.language,
        by=by,
    )
