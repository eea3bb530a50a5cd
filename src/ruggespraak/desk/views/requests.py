"""Requests for an appointment: see, decline, begin again, take what was shared into the dossier."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ruggespraak.agenda import actions as agenda
from ruggespraak.agenda.models import Request
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Subject
from ruggespraak.care.actions import Situation
from ruggespraak.desk import registering
from ruggespraak.desk import requests as asked
from ruggespraak.desk.forms import EpisodeForm, therapists_of
from ruggespraak.dossier.models import Episode
from ruggespraak.errors import NotPossible
from ruggespraak.language import language
from ruggespraak.people.access import StaffRequest, once, staff
from ruggespraak.people.permissions import Permission, may


@require_safe
@staff(may=Permission.SEE_REQUESTS)
def requests(request: StaffRequest) -> HttpResponse:
    """Everyone who waits, most urgent first."""
    audit.look("requests.seen", by=request.actor, on=Subject("requests", category="health"), screen="desk:requests")
    return render(request, "desk/requests.html", {"waiting": asked.waiting(request.practice)})


@require_safe
@staff(may=Permission.SEE_REQUESTS, load=Request)
def request(http: StaffRequest, /, request: Request) -> HttpResponse:
    """One request: who, in which words, and what was shared."""
    return _show(http, request)


@require_POST
@staff(may=Permission.ASSIGN_THERAPIST, load=Request)
@once
def begin_again(http: StaffRequest, /, request: Request) -> HttpResponse:
    """New care for a client who was here before."""
    form = EpisodeForm(http.POST, therapists=therapists_of(http.practice))
    if not form.is_valid():
        messages.error(http, _("Choose a complaint and a therapist."))
        return redirect("desk:request", request_id=request.pk)
    therapist = registering.therapist_of(http.practice, form.cleaned_data["therapist"])
    episode = asked.begin_again(request, form.cleaned_data["complaint"], therapist, by=http.actor)
    messages.success(http, _("The new episode is open. It begins with a screening."))
    return registering.onward(episode.patient, episode, by=http.actor)


def _show(http: StaffRequest, request: Request) -> HttpResponse:
    context = {
        "waits": asked.shown(request),
        "told": request.told(language()),
        "may_register": may(http.actor, Permission.REGISTER_PATIENT),
        "may_begin": may(http.actor, Permission.ASSIGN_THERAPIST),
        "may_read": may(http.actor, Permission.READ_DOSSIER),
    }
    if request.said_in:
        therapists = therapists_of(http.practice)
        before = request.said_in.episode
        context |= {"before": before, "form": EpisodeForm(therapists=therapists, initial=_as_before(before))}
    return render(http, "desk/request.html", context)


def _as_before(episode: Episode) -> dict[str, str]:
    return {"complaint": episode.complaint, "therapist": str(episode.therapist_id)}


@require_POST
@staff(may=Permission.SEE_REQUESTS, load=Request)
@once
def decline(http: StaffRequest, /, request: Request) -> HttpResponse:
    """The practice cannot help; the visitor hears so."""
    agenda.decline(request, by=http.actor)
    messages.success(http, _("Declined. The sender gets a message."))
    return redirect("desk:requests")


@require_POST
@staff(may=Permission.SIGN_ENTRY, load=Episode)
@once
def take_in(request: StaffRequest, episode: Episode) -> HttpResponse:
    """What the client shared with their request becomes an entry of this episode."""
    shared = asked.not_taken_in(episode, Situation.of(episode).readings)
    if shared is None:
        raise NotPossible(_("These answers are in the dossier already."))
    asked.take_in(shared, episode, by=request.actor)
    messages.success(request, _("The shared answers are in the dossier."))
    return redirect("desk:episode", episode_id=episode.pk)
