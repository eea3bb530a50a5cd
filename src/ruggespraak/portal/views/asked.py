"""What is asked of me at a moment: by a link in a mail, on a page of its own, filled in at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ruggespraak import clock
from ruggespraak.errors import why_not
from ruggespraak.language import language
from ruggespraak.outcomes.actions import choose_mails
from ruggespraak.outcomes.actions.asks import LINK
from ruggespraak.outcomes.asks import kind_of, mails_are_off, open_asks
from ruggespraak.outcomes.models import Ask
from ruggespraak.people.access import PatientRequest, TicketRequest, once, patient, ticket
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.actions import answer_ask, check_answer_ask
from ruggespraak.portal.asked import Asking, Reply
from ruggespraak.ui.faults import faults_of


@require_safe
@patient(may=Permission.ANSWER_FORM)
def asked(request: PatientRequest) -> HttpResponse:
    """All that waits for me, and whether a mail tells me so."""
    waiting = [(ask, kind_of(ask)) for ask in open_asks(request.patient, clock.today())]
    context = {"waiting": waiting, "mails_are_off": mails_are_off(request.patient)}
    return render(request, "portal/asked.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@patient(may=Permission.ANSWER_FORM, load=Ask)
@once
def ask(request: PatientRequest, ask: Ask) -> HttpResponse:
    """The questions of one moment. A change of an answer that brings up another question draws the page again."""
    asking = Asking.of(ask)
    if asking.kind.page:
        return redirect(asking.kind.page)
    refusal = why_not(check_answer_ask, asking, by=request.actor)
    if request.method != "POST" or refusal:
        return _draw(request, asking, refusal=refusal, status=409 if refusal and request.method == "POST" else 200)
    reply = asking.read(dict(request.POST.lists()), language())
    if request.htmx:
        return _draw(request, asking, reply)
    if reply.problems:
        return _draw(request, asking, reply, status=422)
    answer_ask(asking, reply.answers, by=request.actor)
    messages.success(request, _("Thank you. Your answers are in your record."))
    return redirect(asking.kind.then)


@require_POST
@patient(may=Permission.STOP_MAIL)
def ask_mails(request: PatientRequest) -> HttpResponse:
    """Switch the mails about this off or on."""
    are_off = request.POST.get("act") == "stop"
    choose_mails(request.patient, are_off=are_off, by=request.actor)
    messages.success(request, _("No mails about this any more.") if are_off else _("A mail says when something waits."))
    return redirect("portal:asked")


@require_safe
@ticket(LINK, may=Permission.SEE_MOMENTS)
def ask_link(request: TicketRequest) -> HttpResponse:
    """The link in the mail: to the page itself, which asks to log in first. It opens nothing by itself."""
    about = request.ticket.about
    return redirect("portal:ask", ask_id=about) if about else redirect("portal:asked")


@csrf_exempt  # a mail program posts here without a cookie (RFC 8058); the secret in the address is what counts
@require_http_methods(["GET", "HEAD", "POST"])
@ticket(LINK, may=Permission.STOP_MAIL)
def ask_mails_link(request: TicketRequest) -> HttpResponse:
    """The other link in the mail: opening it changes nothing, as mail scanners open links; the button does."""
    if request.method == "POST":
        choose_mails(request.patient, are_off=True, by=request.actor)
    return render(request, "portal/ask_mails.html", {"are_off": mails_are_off(request.patient)})


def _draw(
    request: PatientRequest, asking: Asking, reply: Reply | None = None, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    is_refused = bool(reply and status == 422)
    given = reply.answers if reply else dict.fromkeys((form.id for form in asking.forms), asking.at_first())
    parts = asking.parts(
        given, language(), raw=reply.raw if reply else None, problems=reply.problems if reply and is_refused else ()
    )
    context = {
        "ask": asking.ask,
        "kind": asking.kind,
        "parts": () if refusal else parts,
        "refusal": refusal,
        "live_url": request.path,
        "errors": faults_of(question for part in parts for question in part.questions) if is_refused else (),
    }
    return render(request, "portal/ask.html", context, status=status)
