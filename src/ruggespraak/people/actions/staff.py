"""Practices, and who works for them."""

from dataclasses import replace

from django.utils.translation import gettext as _

from ruggespraak import clock
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor, Subject
from ruggespraak.audit.models import Action
from ruggespraak.errors import NotPossible
from ruggespraak.people.models import Membership, Practice, Role, TreatmentRelation, User
from ruggespraak.people.permissions import Permission, check_may


def found_practice(*, by: Actor, name: str, slug: str, **details: str) -> Practice:
    """A new practice, still without people. `details`: street, postcode, city, phone, email, agb …"""
    check_may(by, Permission.FOUND_PRACTICE)
    practice = Practice(name=name, slug=slug, **details)
    by = replace(by, practice_id=practice.id)
    with audit.event("practice.founded", by=by, on=Subject("practice", str(practice.id)), action=Action.CREATE):
        practice.save(force_insert=True)
    return practice


def check_hire(practice: Practice, email: str, *, by: Actor) -> None:
    """Who may hire, and whether this person is not at work here already."""
    check_may(by, Permission.MANAGE_STAFF)
    if Membership.objects.of_practice(practice).active().filter(user__email__iexact=email).exists():
        raise NotPossible(_("This person already works for the practice."))


def hire(
    practice: Practice,
    *,
    by: Actor,
    email: str,
    name: str,
    role: Role,
    password: str | None = None,
    big: str = "",
    agb: str = "",
    phone: str = "",
) -> Membership:
    """Someone works for the practice from now on. The password is a first one, handed over in person."""
    check_hire(practice, email, by=by)
    by = replace(by, practice_id=practice.id)
    with audit.event("staff.hired", by=by, on=Subject("membership"), action=Action.CREATE) as details:
        user = User.objects.known_as(email) or User.objects.new(email, name, password=password)
        membership, _is_new = Membership.objects.update_or_create(
            practice=practice,
            user=user,
            defaults={"role": role, "big": big, "agb": agb, "phone": phone, "is_active": True},
        )
        details.subject = membership.audit_subject
        details.fields = {"role": str(role)}
    return membership


def check_dismiss(membership: Membership, *, by: Actor) -> None:
    """Who may end someone's work; nobody their own, so that a practice is never left without its owner."""
    check_may(by, Permission.MANAGE_STAFF)
    if membership.user_id == by.user_id:
        raise NotPossible(_("You cannot end your own work here. Ask a colleague."))


def dismiss(membership: Membership, *, by: Actor) -> None:
    """Someone no longer works for the practice: from the next request on they reach nothing."""
    check_dismiss(membership, by=by)
    with audit.event("staff.dismissed", by=by, on=membership.audit_subject):
        membership.is_active = False
        membership.save()
        treated = TreatmentRelation.objects.now().filter(practice=membership.practice, therapist=membership.user)
        treated.update(ended_at=clock.now())
