"""Pages of exercises behind the desk: prescribe them, stop them, print them for the client."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ruggespraak.dossier.actions import DraftConflict, draft_of, drop_aside, drop_draft
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.errors import why_not
from ruggespraak.exercises import actions
from ruggespraak.exercises.prescribing import Reply, aside_in, keep, opened, prescribing, reply_of
from ruggespraak.exercises.prescription import FORM, prescription_now
from ruggespraak.exercises.programmes import starter_at
from ruggespraak.people.access import StaffRequest, once, staff
from ruggespraak.people.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@staff(may=Permission.SIGN_ENTRY, load=Episode)
@once
def prescribe(request: StaffRequest, episode: Episode) -> HttpResponse:
    """Exercises with their dose; what was prescribed before, a proposed step or a programme stands in it already."""
    if request.method != "POST":
        starter = starter_at(request.GET.get("programme", ""), pathway(episode.complaint))
        draft = draft_of(episode, FORM)
        aside = aside_in(episode, request.GET.get("aside", ""))
        answers = aside or (starter.answers if starter else opened(episode, request.GET.get("proposal", ""), draft))
        context = prescribing(episode, answers, by=request.actor, starter=starter, draft=draft)
        return render(request, "exercises/prescribe.html", context)
    reply = reply_of(dict(request.POST.lists()), episode)
    if reply.is_pressed or reply.problems:
        return _again(request, episode, reply, status=200 if reply.is_pressed else 422)
    if refusal := why_not(actions.check_prescribe, episode, reply.answers, by=request.actor):
        return _again(request, episode, reply, sentence=refusal, status=409)
    actions.prescribe(episode, reply.answers, by=request.actor)
    messages.success(request, _("Signed. The client sees these exercises now."))
    return redirect("desk:episode", episode_id=episode.pk)


@require_POST
@staff(may=Permission.SIGN_ENTRY, load=Episode)
def draft(request: StaffRequest, episode: Episode) -> HttpResponse:
    """Kept while one types; or thrown away, and then what is prescribed now stands in the form again."""
    if request.POST.get("act") == "drop":
        drop_draft(episode, FORM, by=request.actor)
        return redirect("exercises:prescribe", episode_id=episode.pk)
    if aside := request.POST.get("drop-aside"):
        drop_aside(episode, FORM, UUID(aside), by=request.actor)
        return redirect("exercises:prescribe", episode_id=episode.pk)
    kept = keep(episode, reply_of(dict(request.POST.lists()), episode), by=request.actor)
    is_second = isinstance(kept, DraftConflict)
    context = {"draft": None if is_second else kept, "episode": episode}
    return render(request, "exercises/_saved.html", context, status=409 if is_second else 200)


def _again(
    request: StaffRequest, episode: Episode, reply: Reply, *, sentence: str = "", status: int = 200
) -> HttpResponse:
    context = prescribing(episode, reply.answers, by=request.actor, reply=reply, sentence=sentence)
    return render(request, "exercises/prescribe.html", context, status=status)


@require_POST
@staff(may=Permission.SIGN_ENTRY, load=Episode)
@once
def stop(request: StaffRequest, episode: Episode) -> HttpResponse:
    """All exercises stop, with the reason."""
    reason = request.POST.get("reason", "")
    if refusal := why_not(actions.check_stop, episode, reason, by=request.actor):
        context = prescribing(episode, opened(episode, ""), by=request.actor, sentence=refusal)
        return render(request, "exercises/prescribe.html", {**context, "reason": reason}, status=422)
    actions.stop(episode, reason, by=request.actor)
    messages.success(request, _("The exercises have stopped. The client no longer sees them."))
    return redirect("desk:episode", episode_id=episode.pk)


@require_safe
@staff(may=Permission.READ_DOSSIER, load=Episode)
def paper(request: StaffRequest, episode: Episode) -> HttpResponse:
    """The exercises on paper, in the client's language, with the codes that stand on screen too."""
    prescription = prescription_now(episode)
    if prescription is None:
        raise Http404
    context = {"prescription": prescription, "patient": episode.patient, "practice": request.practice}
    with translation.override(episode.patient.language):
        return render(request, "exercises/paper.html", {**context, "episode": episode})
