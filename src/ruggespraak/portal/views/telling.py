"""What I tell from home, what it comes to, and asking for an appointment again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pathways.model import AnswerProblem
from ruggespraak.agenda import actions as agenda
from ruggespraak.care import asked
from ruggespraak.dossier.models import Entry
from ruggespraak.dossier.reading import read, read_all
from ruggespraak.errors import why_not
from ruggespraak.language import language
from ruggespraak.people.access import PatientRequest, once, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal import actions, telling
from ruggespraak.portal.mine import look, my_episode
from ruggespraak.portal.telling import FORMS, Telling
from ruggespraak.ui.faults import faults_of
from ruggespraak.ui.reply import Raw


@require_http_methods(["GET", "HEAD", "POST"])
@patient(may=Permission.ANSWER_FORM)
@once
def day_after(request: PatientRequest) -> HttpResponse:
    """How it is after my last visit."""
    return _tell(request, asked.DAY_AFTER)


@require_http_methods(["GET", "HEAD", "POST"])
@patient(may=Permission.ANSWER_FORM)
@once
def check_in(request: PatientRequest) -> HttpResponse:
    """How it goes, after my treatment was finished."""
    return _tell(request, asked.CHECK_IN)


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER, load=Entry)
def told(request: PatientRequest, entry: Entry) -> HttpResponse:
    """What my answers come to."""
    if entry.form not in FORMS:
        raise Http404
    return render(request, "portal/told.html", {"outcome": telling.outcome(read(entry), language())})


@require_POST
@patient(may=Permission.ANSWER_FORM, load=Entry)
@once
def come_again(request: PatientRequest, entry: Entry) -> HttpResponse:
    """One tap: I would like an appointment again. What I told goes along."""
    if entry.form != asked.CHECK_IN:
        raise Http404
    said = read(entry)
    if telling.is_stale(said, read_all(entry.episode)):
        messages.info(request, _("First tell how it is now. Then you can ask for an appointment."))
        return redirect("portal:check_in")
    words = str(said.answers.get(asked.CHECK_IN_WORDS) or _("I would like to come again."))
    agenda.ask_again(request.patient, said, words=words, moments="", by=request.actor)
    messages.success(request, _("Your request is with the practice. They contact you on a working day."))
    return redirect("portal:told", entry_id=entry.pk)


def _tell(request: PatientRequest, form_id: str) -> HttpResponse:
    this = Telling.of(my_episode(request), form_id)
    if form_id == asked.DAY_AFTER and this.about is None:
        return render(request, "portal/telling_closed.html", {"title": this.form.title.in_(language())}, status=404)
    if request.method != "POST":
        look(request, this.episode)
        return _draw(request, this)
    raw: Raw = dict(request.POST.lists())
    answers, problems = this.read(raw, language())
    if problems:
        return _draw(request, this, raw, problems, status=422)
    if refusal := why_not(actions.check_tell, this, answers, by=request.actor):
        return _draw(request, this, raw, sentence=refusal, status=409)
    entry = actions.tell(this, answers, by=request.actor)
    return redirect("portal:told", entry_id=entry.pk)


def _draw(
    request: PatientRequest,
    this: Telling,
    raw: Raw | None = None,
    problems: tuple[AnswerProblem, ...] = (),
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    answers = this.read(raw, language())[0] if raw else {}
    parts = this.parts(language(), raw, problems, answers)
    context = {
        "this": this,
        "title": this.form.title.in_(language()),
        "intro": this.form.intro.in_(language()) if this.form.intro else "",
        "parts": parts,
        "advice": this.advice(answers, language()) if raw else None,
        "errors": faults_of([question for part in parts for question in part.questions]) if problems else (),
        "sentence": sentence,
    }
    return render(request, "portal/telling.html", context, status=status)
