"""A step's form: drafted while one types, signed when it is ready."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pathways.model import AnswerProblem, Answers, Form
from ruggespraak.care import sheet
from ruggespraak.care.actions import Situation, sign
from ruggespraak.care.from_client import from_client
from ruggespraak.care.sheet import Reply
from ruggespraak.care.steps import STEPS
from ruggespraak.care.told import in_plain_words
from ruggespraak.dossier.actions import DraftConflict, DraftView, drop_aside
from ruggespraak.dossier.models import Episode
from ruggespraak.language import language
from ruggespraak.people.access import StaffRequest, once, staff
from ruggespraak.people.permissions import Permission
from ruggespraak.ui.faults import Fault
from ruggespraak.ui.reply import Raw


@require_http_methods(["GET", "HEAD", "POST"])
@staff(may=Permission.WRITE_DOSSIER, load=Episode)
@once
def form(request: StaffRequest, episode: Episode, form_id: str) -> HttpResponse:
    """Open, autosave, save or sign one form of an episode."""
    situation = Situation.of(episode)
    asked = situation.form(form_id)
    if request.method != "POST":
        answers, draft = sheet.opened(situation, form_id)
        return page(request, situation, asked, answers, draft=draft)
    reply = sheet.reply_of(dict(request.POST.lists()), asked, language())
    if aside := request.POST.get("drop-aside"):
        drop_aside(episode, form_id, UUID(aside), by=request.actor)
        return redirect(request.path)
    pressed = sheet.after_press(situation, asked, reply, language())
    if pressed is not None or request.htmx.target == "questions":
        again = sheet.reply_of(pressed or reply.raw, asked, language())
        response = page(request, situation, asked, again.answers, raw=again.raw, version=again.version)
        if pressed is not None:
            response.headers["HX-Trigger-After-Settle"] = "pressed"  # what a button filled in is a reason to save
        return response
    return (_sign if request.POST.get("act") == "sign" else _save)(request, situation, asked, reply)


def _save(request: StaffRequest, situation: Situation, asked: Form, reply: Reply) -> HttpResponse:
    kept = sheet.keep(situation.episode, asked.id, reply, by=request.actor)
    if isinstance(kept, DraftConflict):
        return _conflict(request, situation, asked, kept)
    if request.htmx:
        return _saved_part(request, situation, asked, reply, kept)
    if reply.problems:
        return page(
            request, situation, asked, reply.answers, draft=kept, raw=reply.raw, problems=reply.problems, status=422
        )
    messages.success(request, _("Saved. Nothing is signed yet."))
    return redirect(request.path)


def _sign(request: StaffRequest, situation: Situation, asked: Form, reply: Reply) -> HttpResponse:
    kept = sheet.keep(situation.episode, asked.id, reply, by=request.actor)
    if isinstance(kept, DraftConflict):
        return _conflict(request, situation, asked, kept)
    problems, sentence = sheet.problems_at_signing(situation, asked, reply.answers, by=request.actor)
    problems = (*reply.problems, *(p for p in problems if p.question not in {q.question for q in reply.problems}))
    if problems or sentence:
        status = 422 if problems else 409
        return page(
            request,
            situation,
            asked,
            reply.answers,
            draft=kept,
            raw=reply.raw,
            problems=problems,
            sentence=sentence,
            status=status,
        )
    sign(situation.episode, asked.id, reply.answers, by=request.actor, about=sheet.shown_in(reply.raw))
    messages.success(request, _("Signed: %(step)s.") % {"step": STEPS[asked.id].label})
    return redirect("desk:episode", episode_id=situation.episode.pk)


def _saved_part(
    request: StaffRequest, situation: Situation, asked: Form, reply: Reply, kept: DraftView
) -> HttpResponse:
    context = {
        "saved": sheet.saved_words(kept),
        "version": kept.version,
        "faulty": len(reply.problems),
        **_beside(situation, asked, reply.answers),
        "is_part": True,
    }
    return render(request, "care/_saved.html", context)


def _conflict(request: StaffRequest, situation: Situation, asked: Form, conflict: DraftConflict) -> HttpResponse:
    """Both texts side by side: the one that stands in the form, ours cited beside each question that differs."""
    if request.htmx:
        return render(request, "care/_conflict.html", {"url": request.path}, status=409)
    sentence = _("Someone else changed this form meanwhile. Nothing is lost: choose what stays.")
    return page(request, situation, asked, conflict.theirs, draft=conflict.draft, sentence=sentence, status=409)


def page(
    request: StaffRequest,
    situation: Situation,
    asked: Form,
    answers: Answers,
    *,
    draft: DraftView | None = None,
    raw: Raw | None = None,
    problems: Iterable[AnswerProblem] = (),
    sentence: str = "",
    version: int = 0,
    status: int = 200,
) -> HttpResponse:
    """The form, with everything beside it that helps to fill it in."""
    whole = (Fault(sentence),) if sentence else ()
    context = form_context(situation, asked, answers, draft=draft, raw=raw, problems=problems, whole=whole)
    if draft is None:
        context["version"] = version
    return render(request, "care/form.html", context, status=status)


def form_context(
    situation: Situation,
    asked: Form,
    answers: Answers,
    *,
    draft: DraftView | None = None,
    raw: Raw | None = None,
    problems: Iterable[AnswerProblem] = (),
    whole: tuple[Fault, ...] = (),
) -> dict[str, object]:
    """What the template of a form needs; also for the form beside the episode page."""
    parts = sheet.drawn(situation, asked, answers, language(), raw=raw, problems=problems)
    return {
        **sheet.head(situation),
        "form_id": asked.id,
        "title": asked.title.in_(language()),
        "intro": sheet.intro(situation, asked, language()),
        "answered_here": sheet.answered_here(situation, asked.id),
        "parts": parts,
        "errors": sheet.errors_of(parts, whole),
        "saved": sheet.saved_words(draft),
        "version": draft.version if draft else 0,
        "asides": sheet.asides(situation, asked, answers, language()),
        "has_before": sheet.has_before(situation, asked.id),
        **_beside(situation, asked, answers),
    }


def _beside(situation: Situation, asked: Form, answers: Answers) -> dict[str, object]:
    return {
        "refusal": sheet.refusal(situation, asked.id),
        "judged": sheet.judged(situation, asked, answers, language()),
        "preview": sheet.preview(asked, answers, language()),
        "plain": in_plain_words(asked, answers, language()),
        "from_client": from_client(situation, asked.id, language()),
        **sheet.cautions(situation, asked, answers),
    }
