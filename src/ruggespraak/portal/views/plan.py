"""My plan: its text, what changed, my answer to exactly this version, and a receipt of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ruggespraak.care import actions as care
from ruggespraak.care import asked
from ruggespraak.care.actions import Situation
from ruggespraak.dossier.models import Entry
from ruggespraak.errors import why_not
from ruggespraak.language import language
from ruggespraak.people.access import PatientRequest, once, patient
from ruggespraak.people.mandates import both_decide
from ruggespraak.people.permissions import Permission, check_may
from ruggespraak.portal.mine import my_episode
from ruggespraak.portal.plan import AnswerForm, PlanPage, given_by, newest_entry_id, plan_page
from ruggespraak.ui.faults import Fault, form_faults


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def plan(request: PatientRequest) -> HttpResponse:
    """The way to the newest version of the plan, or that there is none yet."""
    newest = newest_entry_id(my_episode(request))
    return redirect("portal:plan_version", entry_id=newest) if newest else render(request, "portal/no_plan.html")


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER, load=Entry)
def plan_version(request: PatientRequest, entry: Entry) -> HttpResponse:
    """One version of the plan in plain words, what changed, and the answer that can be given to it."""
    page = _page_of(Situation.of(entry.episode), entry)
    return _draw(request, page, AnswerForm(seen=page.seen))


@require_POST
@patient(may=Permission.ANSWER_PLAN, load=Entry)
@once
def answer(request: PatientRequest, entry: Entry) -> HttpResponse:
    """Agree, ask, decline or take it back: for this very version and text."""
    situation = Situation.of(entry.episode)
    page = _page_of(situation, entry)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _draw(request, page, form, errors=form_faults(form), status=422)
    decision, words = form.cleaned_data["decision"], form.cleaned_data["words"]
    refusal = why_not(
        care.check_answer_plan, situation, decision, form.seen, way=asked.OWN_DEVICE, by=request.actor, words=words
    )
    if refusal:
        return _refused(request, situation, form, refusal)
    care.answer_plan(
        entry.episode,
        decision,
        form.seen,
        way=asked.OWN_DEVICE,
        words=words,
        by=request.actor,
        **given_by(request.account),
    )
    messages.success(request, _("Your answer is in your record. Your therapist sees it too."))
    return redirect("portal:plan_version", entry_id=entry.pk)


def _page_of(situation: Situation, entry: Entry) -> PlanPage:
    page = plan_page(situation, entry, language())
    if page is None:
        raise Http404
    return page


def _refused(request: PatientRequest, situation: Situation, form: AnswerForm, sentence: str) -> HttpResponse:
    """The newest version, with what was written kept; the choice itself is never made beforehand."""
    assert situation.course.plan is not None
    newest = plan_page(situation, situation.course.plan.entry_id, language())
    assert newest is not None
    words = form.cleaned_data["words"]
    again = AnswerForm(seen=newest.seen, words=words)
    return _draw(request, newest, again, sentence=sentence, status=409)


def _draw(
    request: PatientRequest,
    page: PlanPage,
    form: AnswerForm,
    errors: tuple[Fault, ...] = (),
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    may_not = why_not(check_may, request.actor, Permission.ANSWER_PLAN)
    context = {"plan": page, "form": form, "errors": errors, "sentence": sentence, "may_not": may_not}
    context["both_decide"] = both_decide(request.patient)
    return render(request, "portal/plan.html", context, status=status)
