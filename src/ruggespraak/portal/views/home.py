"""What is asked of me now, where I am on the way, and what is new."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ruggespraak.care.course import course_of
from ruggespraak.care.standing import as_shown
from ruggespraak.dossier.reading import read_all
from ruggespraak.exercises.prescription import prescription_in
from ruggespraak.language import language
from ruggespraak.letters.preview import waiting
from ruggespraak.people.access import PatientRequest, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal import today
from ruggespraak.portal.looks import newest_looks
from ruggespraak.portal.mine import current_episode, look
from ruggespraak.portal.record import named


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def home(request: PatientRequest) -> HttpResponse:
    """One thing asked at most; the rest is a way in."""
    episode = current_episode(request.patient)
    readings = read_all(episode) if episode else ()
    course = as_shown(course_of(readings))
    context = {
        "patient": request.patient,
        "episode": episode,
        "course": course,
        "steps": today.steps(course),
        "asked": today.asked_of_me(episode, course, waiting(readings)),
        "advice": today.advice(episode, course, language()),
        "pain": today.pain(course),
        "exercises": prescription_in(readings),
        "newest": [named(reading, language(), request.account.user_id) for reading in readings[:-4:-1]],
        "looks": newest_looks(request.patient, request.account.user_id),
    }
    look(request, episode)
    return render(request, "portal/home.html", context)
