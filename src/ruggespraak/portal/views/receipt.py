"""The receipt of my answer to a plan: to read, to keep, and for anyone to check."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruggespraak.care.actions import Situation
from ruggespraak.dossier.models import Entry
from ruggespraak.language import language
from ruggespraak.people.access import PatientRequest, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.actions import Kind, take_receipt
from ruggespraak.portal.mine import look
from ruggespraak.portal.plan import Receipt, receipt_of
from ruggespraak.portal.receipt import code_in, square

TYPES = {Kind.PAPER: "application/pdf", Kind.FILE: "application/json"}


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER, load=Entry)
def receipt(request: PatientRequest, entry: Entry) -> HttpResponse:
    """What I answered to which words, with the marks that prove it, to keep or to print."""
    found = _receipt(entry)
    look(request, entry.episode)
    code, address = code_in(found), _address()
    says = _("Square code with the proof of this answer")
    context = {
        "receipt": found,
        "patient": request.patient,
        "code": code,
        "square": square(f"{address}#{code}", says),
        "check_url": address,
    }
    return render(request, "portal/receipt.html", context)


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER, load=Entry)
def receipt_paper(request: PatientRequest, entry: Entry) -> HttpResponse:
    """The receipt as a PDF, with the file that programs check inside it."""
    return _copy(request, entry, Kind.PAPER)


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER, load=Entry)
def receipt_file(request: PatientRequest, entry: Entry) -> HttpResponse:
    """The receipt as the file that programs check."""
    return _copy(request, entry, Kind.FILE)


def _copy(request: PatientRequest, entry: Entry, kind: Kind) -> HttpResponse:
    copy = take_receipt(_receipt(entry), request.patient, kind, check_url=_address(), by=request.actor)
    response = HttpResponse(copy.content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{copy.name}"'
    return response


def _receipt(entry: Entry) -> Receipt:
    found = receipt_of(Situation.of(entry.episode), entry, language())
    if found is None:
        raise Http404
    return found


def _address() -> str:
    """Where the checking page is served here. The code goes behind a hash sign, which no browser sends."""
    return settings.ADDRESS + reverse("public:check_receipt")
