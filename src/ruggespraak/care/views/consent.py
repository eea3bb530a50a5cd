"""The client's answer to a plan at the practice: recorded by the therapist, on the practice's screen, or on paper."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pathways.model import AnswerProblem, Answers, missing
from ruggespraak.care import asked, sheet
from ruggespraak.care.actions import Seen, Situation, answer_plan
from ruggespraak.care.consent import PlanShown, plan_shown
from ruggespraak.care.course import text
from ruggespraak.care.forms import AnswerForm
from ruggespraak.care.sheet import Reply
from ruggespraak.care.views.forms import form_context
from ruggespraak.dossier.models import Episode
from ruggespraak.errors import NotPossible
from ruggespraak.language import language
from ruggespraak.people.access import StaffRequest, once, staff
from ruggespraak.people.permissions import Permission
from ruggespraak.ui.faults import form_faults


@require_http_methods(["GET", "HEAD", "POST"])
@staff(may=Permission.SIGN_ENTRY, load=Episode)
@once
def consent(request: StaffRequest, episode: Episode) -> HttpResponse:
    """The therapist records what the client said: on paper or orally."""
    situation = Situation.of(episode)
    shown = _shown(situation, episode.patient.language)
    form = situation.form("consent")
    if request.method != "POST":
        return _desk_page(request, situation, shown, sheet.consent_at_desk(situation))
    reply = sheet.reply_of(dict(request.POST.lists()), form, language())
    if request.htmx:
        return _desk_page(request, situation, shown, reply.answers, reply)
    problems = _problems(situation, reply)
    if problems:
        return _desk_page(request, situation, shown, reply.answers, reply, problems, status=422)
    _record(episode, reply, _seen(request), by=request)
    messages.success(request, _("Recorded: the answer to plan version %(number)d.") % {"number": shown.version.number})
    return redirect("desk:episode", episode_id=episode.pk)


def _record(episode: Episode, reply: Reply, seen: Seen, *, by: StaffRequest) -> None:
    answer_plan(
        episode,
        text(reply.answers, asked.DECISION),
        seen,
        way=text(reply.answers, asked.WAY),
        by=by.actor,
        words=text(reply.answers, asked.WORDS),
        given_by=text(reply.answers, asked.GIVEN_BY),
        more={name: value for name, value in reply.answers.items() if value is not None},
    )


def _problems(situation: Situation, reply: Reply) -> tuple[AnswerProblem, ...]:
    lacking = tuple(
        AnswerProblem(name, _("Answer this before you sign."), name)
        for name in missing(situation.form("consent"), reply.answers)
    )
    is_question = text(reply.answers, asked.DECISION) == asked.QUESTION
    if is_question and not text(reply.answers, asked.WORDS):
        lacking = (*lacking, AnswerProblem(asked.WORDS, _("Write down the question."), asked.WORDS))
    return (*reply.problems, *lacking)


def _desk_page(
    request: StaffRequest,
    situation: Situation,
    shown: PlanShown,
    answers: Answers,
    reply: Reply | None = None,
    problems: tuple[AnswerProblem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    form = situation.form("consent")
    context = form_context(situation, form, answers, raw=reply.raw if reply else None, problems=problems)
    return render(request, "care/consent.html", {**context, "shown": shown}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(may=Permission.SIGN_ENTRY, load=Episode)
@once
def screen(request: StaffRequest, episode: Episode) -> HttpResponse:
    """The practice's screen, handed over: the client reads the plan in large type and answers it alone."""
    situation = Situation.of(episode)
    with translation.override(episode.patient.language):
        shown = _shown(situation, episode.patient.language)
        form = AnswerForm(request.POST or None, is_agreed=shown.is_agreed, seen=shown.seen)
        if request.method == "POST" and form.is_valid():
            answer_plan(
                episode,
                form.cleaned_data["decision"],
                form.seen,
                way=asked.PRACTICE_SCREEN,
                by=request.actor,
                words=form.cleaned_data["words"],
            )
            return redirect("care:thanks", episode_id=episode.pk)
        context = {"episode": episode, "shown": shown, "form": form, "errors": form_faults(form)}
        return render(request, "care/screen.html", context, status=422 if form.errors else 200)


@require_safe
@staff(may=Permission.SIGN_ENTRY, load=Episode)
def thanks(request: StaffRequest, episode: Episode) -> HttpResponse:
    """The client is ready: give the screen back."""
    with translation.override(episode.patient.language):
        return render(request, "care/thanks.html", {"episode": episode})


@require_safe
@staff(may=Permission.READ_DOSSIER, load=Episode)
def paper(request: StaffRequest, episode: Episode) -> HttpResponse:
    """The plan as a sheet to sign with a pen; its mark ties it to the version."""
    situation = Situation.of(episode)
    with translation.override(episode.patient.language):
        shown = _shown(situation, episode.patient.language)
        return render(request, "care/paper.html", {"episode": episode, "shown": shown, "practice": request.practice})


def _shown(situation: Situation, in_language: str) -> PlanShown:
    shown = plan_shown(situation, in_language)
    if shown is None:
        raise NotPossible(_("First sign a plan."))
    return shown


def _seen(request: StaffRequest) -> Seen:
    return Seen(request.POST.get("plan_hash", ""), request.POST.get("text_hash", ""))
