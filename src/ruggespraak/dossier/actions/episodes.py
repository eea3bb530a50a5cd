"""Opening and closing an episode; the dossier and its key are made with the first."""

from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from ruggespraak import clock, keys
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor, Subject
from ruggespraak.audit.models import Action
from ruggespraak.dossier.models import Dossier, Episode
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.people.models import Patient, User
from ruggespraak.people.permissions import Permission, check_may


def check_open_episode(patient: Patient, complaint: str, therapist: User, *, by: Actor) -> None:
    """For a complaint we have a pathway for, with a therapist who works here; one open episode per complaint."""
    check_may(by, Permission.ASSIGN_THERAPIST)
    check_same_practice(patient.practice_id, by=by)
    if not (settings.PACKS / complaint / "pathway.yaml").is_file():
        raise NotPossible(_("There is no pathway for this complaint yet."))
    if not therapist.memberships.filter(practice_id=patient.practice_id, is_active=True).exists():
        raise NotPossible(_("This therapist does not work in this practice."))
    if patient.episodes.is_open().filter(complaint=complaint).exists():
        raise NotPossible(_("There is an open episode for this complaint already."))


def open_episode(patient: Patient, complaint: str, therapist: User, *, by: Actor) -> Episode:
    """A new episode, and with the first one the dossier under a key of its own."""
    subject = Subject("episode", patient_handle=patient.handle, category="health")
    with audit.event("episode.opened", by=by, on=subject, action=Action.CREATE) as details:
        check_open_episode(patient, complaint, therapist, by=by)
        episode = Episode.objects.create(
            practice_id=patient.practice_id,
            patient=patient,
            dossier=_dossier_of(patient),
            therapist=therapist,
            complaint=complaint,
            number=patient.episodes.count() + 1,
            opened_at=clock.now(),
        )
        details.subject = episode.audit_subject
    return episode


def check_close_episode(episode: Episode, *, by: Actor) -> None:
    """Only an open one can be closed."""
    check_may(by, Permission.SIGN_ENTRY)
    check_same_practice(episode.practice_id, by=by)
    if episode.closed_at is not None:
        raise NotPossible(_("This episode is closed already."))


def close_episode(episode: Episode, *, by: Actor) -> Episode:
    """This complaint is done; when it comes back, a new episode begins."""
    with audit.event("episode.closed", by=by, on=episode.audit_subject):
        check_close_episode(episode, by=by)
        episode.closed_at = clock.now()
        episode.save(update_fields=["closed_at"])
    return episode


def check_same_practice(practice_id: UUID, *, by: Actor) -> None:
    """The fence, once more: nobody acts in another practice's record."""
    if by.practice_id != practice_id:
        raise NotAllowed(_("This record belongs to another practice."))


def _dossier_of(patient: Patient) -> Dossier:
    dossier = Dossier.objects.filter(patient=patient).first()
    if dossier is None:
        dossier = Dossier(practice_id=patient.practice_id, patient=patient, wrapped_key=b"")
        dossier.wrapped_key = keys.wrap(keys.new_key(), place=dossier.place)
        dossier.save(force_insert=True)
    return dossier
