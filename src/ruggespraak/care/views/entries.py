"""A signed entry, and the new one that corrects it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pathways.model import AnswerProblem
from ruggespraak.care import actions, sheet, told
from ruggespraak.care.actions import Situation
from ruggespraak.care.views.forms import form_context
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import Reading
from ruggespraak.language import language
from ruggespraak.people.access import StaffRequest, once, staff
from ruggespraak.people.permissions import Permission
from ruggespraak.ui.faults import Fault


@require_safe
@staff(may=Permission.READ_DOSSIER, load=Episode)
def entry(request: StaffRequest, episode: Episode, entry_id: UUID) -> HttpResponse:
    """What was said, what the rules made of it, and by which text, hash and hand."""
    situation = Situation.of(episode)
    reading = _found(situation, entry_id)
    context = {
        **sheet.head(situation),
        "told": told.entry(situation, reading, language()),
        "refusal": told.why_not_corrected(situation, reading, by=request.actor),
    }
    return render(request, "care/entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(may=Permission.SIGN_ENTRY, load=Episode)
@once
def correct(request: StaffRequest, episode: Episode, entry_id: UUID) -> HttpResponse:
    """The form of an entry once more, with a reason; signing makes a new entry in its place."""
    situation = Situation.of(episode)
    reading = _found(situation, entry_id)
    asked = situation.form(reading.form)
    reason = request.POST.get("reason", "")
    answers, raw, sentence = reading.answers, None, ""
    problems: tuple[AnswerProblem, ...] = ()
    if request.method == "POST":
        reply = sheet.reply_of(dict(request.POST.lists()), asked, language())
        pressed = sheet.after_press(situation, asked, reply, language())
        reply = sheet.reply_of(pressed, asked, language()) if pressed else reply
        answers, raw = reply.answers, reply.raw
        if request.POST.get("act") == "sign":
            problems, sentence = told.problems_at_correcting(situation, reading, reply, reason, by=request.actor)
            if not (problems or sentence):
                actions.correct(episode, reading, answers, by=request.actor, reason=reason)
                messages.success(request, _("Corrected. The old entry stays, with the new one in its place."))
                return redirect("desk:episode", episode_id=episode.pk)
    context = form_context(situation, asked, answers, raw=raw, problems=problems)
    if sentence:
        context["errors"] = (Fault(sentence, "f-reason"), *context["errors"])  # type: ignore[misc]
    context |= {"reading": reading, "reason": reason, "refusal": ""}
    return render(request, "care/correct.html", context, status=422 if problems or sentence else 200)


def _found(situation: Situation, entry_id: UUID) -> Reading:
    for reading in situation.readings:
        if reading.entry.id == entry_id:
            return reading
    raise Http404
