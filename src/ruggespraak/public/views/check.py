"""The self-check, one theme a page. The answers live in the visitor's own cookie (`visit.py`) and nowhere else."""

from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pathways.evaluate import evaluate
from pathways.model import AnswerProblem, Form, Page, parse_answers
from ruggespraak import clock
from ruggespraak.dossier.packs import pathway
from ruggespraak.language import language
from ruggespraak.mode import advises
from ruggespraak.people.access import visitor
from ruggespraak.public import course, information, visit
from ruggespraak.public.reply import page_faults, unanswered
from ruggespraak.public.result import Result, weigh
from ruggespraak.public.visit import Visit
from ruggespraak.ui.faults import Fault, faults_of
from ruggespraak.ui.questions import ask
from ruggespraak.ui.reply import Raw

unkept = cache_control(no_store=True, private=True)


def self_check() -> Form:
    """The form that visitors fill in."""
    return pathway().forms["self_check"]


@require_safe
@visitor
@unkept
def start(request: HttpRequest) -> HttpResponse:
    """Says what the check is and what happens with the answers."""
    form = self_check()
    current = visit.read(request, form.pathway)
    context = {
        "title": form.title.in_(language()),
        "intro": form.intro.in_(language()) if form.intro else "",
        "page_count": course.shown_count(form),
        "has_visit": current is not None,
        "first_url": course.address(course.first_page(form)),
        "next_url": course.address(course.next_page(form, current)) if current else "",
        **_around(form),
    }
    return render(request, "public/check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@visitor
@unkept
def question(request: HttpRequest, page_id: str) -> HttpResponse:
    """Asks one page of questions, and takes the answers."""
    form = self_check()
    page = course.find_page(form, page_id.replace("-", "_"))
    if page is None:
        raise Http404
    current = visit.read(request, form.pathway)
    if current is None and page != course.first_page(form):
        return _begin_anew(request)
    current = current or visit.begin(form.pathway)
    if course.step(form, current, page) is None:
        return _go_on(form, current)
    if request.method == "POST":
        return _take(request, form, current, page)
    return _ask(request, form, current, page)


@require_POST
@visitor
@unkept
def stop(request: HttpRequest) -> HttpResponse:
    """Forgets the answers."""
    messages.success(request, _("You stopped. Your answers are gone."))
    response = redirect("public:home")
    visit.wipe(response)
    return response


@require_safe
@visitor
@unkept
def result(request: HttpRequest) -> HttpResponse:
    """Shows what the answers come to, or in `inform` mode the list that is the same for everyone."""
    form = self_check()
    current = visit.read(request, form.pathway)
    if current is None:
        return _begin_anew(request)
    weighed = weigh(form, current.answers, language())
    context = {
        "result": weighed,
        "advice": weighed.advice,
        "grounds": weighed.advice.grounds if weighed.advice else (),
        "told": weighed.told,
        "open_url": _open_url(form, current, weighed),
        "first_url": course.address(course.first_page(form)),
        "now": clock.now(),
        **_around(form),
    }
    return render(request, "public/result.html", context)


def _take(request: HttpRequest, form: Form, current: Visit, page: Page) -> HttpResponse:
    raw = dict(request.POST.lists())
    parsed = parse_answers(page, raw, language=language())
    after = course.take(form, current, page, parsed.answers)
    problems = parsed.problems or unanswered(page, after)
    faults = page_faults(page, raw, current, after)
    if problems or faults:
        return _ask(request, form, after, page, raw=raw, problems=problems, faults=faults)
    if not advises():
        return _keep(_go_on(form, after), after)
    evaluation = evaluate(form, after.answers)
    if course.stops(form, after, evaluation):
        heeded = replace(after, heeded=evaluation.certain or "")
        return _keep(redirect("public:result"), heeded)
    return _keep(_go_on(form, after), after)


def _keep(response: HttpResponse, current: Visit) -> HttpResponse:
    visit.keep(response, current)
    return response


def _go_on(form: Form, current: Visit) -> HttpResponse:
    following = course.next_page(form, current)
    return redirect(course.address(following) or reverse("public:result"))


def _begin_anew(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Your answers are gone: they stay for half an hour at most. Please start again."))
    response = redirect("public:check")
    visit.wipe(response)
    return response


def _ask(
    request: HttpRequest,
    form: Form,
    current: Visit,
    page: Page,
    *,
    raw: Raw | None = None,
    problems: tuple[AnswerProblem, ...] = (),
    faults: tuple[Fault, ...] = (),
) -> HttpResponse:
    questions = ask(form, current.answers, page=page, problems=problems, language=language(), raw=raw)
    step = course.step(form, current, page)
    previous = step.previous if step else None
    heeded = form.pathway.level.get(current.heeded) if advises() else None
    context = {
        "page_title": page.title.in_(language()),
        "page_intro": page.intro.in_(language()) if page.intro else "",
        "step": step,
        "back_url": course.address(previous) or reverse("public:check"),
        "questions": questions,
        "errors": (*faults, *faults_of(questions)),
        "heeded": heeded.label.in_(language()) if heeded else "",
        **_around(form),
    }
    return render(request, "public/question.html", context, status=422 if problems or faults else 200)


def _open_url(form: Form, current: Visit, weighed: Result) -> str:
    """Where to go on: the first open question that matters, else the first page that was not answered."""
    if weighed.advice and weighed.advice.open:
        return weighed.advice.open[0].url
    return course.address(course.next_page(form, current))


def _around(form: Form) -> dict[str, object]:
    """What every page of the check says about itself."""
    alarm = information.page(form.pathway, information.ALARM, language())
    return {"is_advising": advises(), "is_demo": settings.DEMO, "alarm": alarm}
