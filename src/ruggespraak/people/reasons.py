"""A reason to open a dossier without treating its patient: asked, kept for thirty minutes, in every log line."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from ruggespraak import clock
from ruggespraak.people.forms import ReasonForm
from ruggespraak.ui.faults import form_faults

LASTS = timedelta(minutes=30)
SALT = "people.reason"


def ask(request: HttpRequest, patient_handle: UUID, form: ReasonForm | None = None) -> HttpResponse:
    """The page that asks for the reason, in place of the page that was asked for. Whose dossier travels signed."""
    back = request.POST.get("back", "") if form else request.get_full_path() if request.method == "GET" else ""
    context = {
        "form": form or ReasonForm(),
        "errors": form_faults(form) if form else (),
        "whose": signing.dumps(str(patient_handle), salt=SALT),
        "back": back,
        "minutes": LASTS.seconds // 60,
    }
    return render(request, "people/reason.html", context, status=422 if form else 403)


def whose(request: HttpRequest) -> UUID:
    """Whose dossier the posted reason is about."""
    try:
        return UUID(signing.loads(request.POST.get("whose", ""), salt=SALT, max_age=LASTS))
    except signing.BadSignature:
        raise Http404 from None


def way_back(request: HttpRequest) -> str:
    """The page that was asked for, if it is one of ours."""
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if is_ours else reverse("people:home")


def keep(request: HttpRequest, patient_handle: UUID, purpose: str) -> None:
    """Let the reason count for this patient, in this session, for thirty minutes."""
    reasons = request.session.get("reasons", {})
    request.session["reasons"] = reasons | {
        str(patient_handle): {"purpose": purpose, "until": (clock.now() + LASTS).isoformat()}
    }


def stated(request: HttpRequest, patient_handle: UUID) -> str:
    """The reason that still counts for this patient, or an empty text."""
    reason = request.session.get("reasons", {}).get(str(patient_handle))
    if reason is None or datetime.fromisoformat(reason["until"]) <= clock.now():
        return ""
    return str(reason["purpose"])
