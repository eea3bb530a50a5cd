"""My exercises: what is for today, one exercise in full, how it went, and all of them on paper."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ruggespraak.dossier.models import Episode
from ruggespraak.errors import why_not
from ruggespraak.exercises import actions, doing
from ruggespraak.exercises.prescription import Prescription, prescription_now
from ruggespraak.exercises.reminders.actions import choice_of
from ruggespraak.people.access import PatientRequest, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.mine import look, my_episode


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def exercises(request: PatientRequest) -> HttpResponse:
    """Today's exercises; the others, and what to do when nothing is prescribed."""
    episode = my_episode(request)
    look(request, episode)
    return _today(request, episode)


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def exercise(request: PatientRequest, place: int) -> HttpResponse:
    """One exercise, large."""
    episode = my_episode(request)
    prescription = _prescribed(episode)
    here = next((one for one in doing.today_of(episode, prescription) if one.prescribed.place == place), None)
    if here is None:
        raise Http404
    look(request, episode)
    context = {"prescription": prescription, "today": here, "felt": doing.FELT, "count": len(prescription.exercises)}
    return render(request, "exercises/exercise.html", context)


@require_POST
@patient(may=Permission.ANSWER_FORM)
def exercise_log(request: PatientRequest) -> HttpResponse:
    """One tap: done, and how it felt. The same tap sent twice is kept once."""
    episode = my_episode(request)
    tap = doing.tap_in(request.POST)
    if tap is None:
        return _today(request, episode, sentence=doing.not_understood(), status=422)
    prescription = prescription_now(episode)
    if refusal := why_not(actions.check_log, prescription, tap.exercise, tap.felt, tap.pain, by=request.actor):
        return _today(request, episode, sentence=refusal, status=409)
    actions.log(episode, tap.exercise, tap.felt, tap.pain, client_id=tap.client_id, by=request.actor)
    say = messages.warning if doing.hurts(tap, prescription) else messages.success
    say(request, doing.thanks(tap, prescription))
    return redirect("portal:home" if request.POST.get("back") == "home" else "portal:exercises")


@require_POST
@patient(may=Permission.ANSWER_FORM)
def exercise_day_after(request: PatientRequest) -> HttpResponse:
    """One tap: whether it was as usual again within a day, as the pain rule asks."""
    episode = my_episode(request)
    answer, prescription = doing.day_after_in(request.POST, episode), prescription_now(episode)
    if answer is None:
        return _today(request, episode, sentence=_("Choose yes or no."), status=422)
    said = answer.said
    refusal = why_not(actions.check_say_day_after, prescription, said, by=request.actor)
    if refusal or said is None or prescription is None:
        return _today(request, episode, sentence=refusal, status=409)
    actions.say_day_after(episode, said, answer.is_back, client_id=answer.client_id, by=request.actor)
    if answer.is_back:
        messages.success(request, _("Kept. Good to know."))
    else:
        messages.warning(request, f"{_('Kept.')} {prescription.one_step_down} {prescription.stop}")
    return redirect("portal:exercises")


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def exercise_large(request: PatientRequest, place: int) -> HttpResponse:
    """One exercise over the whole screen, to be read from the mat."""
    episode = my_episode(request)
    prescription = _prescribed(episode)
    here = prescription.at(place)
    if here is None:
        raise Http404
    look(request, episode)
    places = [one.place for one in prescription.exercises]
    at = places.index(place)
    context = {
        "prescribed": here,
        "count": len(places),
        "before": places[at - 1] if at else None,
        "after": places[at + 1] if at + 1 < len(places) else None,
    }
    return render(request, "exercises/large.html", context)


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def exercises_paper(request: PatientRequest) -> HttpResponse:
    """All prescribed exercises on paper."""
    episode = my_episode(request)
    context = {"prescription": _prescribed(episode), "patient": request.patient, "practice": request.practice}
    look(request, episode)
    return render(request, "exercises/paper.html", context)


def _prescribed(episode: Episode) -> Prescription:
    prescription = prescription_now(episode)
    if prescription is None:
        raise Http404
    return prescription


def _today(request: PatientRequest, episode: Episode, *, sentence: str = "", status: int = 200) -> HttpResponse:
    prescription = prescription_now(episode)
    today = doing.today_of(episode, prescription) if prescription else ()
    context = {
        "prescription": prescription,
        "for_today": [one for one in today if one.is_for_today],
        "for_later": [one for one in today if not one.is_for_today],
        "felt": doing.FELT,
        "is_to_ask": prescription is not None and choice_of(episode, request.actor) is None,
        "sentence": sentence,
    }
    return render(request, "exercises/today.html", context, status=status)
