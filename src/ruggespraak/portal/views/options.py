"""What is possible, side by side, and what I say about it before we decide together."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pathways.model import AnswerProblem, Answers, parse_answers
from ruggespraak.care import actions as care
from ruggespraak.care import asked
from ruggespraak.care.actions import Situation
from ruggespraak.care.options import options_of
from ruggespraak.care.steps import reason_against
from ruggespraak.errors import why_not
from ruggespraak.language import language
from ruggespraak.people.access import PatientRequest, once, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.mine import look, my_episode
from ruggespraak.portal.options import KEY, is_empty, laid, questions, said_before
from ruggespraak.ui.faults import Fault, faults_of
from ruggespraak.ui.reply import Raw


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def options(request: PatientRequest) -> HttpResponse:
    """The options beside each other, and what I said about them."""
    situation = Situation.of(my_episode(request))
    look(request, situation.episode)
    before = said_before(situation)
    return _draw(request, situation, before.answers if before else {})


@require_POST
@patient(may=Permission.ANSWER_FORM)
@once
def together(request: PatientRequest) -> HttpResponse:
    """My preference and my questions, for the therapist to read before we decide. I may write again."""
    situation = Situation.of(my_episode(request))
    raw: Raw = dict(request.POST.lists())
    given = parse_answers(situation.form(asked.TOGETHER), raw, language=language())
    if given.problems or is_empty(given.answers):
        whole = () if given.problems else (Fault(_("Write down something, or choose what you lean to.")),)
        return _draw(request, situation, given.answers, raw=raw, problems=given.problems, whole=whole, status=422)
    if refusal := why_not(care.check_sign, situation, asked.TOGETHER, given.answers, by=request.actor):
        return _draw(request, situation, given.answers, raw=raw, sentence=refusal, status=409)
    care.sign(situation.episode, asked.TOGETHER, given.answers, by=request.actor)
    messages.success(request, _("Your therapist reads this before you decide together. You may change it."))
    return redirect("portal:options")


def _draw(
    request: PatientRequest,
    situation: Situation,
    answers: Answers,
    *,
    raw: Raw | None = None,
    problems: tuple[AnswerProblem, ...] = (),
    whole: tuple[Fault, ...] = (),
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    options, form = options_of(situation), situation.form(asked.TOGETHER)
    drawn = questions(form, options, answers, language(), raw=raw, problems=problems)
    context = {
        "is_ready": situation.course.has("conclusion") or situation.course.has("decision"),
        "options": laid(options, form.pathway, language()),
        "key": KEY,
        "safety_net": form.pathway.safety_net.in_(language()),
        "before": said_before(situation),
        "questions": drawn,
        "intro": form.intro.in_(language()) if form.intro else "",
        "refusal": reason_against(situation.course, asked.TOGETHER),
        "errors": (*whole, *(faults_of(drawn) if problems else ())),
        "sentence": sentence,
    }
    return render(request, "portal/options.html", context, status=status)
