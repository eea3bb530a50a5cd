"""A signed entry, and the new one that corrects it."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pathways.model import AnswerProblem, Answers
from ruggespraak.care import actions, sheet, told
from ruggespraak.care.actions import Situation
from ruggespraak.care.views.forms import form_context
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import Reading
from ruggespraak.language import language
from ruggespraak.people.access import StaffRequest, once, staff
from ruggespraak.people.permissions import Permission
from ruggespraak.ui.faults import Fault
from ruggespraak.ui.reply import Raw


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
        "may_prescribe": told.may_replace(situation, reading, by=request.actor),
    }
    return render(request, "care/entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(may=Permission.SIGN_ENTRY, load=Episode)
@once
def correct(request: StaffRequest, episode: Episode, entry_id: UUID) -> HttpResponse:
    """The form of an entry once more, with a reason; signing makes a new entry in its place."""
    situation = Situation.of(episode)
    reading = _found(situation, entry_id)
    if request.method != "POST":
        return _correcting(request, situation, reading, reading.answers)
    asked, reason = situation.form(reading.form), request.POST.get("reason", "")
    reply = sheet.reply_of(dict(request.POST.lists()), asked, language())
    pressed = sheet.after_press(situation, asked, reply, language())
    if pressed or request.POST.get("act") != "sign":
        again = sheet.reply_of(pressed or reply.raw, asked, language())
        return _correcting(request, situation, reading, again.answers, raw=again.raw, reason=reason)
    problems, sentence = told.problems_at_correcting(situation, reading, reply, reason, by=request.actor)
    if problems or sentence:
        whole = (Fault(sentence, "f-reason"),) if sentence else ()
        return _correcting(
            request,
            situation,
            reading,
            reply.answers,
            raw=reply.raw,
            reason=reason,
            problems=problems,
            whole=whole,
            status=422,
        )
    actions.correct(episode, reading, reply.answers, by=request.actor, reason=reason)
    messages.success(request, _("Corrected. The old entry stays, with the new one in its place."))
    return redirect("desk:episode", episode_id=episode.pk)


def _correcting(
    request: StaffRequest,
    situation: Situation,
    reading: Reading,
    answers: Answers,
    *,
    raw: Raw | None = None,
    reason: str = "",
    problems: Iterable[AnswerProblem] = (),
    whole: tuple[Fault, ...] = (),
    status: int = 200,
) -> HttpResponse:
    context = form_context(situation, situation.form(reading.form), answers, raw=raw, problems=problems, whole=whole)
    context |= {"reading": reading, "reason": reason, "refusal": ""}
    return render(request, "care/correct.html", context, status=status)


def _found(situation: Situation, entry_id: UUID) -> Reading:
    for reading in situation.readings:
        if reading.entry.id == entry_id:
            return reading
    raise Http404
