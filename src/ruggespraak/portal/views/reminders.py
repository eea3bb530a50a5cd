"""Being reminded of my exercises: by mail, in my own calendar, and stopped again, also from the mail itself."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ruggespraak.dossier.models import Episode
from ruggespraak.errors import why_not
from ruggespraak.exercises.models import Reminding
from ruggespraak.exercises.prescription import prescription_now
from ruggespraak.exercises.reminders import actions, moments
from ruggespraak.exercises.reminders.calendar import calendar_of
from ruggespraak.people.access import PatientRequest, TicketRequest, patient, ticket
from ruggespraak.people.models import Ticket
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.mine import look, my_episode


@require_http_methods(["GET", "HEAD", "POST"])
@patient(may=Permission.STOP_MAIL)
def reminders(request: PatientRequest) -> HttpResponse:
    """At which hours a mail comes, or none."""
    episode = my_episode(request)
    if request.method != "POST":
        look(request, episode)
        return _page(request, episode)
    hours = [int(hour) for hour in request.POST.getlist("hour") if hour.isdecimal()]
    if request.POST.get("act") == "no":
        hours = []
    elif not hours:
        return _page(request, episode, sentence=_("Choose one, two or three hours of the day."), status=422)
    if refusal := why_not(actions.check_choose_reminders, episode, hours, by=request.actor):
        return _page(request, episode, sentence=refusal, status=422)
    choice = actions.choose_reminders(episode, hours, repeats="repeats" in request.POST, by=request.actor)
    messages.success(request, _("Kept. A mail comes at the hours you chose.") if choice.is_on else _("No mails come."))
    return redirect("portal:exercises" if request.POST.get("act") == "no" else "portal:reminders")


@require_POST
@patient(may=Permission.SEE_MOMENTS)
def calendar(request: PatientRequest) -> HttpResponse:
    """A new secret address for my calendar, shown once; or its end."""
    episode, hour = my_episode(request), request.POST.get("hour", "")
    if request.POST.get("act") == "end":
        return _end_calendar(request, episode)
    wanted = int(hour) if hour.isdecimal() else -1
    if refusal := why_not(actions.check_give_calendar, episode, wanted, by=request.actor):
        return _page(request, episode, sentence=refusal, status=422)
    address = actions.give_calendar(episode, wanted, by=request.actor)
    return _page(request, episode, address=address)


def _end_calendar(request: PatientRequest, episode: Episode) -> HttpResponse:
    choice = actions.choice_of(episode, request.actor)
    if choice is None:
        raise Http404
    actions.end_calendar(choice, by=request.actor)
    messages.success(request, _("The address no longer works. You may remove the calendar from your phone."))
    return redirect("portal:reminders")


@csrf_exempt  # a mail program posts here without a cookie (RFC 8058); the secret in the address is what counts
@require_http_methods(["GET", "HEAD", "POST"])
@ticket(moments.STOP, may=Permission.STOP_MAIL)
def no_more(request: TicketRequest) -> HttpResponse:
    """The link in the mail: opening it changes nothing, as mail scanners open links; the button stops the mails."""
    choice = _choice(request.ticket)
    if request.method == "POST":
        actions.stop_reminders(choice, by=request.actor)
    return render(request, "exercises/no_more.html", {"is_on": choice.is_on})


@require_safe
@cache_control(private=True, max_age=15 * 60)
@ticket(moments.CALENDAR, may=Permission.SEE_MOMENTS)
def calendar_feed(request: TicketRequest) -> HttpResponse:
    """The days to come, for a program that asks by itself, and asks again."""
    content = calendar_of(_choice(request.ticket))
    etag = f'"{salted_hmac("calendar", content, algorithm="sha256").hexdigest()[:32]}"'
    headers = {"ETag": etag, "Content-Disposition": 'inline; filename="calendar.ics"'}
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag=etag, response=response) or response


def _choice(given: Ticket) -> Reminding:
    choice = actions.choice_by(given)
    if choice is None:
        raise Http404
    return choice


def _page(
    request: PatientRequest, episode: Episode, *, sentence: str = "", address: str = "", status: int = 200
) -> HttpResponse:
    choice = actions.choice_of(episode, request.actor)
    context = {
        "choice": choice,
        "prescription": prescription_now(episode),
        "hours": [(hour, moments.hour(hour), bool(choice and hour in choice.hours)) for hour in moments.HOURS],
        "sentence": sentence,
        "address": address,
        "subscribe": address.replace("https:", "webcal:", 1).replace("http:", "webcal:", 1),
    }
    return render(request, "exercises/reminders.html", context, status=status)
