"""My plan to stay well, to keep and to print."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ruggespraak.dossier.reading import read_latest
from ruggespraak.language import language
from ruggespraak.people.access import PatientRequest, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.mine import look, my_episode
from ruggespraak.portal.stay_well import FORM
from ruggespraak.portal.stay_well import stay_well as page_of


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def stay_well(request: PatientRequest) -> HttpResponse:
    """What keeps me well, what to do when it flares up, and when to call."""
    episode = my_episode(request)
    closings = read_latest(episode, (FORM,))
    if not closings:
        raise Http404
    look(request, episode)
    return render(request, "portal/stay_well.html", {"plan": page_of(closings[0], language())})
