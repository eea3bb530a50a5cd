"""Who acts for a client: let in by the practice on the client's word or on legal ground, and ended."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ruggespraak.people import actions as people
from ruggespraak.people.access import StaffRequest, once, staff
from ruggespraak.people.mandate_forms import DeskMandateForm
from ruggespraak.people.mandates import Mandate, both_decide, mandates_of
from ruggespraak.people.models import Patient
from ruggespraak.people.permissions import Permission
from ruggespraak.ui.faults import form_faults


@require_safe
@staff(may=Permission.INVITE_PATIENT, load=Patient)
def representatives(request: StaffRequest, patient: Patient) -> HttpResponse:
    """Who acts for this client, since when, until when, and how far."""
    return _draw(request, patient, DeskMandateForm())


@require_POST
@staff(may=Permission.INVITE_PATIENT, load=Patient)
def let_in(request: StaffRequest, patient: Patient) -> HttpResponse:
    """Invite somebody to act for a client; the code to hand over, shown this once."""
    form = DeskMandateForm(request.POST)
    if not form.is_possible(patient, by=request.actor):
        return _draw(request, patient, form, status=422)
    invited = people.name_representative(patient, by=request.actor, name=form.cleaned_data["name"], **form.terms)
    return _draw(request, patient, DeskMandateForm(), invited=invited)


@require_POST
@staff(may=Permission.INVITE_PATIENT, load=Mandate)
def representative_again(request: StaffRequest, mandate: Mandate) -> HttpResponse:
    """A new link and a new code."""
    invited = people.invite_representative(mandate, by=request.actor)
    return _draw(request, mandate.patient, DeskMandateForm(), invited=invited)


@require_POST
@staff(may=Permission.INVITE_PATIENT, load=Mandate)
@once
def representative_end(request: StaffRequest, mandate: Mandate) -> HttpResponse:
    """End it at once."""
    people.end_mandate(mandate, by=request.actor)
    messages.success(request, _("%(name)s can no longer act for this client.") % {"name": mandate.name})
    return redirect("desk:representatives", patient_id=mandate.patient_id)


def _draw(
    request: StaffRequest, patient: Patient, form: DeskMandateForm, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        "patient": patient,
        "form": form,
        "errors": form_faults(form),
        "mandates": mandates_of(patient),
        "may_name": True,
        "both_decide": both_decide(patient),
        **more,
    }
    return render(request, "desk/representatives.html", context, status=status)
