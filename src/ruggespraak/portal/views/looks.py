"""Who looked at my record or wrote in it, when, and on what ground."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ruggespraak import clock
from ruggespraak.audit import actions as audit
from ruggespraak.people.access import PatientRequest, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.look_period import PeriodForm
from ruggespraak.portal.looks import Shown, looks_between, month_of_looks
from ruggespraak.ui.faults import form_faults


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def looks(request: PatientRequest, year: int | None = None, month: int | None = None) -> HttpResponse:
    """One month, the last one with anything in it by default, or the days asked for; above it what stands out."""
    audit.look("log.seen", by=request.actor, on=request.patient.audit_subject, screen="portal:looks")
    form = PeriodForm(request.GET)
    context = {
        "form": form,
        "shown": _shown(request, form, year, month),
        "only_others": form.cleaned_data.get("others", False),
        "is_period": bool(form.is_valid() and (form.cleaned_data["since"] or form.cleaned_data["until"])),
        "errors": form_faults(form),
    }
    return render(request, "portal/looks.html", context, status=422 if form.errors else 200)


def _shown(request: PatientRequest, form: PeriodForm, year: int | None, month: int | None) -> Shown:
    who, reader = request.patient, request.account.user_id
    is_valid = form.is_valid()
    only_others = form.cleaned_data.get("others", False)
    since, until = (form.cleaned_data.get(name) for name in ("since", "until"))
    if not is_valid or not (since or until):
        return month_of_looks(who, reader, year, month, only_others=only_others)
    first, last = since or timezone.localdate(who.registered_at), until or clock.today()
    return looks_between(who, reader, min(first, last), last, only_others=only_others)
