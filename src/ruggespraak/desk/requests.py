"""Requests for an appointment, as the desk deals with them."""

from collections.abc import Sequence
from dataclasses import dataclass

from ruggespraak.agenda.actions import register_from, take_up
from ruggespraak.agenda.models import Request, State
from ruggespraak.audit.actor import Actor
from ruggespraak.care.actions import begin, receive
from ruggespraak.care.sheet import rung_for_staff
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import Reading
from ruggespraak.language import language
from ruggespraak.mode import advises
from ruggespraak.people.models import Patient, Practice, User
from ruggespraak.people.permissions import Permission, may
from ruggespraak.ui.levels import Rung

COMPLAINT = "low_back_pain"


@dataclass(frozen=True)
class Waiting:
    """A request that waits, with the level of what was shared, where levels are computed."""

    request: Request
    rung: Rung | None


def waiting(practice: Practice) -> list[Waiting]:
    """The requests that wait, most urgent first."""
    return [shown(request) for request in Request.objects.of_practice(practice).is_open().in_order()]


def shown(request: Request) -> Waiting:
    """One request with its level; none in mode `inform`."""
    if not advises() or not request.level:
        return Waiting(request, None)
    return Waiting(request, rung_for_staff(pathway(COMPLAINT), request.level, language()))


def settle(request: Request, patient: Patient, episode: Episode | None, *, by: Actor) -> None:
    """The request led to this client; what they shared goes into the episode when the therapist opened one."""
    register_from(request, patient, by=by)
    if episode and may(by, Permission.SIGN_ENTRY):
        take_in(request, episode, by=by)


def begin_again(request: Request, complaint: str, therapist: User, *, by: Actor) -> Episode:
    """New care for a client who asked for it: an episode of its own, with what they told as its first entry.

    The finished episode stays as it was. When somebody began new care already, by telephone, it goes on in that.
    """
    assert request.client is not None
    running = request.client.episodes.is_open().filter(complaint=complaint).first()
    take_up(request, by=by)
    episode = running or begin(request.client, complaint, therapist, by=by)
    if may(by, Permission.SIGN_ENTRY):
        take_in(request, episode, by=by)
    return episode


def take_in(request: Request, episode: Episode, *, by: Actor) -> Entry | None:
    """The shared answers as an entry of the episode; None when nothing was shared."""
    answers = request.shared_answers
    if answers is None:
        return None
    return receive(episode, request.form, answers, said_at=request.asked_at, source=f"request:{request.id}", by=by)


def not_taken_in(episode: Episode, readings: Sequence[Reading]) -> Request | None:
    """A request of this client with shared answers that are in no entry yet."""
    taken = {reading.also.get("source") for reading in readings}
    shared = Request.objects.of_practice(episode.practice).filter(
        patient=episode.patient, state=State.REGISTERED, pack__isnull=False
    )
    return next((request for request in shared if f"request:{request.id}" not in taken), None)
