"""My record in plain sentences: every signed page, corrections and letters included."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ruggespraak import clock
from ruggespraak.care.actions import Situation
from ruggespraak.care.beside import beside
from ruggespraak.care.told import entry as as_therapists_read
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.reading import read_all
from ruggespraak.language import language
from ruggespraak.letters.models import Letter
from ruggespraak.people.access import PatientRequest, patient
from ruggespraak.people.permissions import Permission, may
from ruggespraak.portal.mine import episodes_of, look, my_episode
from ruggespraak.portal.own_words import can_ask_correction
from ruggespraak.portal.record import all_told


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def record(request: PatientRequest) -> HttpResponse:
    """All pages about my complaint, newest first."""
    episode = my_episode(request)
    look(request, episode)
    return _draw(request, episode)


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER, load=Episode)
def record_of(request: PatientRequest, episode: Episode) -> HttpResponse:
    """The same of an earlier complaint."""
    return _draw(request, episode)


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER, load=Episode)
def record_whole(request: PatientRequest, episode: Episode) -> HttpResponse:
    """Every page opened, oldest first: to read in one go or to print."""
    return _draw(request, episode, is_whole=True)


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER, load=Entry)
def entry(request: PatientRequest, entry: Entry) -> HttpResponse:
    """One page of my record: in plain words, and what I said about it."""
    return _entry(request, entry)


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER, load=Entry)
def entry_as_written(request: PatientRequest, entry: Entry) -> HttpResponse:
    """The same page as my therapist reads it."""
    return _entry(request, entry, as_written=True)


def _entry(request: PatientRequest, entry: Entry, *, as_written: bool = False) -> HttpResponse:
    situation = Situation.of(entry.episode)
    reading = next(one for one in situation.readings if one.entry.pk == entry.pk)
    pages = all_told(entry.episode, situation.readings, language(), request.account.user_id)
    context = {
        "page": next(page for page in pages if page.id == entry.pk),
        "is_whole": True,
        "as_written": as_written,
        "professional": as_therapists_read(situation, reading, language()),
        "beside": beside(situation.readings, entry, language()),
        "can_ask": can_ask_correction(reading),
        "may_say": may(request.actor, Permission.ANSWER_FORM),
        "today": clock.today(),
    }
    return render(request, "portal/entry.html", context)


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER, load=Letter)
def letter(request: PatientRequest, letter: Letter) -> HttpResponse:
    """A letter about me, byte for byte as the GP has it."""
    response = HttpResponse(letter.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{letter.file_name}"'
    return response


def _draw(request: PatientRequest, episode: Episode, *, is_whole: bool = False) -> HttpResponse:
    pages = all_told(episode, read_all(episode), language(), request.account.user_id)
    context = {
        "episode": episode,
        "pages": pages[::-1] if is_whole else pages,
        "others": [other for other in episodes_of(request.patient) if other != episode],
        "is_whole": is_whole,
    }
    return render(request, "portal/record.html", context)
