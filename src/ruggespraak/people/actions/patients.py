"""Patients: who they are and how to reach them."""

from datetime import date

from django.utils.translation import gettext as _

from ruggespraak import clock, keys
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor
from ruggespraak.audit.models import Action
from ruggespraak.errors import NotPossible
from ruggespraak.people import bsn as citizen_number
from ruggespraak.people.actions.treatment import begin_treatment
from ruggespraak.people.models import Patient, Practice, User
from ruggespraak.people.permissions import Permission, check_may
from ruggespraak.post.actions import send

CHANGEABLE = frozenset(
    {
        "given_name", "initials", "family_name", "born_on", "sex", "email", "phone", "street", "postcode", "city",
        "language", "gp_name", "gp_practice", "gp_phone",
    }
)  # fmt: skip
"""The details of a patient that registering gives and a change may change; the BSN has an action of its own."""


def check_register_patient(
    practice: Practice, *, by: Actor, given_name: str, family_name: str, born_on: date, is_someone_else: bool = False
) -> None:
    """Who may register; born in the past; not registered already, unless someone says this is another person."""
    check_may(by, Permission.REGISTER_PATIENT)
    _check_birth(born_on)
    twin = Patient.objects.of_practice(practice).filter(
        given_name__iexact=given_name, family_name__iexact=family_name, born_on=born_on
    )
    if not is_someone_else and twin.exists():
        raise NotPossible(_("A client with this name and date of birth is registered already."))


def register_patient(
    practice: Practice,
    *,
    by: Actor,
    given_name: str,
    family_name: str,
    born_on: date,
    sex: str,
    therapist: User | None = None,
    is_someone_else: bool = False,
    **details: str,
) -> Patient:
    """A person becomes known to the practice; with a therapist, treatment begins.

    `details` are the rest of `CHANGEABLE`; `is_someone_else` registers a second person of the same name and birthday.
    """
    check_register_patient(
        practice,
        by=by,
        given_name=given_name,
        family_name=family_name,
        born_on=born_on,
        is_someone_else=is_someone_else,
    )
    _check_names(details)
    patient = Patient(
        practice=practice, given_name=given_name, family_name=family_name, born_on=born_on, sex=sex, **details
    )
    with audit.event("patient.registered", by=by, on=patient.audit_subject, action=Action.CREATE):
        patient.save(force_insert=True)
        if therapist is not None:
            begin_treatment(patient, therapist, by=by)
    return patient


def check_change_patient(patient: Patient, *, by: Actor, born_on: date | None = None) -> None:
    """Who may change a patient's details; nobody is born in the future."""
    check_may(by, Permission.REGISTER_PATIENT)
    _check_birth(born_on or patient.born_on)


def change_patient(patient: Patient, *, by: Actor, **details: str | date) -> None:
    """Other details (of `CHANGEABLE`). The log keeps which, not what. A changed mail address is told to the old one."""
    born_on = details.get("born_on")
    check_change_patient(patient, by=by, born_on=born_on if isinstance(born_on, date) else None)
    _check_names(details)
    changed = sorted(name for name, value in details.items() if getattr(patient, name) != value)
    if not changed:
        return
    with audit.event("patient.changed", by=by, on=patient.audit_subject) as event:
        event.fields = {"changed": changed}
        old_email = patient.email
        for name in changed:
            setattr(patient, name, details[name])
        patient.save()
        if "email" in changed and old_email:
            send(
                patient.practice,
                to=old_email,
                template="address_changed",
                context={"name": patient.given_name},
                language=patient.language,
                by=by,
            )


def check_set_bsn(patient: Patient, bsn: str, *, by: Actor) -> None:
    """Who may record a BSN; whether it passes the eleven-proof; whether nobody else here has it."""
    check_may(by, Permission.RECORD_BSN)
    if not citizen_number.is_bsn(bsn):
        raise NotPossible(_("This is not a valid citizen service number. Check the digits."))
    same = Patient.objects.of_practice(patient.practice).filter(bsn_fingerprint=_fingerprint(patient, bsn))
    if same.exclude(pk=patient.pk).exists():
        raise NotPossible(_("Another client of this practice is registered with this citizen service number."))


def set_bsn(patient: Patient, bsn: str, *, by: Actor) -> None:
    """Record the citizen service number: sealed, with a keyed fingerprint to find it again."""
    bsn = citizen_number.normalised(bsn)
    check_set_bsn(patient, bsn, by=by)
    with audit.event("patient.identified", by=by, on=patient.audit_subject) as details:
        details.fields = {"changed": ["bsn"]}
        key = keys.practice_key(patient.practice_id)
        patient.bsn_sealed = keys.seal(bsn.encode(), key=key, place=f"patient.bsn:{patient.id}")
        patient.bsn_fingerprint = _fingerprint(patient, bsn)
        patient.save()


def _fingerprint(patient: Patient, bsn: str) -> str:
    return keys.fingerprint(f"bsn:{bsn}", practice_id=patient.practice_id)


def _check_birth(born_on: date) -> None:
    if born_on > clock.today():
        raise NotPossible(_("The date of birth is in the future."))


def _check_names(details: dict[str, str] | dict[str, str | date]) -> None:
    if unknown := sorted(set(details) - CHANGEABLE):
        raise TypeError(f"A patient has no such details: {', '.join(unknown)}")
