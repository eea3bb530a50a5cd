"""What changes, by what I filled in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ruggespraak.language import language
from ruggespraak.people.access import PatientRequest, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.measures import measured
from ruggespraak.portal.mine import look, my_episode


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def measures(request: PatientRequest) -> HttpResponse:
    """Each measure in a chart of its own, with what the change amounts to in words."""
    episode = my_episode(request)
    look(request, episode)
    return render(request, "portal/measures.html", {"measured": measured(episode, language())})
