"""The client's own pages: what is asked of me, my story, my plan, my record, who looked at it."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pathways.model import Page, parse_answers
from ruggespraak.audit import actions as audit
from ruggespraak.care import actions as care
from ruggespraak.care import asked
from ruggespraak.care.course import course_of
from ruggespraak.dossier.actions import save_draft
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.reading import Reading, read, read_all
from ruggespraak.people.access import PatientRequest, once, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal import today
from ruggespraak.portal.intake import Intake
from ruggespraak.portal.looks import looks_at
from ruggespraak.portal.plan import AnswerForm, plan_page
from ruggespraak.portal.record import all_told, current_episode, told
from ruggespraak.ui.faults import faults_of, form_faults
from ruggespraak.ui.questions import ask
from ruggespraak.ui.reply import Raw, pressed


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def home(request: PatientRequest) -> HttpResponse:
    """What is asked of me now, and where I am on the way."""
    episode = current_episode(request.patient)
    readings = read_all(episode) if episode else ()
    course = course_of(readings)
    has_draft = episode is not None and Intake.of(episode).version > 0
    context = {
        "patient": request.patient,
        "episode": episode,
        "course": course,
        "steps": today.steps(course),
        "asked": today.asked_of_me(episode, course, has_intake_draft=has_draft),
        "latest": all_told(readings, _language())[:3],
    }
    _look(request, episode)
    return render(request, "portal/home.html", context)


@require_safe
@patient(may=Permission.ANSWER_FORM)
def intake(request: PatientRequest) -> HttpResponse:
    """Where the story was left: the first page without an answer, or all of it to read through and send."""
    episode = _episode(request)
    filled = Intake.of(episode)
    page = filled.first_unanswered()
    if page is not None:
        return redirect("portal:intake_page", page_id=page.id)
    return _review(request, episode, filled)


@require_safe
@patient(may=Permission.ANSWER_FORM)
def intake_review(request: PatientRequest) -> HttpResponse:
    """All answers to read through, with the way back to each page and, if need be, the advice before sending."""
    episode = _episode(request)
    return _review(request, episode, Intake.of(episode))


@require_http_methods(["GET", "HEAD", "POST"])
@patient(may=Permission.ANSWER_FORM)
def intake_page(request: PatientRequest, page_id: str) -> HttpResponse:
    """One page of the story. Each "next" saves a draft, so that one can stop at any moment."""
    episode = _episode(request)
    filled = Intake.of(episode)
    page = filled.page(page_id)
    if page is None:
        return redirect("portal:intake")
    if request.method != "POST":
        return _draw(request, filled, page)
    raw = dict(request.POST.lists())
    parsed = parse_answers(page, raw, language=_language())
    taken = replace(filled, answers=filled.taking(page, parsed.answers))
    if parsed.problems or pressed(raw) or request.htmx:
        status = 422 if parsed.problems and not pressed(raw) and not request.htmx else 200
        return _draw(request, taken, page, raw=raw, problems=parsed.problems if status == 422 else (), status=status)
    save_draft(episode, taken.form.id, taken.answers, based_on=filled.version, by=request.actor)
    after = taken.beside(page, 1)
    return redirect("portal:intake_page", page_id=after.id) if after else redirect("portal:intake_review")


@require_POST
@patient(may=Permission.ANSWER_FORM)
@once
def intake_send(request: PatientRequest) -> HttpResponse:
    """Sign the story: from now on it is a page of the record, and the therapist can read it."""
    episode = _episode(request)
    filled = Intake.of(episode)
    care.sign(episode, filled.form.id, filled.answers, by=request.actor)
    messages.success(request, _("Your story has been sent. Your therapist reads it before your visit."))
    return redirect("portal:home")


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def plan(request: PatientRequest) -> HttpResponse:
    """The newest version of the plan, and what I may answer."""
    episode = _episode(request)
    course = course_of(read_all(episode))
    if not course.plan:
        return render(request, "portal/no_plan.html")
    return redirect("portal:plan_version", entry_id=course.plan.entry_id)


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER, load=Entry)
def plan_version(request: PatientRequest, entry: Entry) -> HttpResponse:
    """One version of the plan in plain words, what changed, and (for the newest) the answer to give."""
    return _plan(request, entry)


@require_POST
@patient(may=Permission.ANSWER_PLAN, load=Entry)
@once
def answer(request: PatientRequest, entry: Entry) -> HttpResponse:
    """Agree, ask, decline or take it back: for this very version and text."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _plan(request, entry, form, status=422)
    care.answer_plan(
        entry.episode,
        form.cleaned_data["decision"],
        care.Seen(plan_hash=entry.hash, text_hash=form.cleaned_data["text_hash"]),
        way=asked.OWN_DEVICE,
        words=form.cleaned_data["words"],
        given_by=asked.BY_REPRESENTATIVE if request.actor.role == "representative" else asked.BY_PATIENT,
        by=request.actor,
    )
    messages.success(request, _("Your answer is in your record. Your therapist sees it too."))
    return redirect("portal:plan_version", entry_id=entry.pk)


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def record(request: PatientRequest) -> HttpResponse:
    """All pages of my record, newest first, each in plain words."""
    episode = _episode(request)
    _look(request, episode)
    context = {"episode": episode, "pages": all_told(read_all(episode), _language())}
    return render(request, "portal/record.html", context)


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER, load=Entry)
def entry(request: PatientRequest, entry: Entry) -> HttpResponse:
    """One page of my record."""
    return render(request, "portal/entry.html", {"page": told(read(entry), _language())})


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def looks(request: PatientRequest) -> HttpResponse:
    """Who looked at my record or wrote in it, when, and on what ground."""
    audit.look("log.seen", by=request.actor, on=request.patient.audit_subject, screen="portal:looks")
    return render(request, "portal/looks.html", {"looks": looks_at(request.patient)})


def _draw(
    request: PatientRequest,
    filled: Intake,
    page: Page,
    *,
    raw: Raw | None = None,
    problems: Sequence[object] = (),
    status: int = 200,
) -> HttpResponse:
    questions = ask(filled.form, filled.answers, page=page, problems=problems, language=_language(), raw=raw)
    context = {
        "form": filled.form,
        "page": page,
        "title": page.title.in_(_language()),
        "intro": page.intro.in_(_language()) if page.intro else "",
        "questions": questions,
        "errors": faults_of(questions) if problems else (),
        "number": filled.number(page),
        "of": len(filled.pages),
        "before": filled.beside(page, -1),
        "live_url": request.path,
    }
    return render(request, "portal/intake_page.html", context, status=status)


def _review(request: PatientRequest, episode: Episode, filled: Intake) -> HttpResponse:
    language = _language()
    _look(request, episode)
    context = {"review": filled.review(language), "title": filled.form.title.in_(language), "language": language}
    return render(request, "portal/intake_review.html", context)


def _plan(request: PatientRequest, entry: Entry, form: AnswerForm | None = None, status: int = 200) -> HttpResponse:
    readings = read_all(entry.episode)
    course = course_of(readings)
    number = next((version.number for version in course.versions if version.entry_id == entry.pk), None)
    if number is None:
        raise Http404
    shown = plan_page(course, readings, number, _language())
    form = form or AnswerForm(initial={"text_hash": shown.text_hash})
    context = {"plan": shown, "form": form, "errors": form_faults(form), "talk": _talk(readings, entry)}
    return render(request, "portal/plan.html", context, status=status)


def _talk(readings: Sequence[Reading], plan: Entry) -> list[Reading]:
    """The client's questions about this plan and the therapist's answers, in order."""
    questions = [reading for reading in readings if reading.form == "consent" and reading.entry.about_id == plan.pk]
    ids = {reading.entry.pk for reading in questions}
    answers = [reading for reading in readings if reading.form == "plan_answer" and reading.entry.about_id in ids]
    return sorted((*questions, *answers), key=lambda reading: reading.entry.number)


def _episode(request: PatientRequest) -> Episode:
    episode = current_episode(request.patient)
    if episode is None:
        raise Http404
    return episode


def _look(request: PatientRequest, episode: Episode | None) -> None:
    if episode is not None:
        screen = request.resolver_match.view_name
        audit.look("episode.seen", by=request.actor, on=episode.audit_subject, screen=screen)


def _language() -> str:
    return get_language() or "nl"
