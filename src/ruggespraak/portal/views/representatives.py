"""Who may act for me: the list with its history, letting somebody in, ending it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ruggespraak.audit import actions as audit
from ruggespraak.people import actions as people
from ruggespraak.people.access import PatientRequest, once, patient
from ruggespraak.people.mandate_forms import MandateForm
from ruggespraak.people.mandates import Mandate, mandates_of
from ruggespraak.people.permissions import Permission, may
from ruggespraak.ui.faults import form_faults


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def representatives(request: PatientRequest) -> HttpResponse:
    """Who may act for me; whoever acts sees what they may do themselves."""
    audit.look("representatives.seen", by=request.actor, on=request.patient.audit_subject)
    return _draw(request, MandateForm())


@require_POST
@patient(may=Permission.NAME_REPRESENTATIVE)
def let_in(request: PatientRequest) -> HttpResponse:
    """Invite somebody to act for me; the code to hand over, shown this once."""
    form = MandateForm(request.POST)
    if not form.is_possible(request.patient, by=request.actor):
        return _draw(request, form, status=422)
    invited = people.name_representative(
        request.patient, by=request.actor, name=form.cleaned_data["name"], **form.terms
    )
    return _draw(request, MandateForm(), invited=invited)


@require_POST
@patient(may=Permission.NAME_REPRESENTATIVE, load=Mandate)
def representative_again(request: PatientRequest, mandate: Mandate) -> HttpResponse:
    """A new link and a new code."""
    return _draw(request, MandateForm(), invited=people.invite_representative(mandate, by=request.actor))


@require_POST
@patient(may=Permission.READ_OWN_DOSSIER, load=Mandate)
@once
def representative_end(request: PatientRequest, mandate: Mandate) -> HttpResponse:
    """End it at once: the client for anybody, whoever acts for themselves."""
    own = request.account.mandate
    if own is not None and own != mandate:
        raise Http404
    people.end_mandate(mandate, by=request.actor)
    messages.success(request, _("%(name)s can no longer act.") % {"name": mandate.name})
    return redirect("people:records" if own else "portal:representatives")


def _draw(request: PatientRequest, form: MandateForm, status: int = 200, **more: object) -> HttpResponse:
    own = request.account.mandate
    context = {
        "form": form,
        "errors": form_faults(form),
        "mandates": [own] if own else mandates_of(request.patient),
        "may_name": may(request.actor, Permission.NAME_REPRESENTATIVE),
        "own": own,
        **more,
    }
    return render(request, "portal/representatives.html", context, status=status)
