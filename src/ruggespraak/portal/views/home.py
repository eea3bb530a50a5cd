"""My day: what is asked of me, what I do today, what was written, and the ways to all the rest."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ruggespraak.care.course import course_of
from ruggespraak.care.exchange import messages_in
from ruggespraak.care.standing import as_shown
from ruggespraak.dossier.reading import read_all
from ruggespraak.exercises.doing import FELT
from ruggespraak.exercises.prescription import prescription_in
from ruggespraak.language import language
from ruggespraak.people.access import PatientRequest, patient
from ruggespraak.people.permissions import Permission, may
from ruggespraak.portal import today
from ruggespraak.portal.asked import asked_now
from ruggespraak.portal.looks import newest_looks
from ruggespraak.portal.mine import current_episode, look
from ruggespraak.portal.record import named


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def home(request: PatientRequest) -> HttpResponse:
    """One screen: what is pressing stands on top, and nothing is buried."""
    reader, episode = request.account.user_id, current_episode(request.patient)
    readings = read_all(episode) if episode else ()
    course = as_shown(course_of(readings))
    prescription = prescription_in(readings)
    unread = today.unread_messages(episode, readings, reader)
    asks = asked_now(request.patient) if may(request.actor, Permission.ANSWER_FORM) else ()
    context = {
        "patient": request.patient,
        "greeting": today.greeting(request.patient.given_name),
        "episode": episode,
        "course": course,
        "steps": today.steps(course),
        "asked": (*today.all_asked(episode, course, readings, unread), *asks),
        "advice": today.advice(episode, course, language()),
        "pain": today.pain(course),
        "exercises": prescription,
        "for_today": today.exercises(episode, course, prescription),
        "felt": FELT,
        "mine": today.mine(episode, course, readings),
        "said": messages_in(readings)[-2:],
        "newest": [named(reading, language(), reader) for reading in readings[:-4:-1]],
        "looks": newest_looks(request.patient, reader),
    }
    look(request, episode)
    return render(request, "portal/home.html", context)
