"""Take my record along: what I get, and the two downloads."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ruggespraak.people.access import PatientRequest, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.actions import Kind, take_along
from ruggespraak.portal.record import has_discreet

TYPES = {Kind.PAPER: "application/pdf", Kind.FILE: "application/json"}


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def download(request: PatientRequest) -> HttpResponse:
    """What there is to take along, and what it is for."""
    return render(request, "portal/download.html", {"has_discreet": has_discreet(request.patient)})


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def download_paper(request: PatientRequest) -> HttpResponse:
    """Everything in plain words, as a PDF; what is folded away on the screen only when it was asked for."""
    return _copy(request, Kind.PAPER, with_discreet=request.GET.get("all") == "yes")


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def download_file(request: PatientRequest) -> HttpResponse:
    """Everything in one file for other programs, with what is needed to check it."""
    return _copy(request, Kind.FILE)


def _copy(request: PatientRequest, kind: Kind, *, with_discreet: bool = False) -> HttpResponse:
    copy = take_along(request.patient, kind, by=request.actor, with_discreet=with_discreet)
    response = HttpResponse(copy.content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{copy.name}"'
    return response
