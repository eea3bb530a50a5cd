"""My visits, one by one."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ruggespraak.dossier.models import Entry
from ruggespraak.dossier.reading import read_all
from ruggespraak.language import language
from ruggespraak.people.access import PatientRequest, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.mine import look, my_episode
from ruggespraak.portal.visits import meaning_of, minutes_of, to_tell_about, visits_in


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def visits(request: PatientRequest) -> HttpResponse:
    """All visits of my complaint, newest first."""
    episode = my_episode(request)
    readings = read_all(episode)
    found = visits_in(readings, language())
    look(request, episode)
    context = {
        "visits": found,
        "minutes": minutes_of(found),
        "to_tell": to_tell_about(readings),
        "meaning": meaning_of(found[0], language()) if found else None,
    }
    return render(request, "portal/visits.html", context)


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER, load=Entry)
def visit(request: PatientRequest, entry: Entry) -> HttpResponse:
    """One visit: what was done, and how it was before and after."""
    readings = read_all(entry.episode)
    found = next((one for one in visits_in(readings, language()) if one.entry_id == entry.pk), None)
    if found is None:
        raise Http404
    to_tell = to_tell_about(readings)
    context = {
        "visit": found,
        "meaning": meaning_of(found, language()),
        "is_asked": to_tell is not None and to_tell.entry.pk == entry.pk,
    }
    return render(request, "portal/visit.html", context)
