"""The plan in my own words: asked kindly, never needed for a yes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pathways.model import AnswerProblem, Answers, parse_answers
from ruggespraak.care import actions as care
from ruggespraak.care import asked
from ruggespraak.care.actions import Situation
from ruggespraak.care.steps import reason_against
from ruggespraak.dossier.models import Entry
from ruggespraak.errors import why_not
from ruggespraak.language import language
from ruggespraak.people.access import PatientRequest, once, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.mine import look
from ruggespraak.portal.options import is_empty
from ruggespraak.portal.plan import PlanPage, newest_entry_id, plan_page
from ruggespraak.portal.told_back import told_of
from ruggespraak.ui.faults import Fault, faults_of
from ruggespraak.ui.questions import ask
from ruggespraak.ui.reply import Raw


@require_http_methods(["GET", "HEAD", "POST"])
@patient(may=Permission.ANSWER_FORM, load=Entry)
@once
def told_back(request: PatientRequest, entry: Entry) -> HttpResponse:
    """Three questions about exactly this version; my therapist reads the answers beside the plan."""
    situation = Situation.of(entry.episode)
    plan = plan_page(situation, entry, language())
    if plan is None:
        raise Http404
    if request.method != "POST":
        look(request, situation.episode)
        return _draw(request, situation, plan, {})
    raw: Raw = dict(request.POST.lists())
    given = parse_answers(situation.form(asked.TOLD_BACK), raw, language=language())
    if given.problems or is_empty(given.answers):
        whole = () if given.problems else (Fault(_("Write down something, or skip this.")),)
        return _draw(request, situation, plan, given.answers, raw, given.problems, whole=whole, status=422)
    about = (entry.pk,)
    refusal = why_not(care.check_sign, situation, asked.TOLD_BACK, given.answers, by=request.actor, about=about)
    if refusal:
        return _refused(request, situation, given.answers, raw, refusal)
    care.sign(situation.episode, asked.TOLD_BACK, given.answers, by=request.actor, about=about)
    messages.success(request, _("Thank you. Your therapist reads it, and comes back to what is not clear yet."))
    return redirect("portal:plan_version", entry_id=entry.pk)


def _refused(request: PatientRequest, situation: Situation, answers: Answers, raw: Raw, sentence: str) -> HttpResponse:
    """The newest version, with what was written kept."""
    newest = plan_page(situation, newest_entry_id(situation.episode) or situation.episode.pk, language())
    assert newest is not None
    return _draw(request, situation, newest, answers, raw, sentence=sentence, status=409)


def _draw(
    request: PatientRequest,
    situation: Situation,
    plan: PlanPage,
    answers: Answers,
    raw: Raw | None = None,
    problems: tuple[AnswerProblem, ...] = (),
    *,
    whole: tuple[Fault, ...] = (),
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    form = situation.form(asked.TOLD_BACK)
    drawn = ask(form, answers, problems=problems, language=language(), raw=raw)
    context = {
        "plan": plan,
        "told": told_of(situation, plan.reading, language()),
        "title": form.title.in_(language()),
        "intro": form.intro.in_(language()) if form.intro else "",
        "questions": drawn,
        "refusal": reason_against(situation.course, asked.TOLD_BACK),
        "errors": (*whole, *(faults_of(drawn) if problems else ())),
        "sentence": sentence,
    }
    return render(request, "portal/told_back.html", context, status=status)
