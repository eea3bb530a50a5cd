"""Take my record along: what I get, and the two downloads."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ruggespraak.people.access import PatientRequest, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.actions import Kind, take_along

TYPES = {Kind.PAPER: "application/pdf", Kind.FILE: "application/json"}


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def download(request: PatientRequest) -> HttpResponse:
    """What there is to take along, and what it is for."""
    return render(request, "portal/download.html")


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def download_paper(request: PatientRequest) -> HttpResponse:
    """Everything in plain words, as a PDF."""
    return _copy(request, Kind.PAPER)


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def download_file(request: PatientRequest) -> HttpResponse:
    """Everything in one file for other programs, with what is needed to check it."""
    return _copy(request, Kind.FILE)


def _copy(request: PatientRequest, kind: Kind) -> HttpResponse:
    copy = take_along(request.patient, kind, by=request.actor)
    response = HttpResponse(copy.content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{copy.name}"'
    return response
