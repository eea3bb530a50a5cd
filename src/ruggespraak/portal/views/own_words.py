"""Say something about my record: add to it, or ask to correct a page."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pathways.model import AnswerProblem, Answers, missing, parse_answers
from ruggespraak.care import actions as care
from ruggespraak.care import asked
from ruggespraak.care.actions import Situation
from ruggespraak.dossier.models import Entry
from ruggespraak.language import language
from ruggespraak.people.access import PatientRequest, once, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.mine import look, my_episode
from ruggespraak.portal.own_words import OwnWords
from ruggespraak.portal.record import named
from ruggespraak.ui.faults import faults_of
from ruggespraak.ui.reply import Raw


@require_http_methods(["GET", "HEAD", "POST"])
@patient(may=Permission.ANSWER_FORM)
@once
def add(request: PatientRequest) -> HttpResponse:
    """Own words in my record, about no page in particular."""
    situation = Situation.of(my_episode(request))
    look(request, situation.episode)
    return _ask(request, OwnWords(situation, situation.form(asked.OWN_ADDITION), None))


@require_http_methods(["GET", "HEAD", "POST"])
@patient(may=Permission.ANSWER_FORM, load=Entry)
@once
def add_to(request: PatientRequest, entry: Entry) -> HttpResponse:
    """Own words beside one page."""
    return _ask(request, _about(entry, asked.OWN_ADDITION))


@require_http_methods(["GET", "HEAD", "POST"])
@patient(may=Permission.ANSWER_FORM, load=Entry)
@once
def ask_correction(request: PatientRequest, entry: Entry) -> HttpResponse:
    """What is not right on a page, and what it should say."""
    return _ask(request, _about(entry, asked.CORRECTION_REQUEST))


def _about(entry: Entry, form_id: str) -> OwnWords:
    situation = Situation.of(entry.episode)
    return OwnWords(situation, situation.form(form_id), situation.reading(entry.pk))


def _ask(request: PatientRequest, words: OwnWords) -> HttpResponse:
    if request.method != "POST":
        return _draw(request, words, {})
    raw: Raw = dict(request.POST.lists())
    parsed = parse_answers(words.form, raw, language=language())
    lacking = (AnswerProblem(name, _("Write this down first."), name) for name in missing(words.form, parsed.answers))
    if problems := (*parsed.problems, *lacking):
        return _draw(request, words, parsed.answers, raw, problems, status=422)
    if refusal := words.refusal(parsed.answers, by=request.actor):
        return _draw(request, words, parsed.answers, raw, sentence=refusal, status=409)
    about = (words.about.entry.id,) if words.about else ()
    care.sign(words.situation.episode, words.form.id, parsed.answers, by=request.actor, about=about)
    messages.success(request, _thanks(words))
    return redirect("portal:entry", entry_id=about[0]) if about else redirect("portal:record")


def _thanks(words: OwnWords) -> str:
    if words.is_request:
        return _("Your request is with the practice. You get an answer within a month.")
    return _("It is in your record now, in your words.")


def _draw(
    request: PatientRequest,
    words: OwnWords,
    answers: Answers,
    raw: Raw | None = None,
    problems: Iterable[AnswerProblem] = (),
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    questions = words.questions(answers, language(), problems=problems, raw=raw)
    context = {
        "words": words,
        "about": named(words.about, language(), request.account.user_id) if words.about else None,
        "questions": questions,
        "errors": faults_of(questions),
        "sentence": sentence or (_standing_refusal(request, words) if not raw else ""),
    }
    return render(request, "portal/own_words.html", context, status=status)


def _standing_refusal(request: PatientRequest, words: OwnWords) -> str:
    """What stands in the way whatever is written: said before somebody writes."""
    return words.refusal({}, by=request.actor)
