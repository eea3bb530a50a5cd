"""My diary: a day in ten seconds, my course, a bit more each week, and one small step."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pathways.model import AnswerProblem, Answers, parse_answers
from ruggespraak import clock
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.packs import form_of, pathway
from ruggespraak.errors import why_not
from ruggespraak.language import language
from ruggespraak.outcomes import actions, small_step, step_up
from ruggespraak.outcomes.diary import NOTHING_NEW, SIGNS
from ruggespraak.people.access import PatientRequest, once, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.diary import Sent, day_ago, day_form, my_overview, sent_day
from ruggespraak.portal.mine import look, my_episode
from ruggespraak.ui.faults import faults_of
from ruggespraak.ui.questions import ask
from ruggespraak.ui.reply import Raw

Sign = Callable[..., Entry]


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def diary(request: PatientRequest, days_ago: int = 0) -> HttpResponse:
    """Today, or one day of the last two weeks, to fill in; below it how it goes."""
    episode, on = my_episode(request), day_ago(days_ago)
    if on is None:
        raise Http404
    look(request, episode)
    overview = my_overview(episode)
    said = overview.of(on)
    form = day_form(episode, on, said.answers if said else {})
    return render(request, "outcomes/diary.html", {"overview": overview, "said": said, **form})


@require_POST
@patient(may=Permission.ANSWER_FORM)
def diary_keep(request: PatientRequest) -> HttpResponse:
    """Keep a day. The same page sent twice is kept once."""
    episode = my_episode(request)
    sent = sent_day(dict(request.POST.lists()), episode)
    if sent is None:
        messages.error(request, _("This did not come through well. Fill it in once more."))
        return redirect("portal:diary")
    if sent.problems:
        return _again(request, episode, sent, status=422)
    if refusal := why_not(actions.check_keep_day, episode, sent.on, sent.answers, by=request.actor):
        return _again(request, episode, sent, sentence=refusal, status=409)
    actions.keep_day(episode, sent.on, sent.answers, client_id=sent.client_id, said_at=clock.now(), by=request.actor)
    _thank(request, sent)
    return redirect("portal:diary_day", days_ago=sent.days_ago) if sent.days_ago else redirect("portal:diary")


def _thank(request: PatientRequest, sent: Sent) -> None:
    ticked = sent.answers.get(SIGNS)
    if isinstance(ticked, tuple) and set(ticked) - {NOTHING_NEW}:
        messages.warning(request, _("Kept. Read here what you do now."))
    else:
        messages.success(request, _("Kept. Thank you."))


def _again(request: PatientRequest, episode: Episode, sent: Sent, *, sentence: str = "", status: int) -> HttpResponse:
    overview = my_overview(episode)
    form = day_form(episode, sent.on, sent.answers, raw=sent.raw, problems=sent.problems)
    context = {"overview": overview, "said": overview.of(sent.on), **form, "sentence": sentence}
    return render(request, "outcomes/diary.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@patient(may=Permission.ANSWER_FORM)
@once
def diary_step_up(request: PatientRequest) -> HttpResponse:
    """With how many minutes I begin, or begin anew."""
    done = _("This is where you begin. Each week the diary says what comes next.")
    return _ask(request, step_up.STEP_UP, "outcomes/step_up.html", actions.begin_step_up, done, {})


@require_http_methods(["GET", "HEAD", "POST"])
@patient(may=Permission.ANSWER_FORM)
@once
def diary_small_step(request: PatientRequest, place: int) -> HttpResponse:
    """One small step of one of the three pillars."""
    episode = my_episode(request)
    pillar = small_step.pillar_at(place, pathway(episode.complaint))
    if pillar is None:
        raise Http404
    done = _("This is your small step now.")
    given = {small_step.PILLAR: pillar}
    return _ask(request, small_step.SMALL_STEP, "outcomes/small_step.html", actions.take_step, done, given)


def _ask(request: PatientRequest, form_id: str, template: str, sign: Sign, done: str, given: Answers) -> HttpResponse:
    """Draw a form, and sign it when it was sent. `given` are answers that the address gave already."""
    episode = my_episode(request)
    raw = dict(request.POST.lists()) if request.method == "POST" else None
    parsed = parse_answers(form_of(episode.complaint, form_id), raw or {}, language=language())
    answers = {**parsed.answers, **given}
    if raw is None:
        look(request, episode)
        return _draw_form(request, episode, form_id, template, given)
    if parsed.problems:
        return _draw_form(request, episode, form_id, template, given, raw=raw, problems=parsed.problems, status=422)
    if refusal := why_not(actions.check_take_step, episode, form_id, answers, by=request.actor):
        return _draw_form(request, episode, form_id, template, given, raw=raw, sentence=refusal, status=409)
    sign(episode, answers, by=request.actor)
    messages.success(request, done)
    return redirect("portal:diary")


def _draw_form(
    request: PatientRequest,
    episode: Episode,
    form_id: str,
    template: str,
    given: Answers,
    *,
    raw: Raw | None = None,
    problems: Iterable[AnswerProblem] = (),
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    form, problems = form_of(episode.complaint, form_id), tuple(problems)
    asked = ask(form, given, problems=problems, language=language(), raw=raw)
    questions = tuple(one for one in asked if one.id not in given)
    overview = my_overview(episode)
    context = {
        "overview": overview,
        "pillar": next((one for one in overview.pillars if one.id in given.values()), None),
        "questions": questions,
        "errors": faults_of(questions),
        "sentence": sentence,
    }
    return render(request, template, context, status=status)
