"""Clients: find, register, change, invite."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ruggespraak.agenda.models import Request
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Subject
from ruggespraak.desk import forms, registering, search
from ruggespraak.people.access import StaffRequest, once, staff
from ruggespraak.people.actions import invite as invite_patient
from ruggespraak.people.models import Patient
from ruggespraak.people.permissions import Permission
from ruggespraak.ui.faults import form_faults

ON_A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@staff(may=Permission.SEE_PATIENTS)
def clients(request: StaffRequest) -> HttpResponse:
    """All clients, or those that are looked for. The words are posted: a name never stands in an address."""
    words = request.POST.get("words", "").strip()
    found = search.found(request.practice, words)
    audit.look(
        "patients.searched",
        by=request.actor,
        on=Subject("patients"),
        screen="desk:clients",
        query=search.kind_of(words),
    )
    page = Paginator(found, ON_A_PAGE).get_page(request.POST.get("page"))
    return render(request, "desk/clients.html", {"page": page, "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(may=Permission.REGISTER_PATIENT)
@once
def register(request: StaffRequest) -> HttpResponse:
    """A new client, from nothing."""
    return _register(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(may=Permission.REGISTER_PATIENT, load=Request)
@once
def register_from(http: StaffRequest, /, request: Request) -> HttpResponse:
    """A new client, from a request."""
    return _register(http, request)


def _register(request: StaffRequest, source: Request | None) -> HttpResponse:
    therapists = forms.therapists_of(request.practice)
    initial = registering.initial(source, request.membership, therapists)
    form = forms.RegisterForm(request.POST or None, therapists=therapists, initial=initial)
    if request.method == "POST" and form.is_possible(request.practice, by=request.actor):
        patient, episode = registering.register(request.practice, form, source, by=request.actor)
        messages.success(request, _("%(name)s is registered.") % {"name": patient.name})
        return registering.onward(patient, episode, by=request.actor)
    context = {"form": form, "source": source, "errors": form_faults(form)}
    return render(request, "desk/register.html", context, status=422 if form.errors else 200)


@require_safe
@staff(may=Permission.SEE_PATIENTS, load=Patient)
def client(request: StaffRequest, patient: Patient) -> HttpResponse:
    """One client: how to reach, whom they see, and their episodes by name."""
    return _client(request, patient)


def _client(request: StaffRequest, patient: Patient, **more: object) -> HttpResponse:
    therapists = forms.therapists_of(request.practice)
    form = forms.EpisodeForm(therapists=therapists, initial={"therapist": str(request.membership.user_id)})
    context = {
        "patient": patient,
        "form": form,
        **registering.about(patient, by=request.actor),
        **more,
    }
    return render(request, "desk/client.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(may=Permission.REGISTER_PATIENT, load=Patient)
@once
def change(request: StaffRequest, patient: Patient) -> HttpResponse:
    """Other details of a client."""
    form = forms.DetailsForm(request.POST or None, initial=registering.details_of(patient))
    if request.method == "POST" and form.is_valid():
        registering.change(patient, form, by=request.actor)
        messages.success(request, _("The details were changed."))
        return redirect("desk:client", patient_id=patient.pk)
    context = {"form": form, "patient": patient, "errors": form_faults(form)}
    return render(request, "desk/change.html", context, status=422 if form.errors else 200)


@require_POST
@staff(may=Permission.INVITE_PATIENT, load=Patient)
def invite(request: StaffRequest, patient: Patient) -> HttpResponse:
    """The code to hand over, shown this once; the link goes by mail."""
    return _client(request, patient, invited=invite_patient(patient, by=request.actor))
