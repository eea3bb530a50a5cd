"""My story, told at home before the first visit: page by page, read through, sent."""

from collections.abc import Iterable, Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pathways.model import AnswerProblem, Page, parse_answers
from ruggespraak.care import actions as care
from ruggespraak.dossier.actions import DraftConflict
from ruggespraak.language import language
from ruggespraak.people.access import PatientRequest, once, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.intake import Intake, my_story
from ruggespraak.portal.mine import look, my_episode
from ruggespraak.ui.faults import Fault, faults_of
from ruggespraak.ui.questions import ask
from ruggespraak.ui.reply import Raw, pressed


@require_safe
@patient(may=Permission.ANSWER_FORM)
def intake(request: PatientRequest) -> HttpResponse:
    """Where the story was left, or that it was sent."""
    story = my_story(my_episode(request))
    if story.is_sent:
        return render(request, "portal/intake_sent.html", {"story": story, "title": story.form.title.in_(language())})
    page = story.go_on()
    return redirect("portal:intake_page", page_id=page.id) if page else redirect("portal:intake_review")


@require_http_methods(["GET", "HEAD", "POST"])
@patient(may=Permission.ANSWER_FORM)
def intake_page(request: PatientRequest, page_id: str) -> HttpResponse:
    """One page of the story. Every way out of it saves a draft, so that one can stop at any moment."""
    story = my_story(my_episode(request))
    page = story.page(page_id)
    if page is None:
        return redirect("portal:intake")
    if request.method != "POST":
        look(request, story.episode)
        return _draw(request, story, page)
    raw: Raw = dict(request.POST.lists())
    if press := pressed(raw):
        raw = story.cited(page, raw, press.question, language()) if press.action == "cite" else raw
    given = parse_answers(page, raw, language=language())
    typed = story.taking(page, given.answers)
    if press or request.htmx:
        return _draw(request, typed, page, raw=raw, shown=story.shown(page))
    if given.problems and _way_out(raw) == "next":
        return _draw(request, typed, page, raw=raw, problems=given.problems, shown=story.shown(page), status=422)
    kept = story.keep(page, given.answers, raw, by=request.actor)
    if isinstance(kept, DraftConflict):
        return _conflict(request, page, typed)
    return _leave(typed, page, _way_out(raw))


@require_safe
@patient(may=Permission.ANSWER_FORM)
def intake_review(request: PatientRequest) -> HttpResponse:
    """All answers to read through, with the way back to each page and, if need be, the advice before sending."""
    story = my_story(my_episode(request))
    return redirect("portal:intake") if story.is_sent else _review(request, story)


@require_POST
@patient(may=Permission.ANSWER_FORM)
@once
def intake_send(request: PatientRequest) -> HttpResponse:
    """Sign the story: from now on it is a page of the record, and the therapist can read it."""
    story = my_story(my_episode(request))
    if story.is_sent:
        return redirect("portal:intake")
    if request.POST.get("version") != str(story.version):
        sentence = _("Something was changed on another device. Read it through once more, then send it.")
        return _review(request, story, sentence=sentence, status=409)
    if story.review(language()).lacking:
        return _review(request, story, (Fault(_("Not everything that is needed was answered yet.")),), status=422)
    care.sign(story.episode, story.form.id, story.answers, by=request.actor)
    messages.success(request, _("Your story has been sent. Your therapist reads it before your visit."))
    return redirect("portal:home")


def _way_out(raw: Raw) -> str:
    """Which button was pressed: next, back or stop."""
    return (raw.get("go") or ["next"])[0]


def _leave(story: Intake, page: Page, way_out: str) -> HttpResponse:
    if way_out == "stop":
        return redirect("portal:home")
    # The answers just given may have changed which pages there are; this one is still among them.
    after = story.beside(page, -1 if way_out == "back" else 1) if page in story.pages else story.go_on()
    return redirect("portal:intake_page", page_id=after.id) if after else redirect("portal:intake_review")


def _conflict(request: PatientRequest, page: Page, typed: Intake) -> HttpResponse:
    """Both texts of a page that was changed on two devices: what stands is in the form, what was typed beside it."""
    stands = my_story(typed.episode)
    sentence = _("You changed this page on another device meanwhile. Nothing is lost: choose below what stays.")
    more = {
        "sentence": sentence,
        "differences": stands.differences(page, typed.answers, language()),
        "aside": stands.set_aside(),
    }
    return _draw(request, stands, page, more=more, status=409)


def _draw(
    request: PatientRequest,
    story: Intake,
    page: Page,
    *,
    raw: Raw | None = None,
    problems: Iterable[AnswerProblem] = (),
    shown: str = "",
    more: Mapping[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page as it is filled in; `shown` is the mark of what stood there when it was first opened."""
    cited = story.citable()
    problems = tuple(problems)
    questions = ask(
        story.form, story.answers, page=page, problems=problems, language=language(), earlier=cited, raw=raw
    )
    context = {
        "page": page,
        "title": page.title.in_(language()),
        "intro": page.intro.in_(language()) if page.intro else "",
        "questions": questions,
        "errors": faults_of(questions) if problems else (),
        "number": story.number(page),
        "of": len(story.pages),
        "before": story.beside(page, -1),
        "advice": story.advice(language(), on_the_way=True),
        "version": (raw.get("version") or ["0"])[0] if raw else story.version,
        "shown": (raw.get("shown") or [shown])[0] if raw else story.shown(page),
        "aside": (raw.get("aside") or [""])[0] if raw else "",
        "live_url": request.path,
        **(more or {}),
    }
    return render(request, "portal/intake_page.html", context, status=status)


def _review(
    request: PatientRequest, story: Intake, errors: tuple[Fault, ...] = (), sentence: str = "", status: int = 200
) -> HttpResponse:
    look(request, story.episode)
    context = {
        "story": story,
        "review": story.review(language()),
        "title": story.form.title.in_(language()),
        "errors": errors,
        "sentence": sentence,
    }
    return render(request, "portal/intake_review.html", context, status=status)
