"""Who looked at my record or wrote in it, when, and on what ground."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ruggespraak.audit import actions as audit
from ruggespraak.people.access import PatientRequest, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.looks import month_of_looks


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def looks(request: PatientRequest, year: int | None = None, month: int | None = None) -> HttpResponse:
    """One month, the last one with anything in it by default; and above it all looks that stand out."""
    audit.look("log.seen", by=request.actor, on=request.patient.audit_subject, screen="portal:looks")
    shown = month_of_looks(request.patient, request.account.user_id, year, month)
    return render(request, "portal/looks.html", {"shown": shown})
