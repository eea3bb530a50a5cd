"""What belongs to the client who is logged in: their complaints, and the line in the log."""

from django.db.models import F
from django.http import Http404

from ruggespraak.audit import actions as audit
from ruggespraak.dossier.models import Episode, EpisodeQuerySet
from ruggespraak.people.access import PatientRequest
from ruggespraak.people.models import Patient


def episodes_of(patient: Patient) -> EpisodeQuerySet:
    """All complaints of this client: what goes on first, then the last one that was closed."""
    ordered = Episode.objects.of_patient(patient).order_by(F("closed_at").desc(nulls_first=True), "-opened_at")
    return ordered.select_related("patient", "dossier", "therapist")


def current_episode(patient: Patient) -> Episode | None:
    """The complaint that goes on, or else the last one; None when nothing was ever opened."""
    return episodes_of(patient).first()


def my_episode(request: PatientRequest) -> Episode:
    """The current complaint; without one there is nothing to show (404)."""
    episode = current_episode(request.patient)
    if episode is None:
        raise Http404
    return episode


def look(request: PatientRequest, episode: Episode | None) -> None:
    """Log that the client looked at this episode on this page."""
    if episode is not None and request.resolver_match:
        screen = request.resolver_match.view_name
        audit.look("episode.seen", by=request.actor, on=episode.audit_subject, screen=screen)
