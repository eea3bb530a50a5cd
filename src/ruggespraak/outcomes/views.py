"""The measures of the practice: which are asked, and what permits it. For its owner."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ruggespraak import clock
from ruggespraak.dossier.packs import pathway
from ruggespraak.errors import why_not
from ruggespraak.language import language
from ruggespraak.outcomes import actions
from ruggespraak.outcomes.forms import RightForm
from ruggespraak.outcomes.instruments import Instrument, Instruments, check_right, rights_of, rows_of
from ruggespraak.people.access import StaffRequest, once, staff
from ruggespraak.people.permissions import Permission
from ruggespraak.ui.faults import form_faults


@require_safe
@staff(may=Permission.MANAGE_STAFF)
def instruments(request: StaffRequest) -> HttpResponse:
    """All measures, those that are asked first, each with why it is off or what stands in the way."""
    return _list(request)


@require_POST
@staff(may=Permission.MANAGE_STAFF)
@once
def switch(request: StaffRequest, measure_id: str) -> HttpResponse:
    """Ask a measure from now on, or no longer."""
    instrument = _instrument(request, measure_id)
    if request.POST.get("act") == "off":
        if refusal := why_not(actions.check_switch_off, request.practice, pathway(), measure_id, by=request.actor):
            return _list(request, sentence=refusal, status=409)
        actions.switch_off(request.practice, pathway(), measure_id, by=request.actor)
        said = _("No longer asked: %(measure)s.")
    else:
        if refusal := why_not(actions.check_switch_on, request.practice, pathway(), measure_id, by=request.actor):
            return _list(request, sentence=refusal, status=409)
        actions.switch_on(request.practice, pathway(), measure_id, by=request.actor)
        said = _("Asked from now on: %(measure)s.")
    messages.success(request, said % {"measure": instrument.measure.label.in_(language())})
    return redirect("outcomes:instruments")


@require_http_methods(["GET", "HEAD", "POST"])
@staff(may=Permission.MANAGE_STAFF)
@once
def right(request: StaffRequest, measure_id: str) -> HttpResponse:
    """Who permits the use of a measure of others: what counts now, what counted before, and a form for a new one."""
    instrument = _instrument(request, measure_id)
    if instrument.is_own:
        raise Http404
    if request.method != "POST":
        return _right(request, instrument, RightForm(initial={"starts_on": clock.today()}))
    form = RightForm(request.POST)
    if not form.is_valid():
        return _right(request, instrument, form, status=422)
    actions.record_right(request.practice, pathway(), measure_id, **form.cleaned_data, by=request.actor)
    messages.success(request, _("Recorded. The measure can be switched on while this right counts."))
    return redirect("outcomes:instruments")


def _instrument(request: StaffRequest, measure_id: str) -> Instrument:
    found = Instruments.of(request.practice, pathway(), clock.today()).find(measure_id)
    if found is None:
        raise Http404
    return found


def _list(request: StaffRequest, *, sentence: str = "", status: int = 200) -> HttpResponse:
    found = Instruments.of(request.practice, pathway(), clock.today())
    rows = rows_of(found, language())
    context = {
        "asked": [row for row in rows if row.is_on],
        "others": [row for row in rows if not row.is_on],
        "sentence": sentence,
    }
    return render(request, "outcomes/instruments.html", context, status=status)


def _right(request: StaffRequest, instrument: Instrument, form: RightForm, *, status: int = 200) -> HttpResponse:
    context = {
        "name": instrument.measure.label.in_(language()),
        "rights": rights_of(request.practice, pathway(), instrument.measure.id),
        "form": form,
        "errors": form_faults(form) if form.errors else (),
        "refusal": why_not(check_right, instrument.right, instrument.today),
    }
    return render(request, "outcomes/right.html", context, status=status)
