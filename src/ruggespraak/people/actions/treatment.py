"""Who treats whom, and opening a dossier without treating."""

from uuid import UUID

from django.utils.translation import gettext as _

from ruggespraak import clock
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor
from ruggespraak.audit.models import Action
from ruggespraak.errors import NotPossible
from ruggespraak.people.models import Membership, Patient, Role, TreatmentRelation, User
from ruggespraak.people.permissions import Permission, check_may
from ruggespraak.post.actions import send


def check_begin_treatment(patient: Patient, therapist: User, *, by: Actor) -> None:
    """Who may say who treats; the therapist works here as one."""
    check_may(by, Permission.ASSIGN_THERAPIST)
    treating = Membership.objects.of_practice(patient.practice).who_treat()
    if not treating.filter(user=therapist).exists():
        raise NotPossible(_("Only a therapist of this practice can treat this client."))


def begin_treatment(patient: Patient, therapist: User, *, by: Actor) -> TreatmentRelation:
    """The therapist treats the patient from now on, and may open the dossier. Already so: the same relation."""
    check_begin_treatment(patient, therapist, by=by)
    going_on = TreatmentRelation.objects.between(therapist.id, patient.handle)
    if going_on is not None:
        return going_on
    with audit.event("treatment.begun", by=by, on=patient.audit_subject, action=Action.CREATE) as details:
        relation = TreatmentRelation.objects.create(practice=patient.practice, patient=patient, therapist=therapist)
        details.fields = {"relation": str(relation.id), "therapist": str(therapist.id)}
    return relation


def check_end_treatment(relation: TreatmentRelation, *, by: Actor) -> None:
    """Who may say who treats; it has not ended before."""
    check_may(by, Permission.ASSIGN_THERAPIST)
    if relation.ended_at is not None:
        raise NotPossible(_("This treatment has ended already."))


def end_treatment(relation: TreatmentRelation, *, by: Actor) -> None:
    """The therapist no longer treats the patient; opening the dossier needs a reason again."""
    check_end_treatment(relation, by=by)
    with audit.event("treatment.ended", by=by, on=relation.patient.audit_subject) as details:
        details.fields = {"relation": str(relation.id)}
        relation.ended_at = clock.now()
        relation.save()


def state_reason(patient_handle: UUID, purpose: str, *, by: Actor) -> None:
    """Someone who does not treat this patient says why the dossier must be opened. The privacy officer hears it."""
    check_may(by, Permission.READ_DOSSIER)
    patient = Patient.objects.get(practice_id=by.practice_id, handle=patient_handle)
    by = by.with_ground("stand_in", purpose=purpose)
    with audit.event("reason.stated", by=by, on=patient.audit_subject, action=Action.EXECUTE):
        watching = Membership.objects.of_practice(patient.practice).active().filter(role=Role.PRIVACY_OFFICER)
        for membership in watching.select_related("user"):
            send(
                patient.practice,
                to=membership.user.email,
                template="reason_stated",
                context={"name": membership.user.name, "colleague": by.name},
                language=membership.user.language,
                by=by,
            )
