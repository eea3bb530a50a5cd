"""The lines of the log about me, with what proves them."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from ruggespraak.audit import actions as audit
from ruggespraak.audit.chain import canonical
from ruggespraak.audit.roots import with_proofs
from ruggespraak.people.access import PatientRequest, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.looks import lines_of


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def looks_proof(request: PatientRequest, year: int, month: int) -> HttpResponse:
    """One month as a file that anyone can check (docs/for-practices/verify_log_lines.py)."""
    audit.look("log.seen", by=request.actor, on=request.patient.audit_subject, screen="portal:looks_proof")
    file = with_proofs(lines_of(request.patient, year, month))
    response = HttpResponse(canonical(file), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="logboek-{year}-{month:02}.json"'
    return response
