"""A signed entry, and the new one that corrects it."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pathways.model import AnswerProblem, Answers
from ruggespraak import clock
from ruggespraak.care import actions, asked, sheet, told
from ruggespraak.care.actions import Situation
from ruggespraak.care.beside import Request, beside, request_of
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
    return _entry(request, episode, entry_id)


@require_safe
@staff(may=Permission.READ_DOSSIER, load=Episode)
def entry_plain(request: StaffRequest, episode: Episode, entry_id: UUID) -> HttpResponse:
    """The same as the client reads it."""
    return _entry(request, episode, entry_id, is_plain=True)


def _entry(request: StaffRequest, episode: Episode, entry_id: UUID, *, is_plain: bool = False) -> HttpResponse:
    situation = Situation.of(episode)
    reading = _found(situation, entry_id)
    context = {
        **sheet.head(situation),
        "told": told.entry(situation, reading, language()),
        "is_plain": is_plain,
        "today": clock.today(),
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
    form, reason = situation.form(reading.form), request.POST.get("reason", "")
    reply = sheet.reply_of(dict(request.POST.lists()), form, language())
    pressed = sheet.after_press(situation, form, reply, language())
    if pressed or request.POST.get("act") != "sign":
        again = sheet.reply_of(pressed or reply.raw, form, language())
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
    if waiting := _waiting_beside(situation, reading):
        return redirect("care:answer_correction", episode_id=episode.pk, entry_id=waiting[0].entry.pk)
    return redirect("desk:episode", episode_id=episode.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(may=Permission.SIGN_ENTRY, load=Episode)
@once
def answer_correction(request: StaffRequest, episode: Episode, entry_id: UUID) -> HttpResponse:
    """Answer one request of the client to correct an entry: corrected, or not and why."""
    situation = Situation.of(episode)
    reading = _found(situation, entry_id)
    if reading.form != asked.CORRECTION_REQUEST:
        raise Http404
    form = situation.form(asked.CORRECTION_ANSWER)
    if request.method != "POST":
        return _answering(request, situation, reading, {})
    reply = sheet.reply_of(dict(request.POST.lists()), form, language())
    problems, sentence = sheet.problems_at_signing(situation, form, reply.answers, by=request.actor, about=(entry_id,))
    if reply.problems or problems or sentence:
        status = 422 if reply.problems or problems else 409
        found = (*reply.problems, *problems)
        return _answering(request, situation, reading, reply.answers, reply.raw, found, sentence, status)
    actions.sign(episode, form.id, reply.answers, by=request.actor, about=(entry_id,))
    messages.success(request, _("Answered. The client reads it beside the page."))
    return redirect("care:entry", episode_id=episode.pk, entry_id=reading.entry.about_id or entry_id)


def _answering(
    request: StaffRequest,
    situation: Situation,
    reading: Reading,
    answers: Answers,
    raw: Raw | None = None,
    problems: Iterable[AnswerProblem] = (),
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    form, about = situation.form(asked.CORRECTION_ANSWER), situation.reading(reading.entry.about_id)
    waiting = next((one for one in situation.course.requests if one.entry_id == reading.entry.id), None)
    whole = (Fault(sentence),) if sentence else ()
    context = form_context(situation, form, answers, raw=raw, problems=problems, whole=whole)
    context |= {
        "asked": request_of(situation.readings, reading, language()),
        "told": told.entry(situation, about, language()) if about else None,
        "newer": situation.reading(waiting.met_by) if waiting else None,
        "cannot_correct": told.why_not_corrected(situation, about, by=request.actor) if about else "",
        "today": clock.today(),
    }
    return render(request, "care/answer_correction.html", context, status=status)


def _waiting_beside(situation: Situation, reading: Reading) -> list[Request]:
    """The requests about this entry that nobody answered yet."""
    return [one for one in beside(situation.readings, reading.entry, language()).requests if one.answer is None]


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
    waiting = _waiting_beside(situation, reading)
    context |= {"reading": reading, "reason": reason, "refusal": "", "requests": waiting, "today": clock.today()}
    return render(request, "care/correct.html", context, status=status)


def _found(situation: Situation, entry_id: UUID) -> Reading:
    for reading in situation.readings:
        if reading.entry.id == entry_id:
            return reading
    raise Http404
