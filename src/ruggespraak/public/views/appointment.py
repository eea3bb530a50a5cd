"""Asking for a first appointment. Answers of the check travel along only when the visitor asks for it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pathways.model import Answers, Form
from ruggespraak.agenda import actions
from ruggespraak.agenda.forms import RequestForm
from ruggespraak.language import language
from ruggespraak.mode import advises
from ruggespraak.people.access import VisitorRequest, once, visitor
from ruggespraak.public import visit
from ruggespraak.public.practices import all_practices
from ruggespraak.public.result import Advice, told, urgent_advice
from ruggespraak.public.views.check import self_check, unkept
from ruggespraak.ui.faults import form_faults


@dataclass(frozen=True)
class Shared:
    """The answers that travel along."""

    form: Form
    answers: Answers


@require_http_methods(["GET", "HEAD", "POST"])
@visitor
@unkept
@once
def ask_appointment(request: VisitorRequest, is_shared: bool = False) -> HttpResponse:
    """Asks who someone is and how to reach them, and hands the request to the practice."""
    answered = _answered(request)
    shared = answered if is_shared else None
    if is_shared and shared is None:
        return redirect("public:ask_appointment")
    form = _request_form(request)
    if request.method != "POST" or not form.is_valid():
        return _show(request, form, answered, shared)
    if shared and (advice := _not_seen(request, shared)):
        return render(request, "public/advice_first.html", {"form": form, "advice": advice})
    asked = form.cleaned_data
    actions.ask_appointment(
        asked.pop("practice"),
        by=request.actor,
        form=shared.form if shared else None,
        answers=shared.answers if shared else None,
        **asked,
    )
    return redirect("public:sent")


@require_safe
@visitor
@unkept
def sent(request: HttpRequest) -> HttpResponse:
    """Says that the request arrived, and what happens next."""
    return render(request, "public/sent.html", {"is_advising": advises()})


def _answered(request: HttpRequest) -> Shared | None:
    """What there is to share, if there was a check and it had an answer."""
    form = self_check()
    current = visit.read(request, form.pathway)
    return Shared(form, current.answers) if current and current.answers else None


def _request_form(request: HttpRequest) -> RequestForm:
    practices = all_practices()
    only = practices[0].slug if len(practices) == 1 else None
    data = request.POST if request.method == "POST" else None
    return RequestForm(data, practices=practices, only=only, initial={"language": language()})


def _not_seen(request: HttpRequest, shared: Shared) -> Advice | None:
    """The advice that must be read before sending; None when there is none, or it was read."""
    advice = urgent_advice(shared.form, shared.answers, language())
    if advice is None or request.POST.get("advice_seen") == advice.level:
        return None
    return advice


def _show(request: HttpRequest, form: RequestForm, answered: Shared | None, shared: Shared | None) -> HttpResponse:
    context = {
        "form": form,
        "errors": form_faults(form),
        "has_answers": answered is not None,
        "is_shared": shared is not None,
        "told": told(shared.form, shared.answers, language()) if shared else (),
        "has_practice": all_practices().exists(),
    }
    return render(request, "public/ask_appointment.html", context, status=422 if form.errors else 200)
