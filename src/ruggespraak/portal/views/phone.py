"""My own phone: what it may keep, what it kept, and the app that it becomes."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from ruggespraak.people.access import PatientRequest, patient, visitor
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.mine import current_episode, look
from ruggespraak.portal.phone import actions, app
from ruggespraak.portal.phone.kept import kept_for, owner
from ruggespraak.portal.phone.sent import MOST_BYTES, about_clock, read_sent


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def phone(request: PatientRequest) -> HttpResponse:
    """What it means to keep things on this phone, and the choice."""
    return render(request, "portal/phone/phone.html")


@require_safe
@cache_control(no_cache=True)
@visitor
def phone_today(request: HttpRequest) -> HttpResponse:
    """The one page that a phone keeps. Nothing of anybody stands in it: a script fills it from what the phone keeps."""
    return render(request, app.SHELL)


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def phone_kept(request: PatientRequest) -> HttpResponse:
    """What the phone may keep."""
    look(request, current_episode(request.patient))
    return JsonResponse(kept_for(request.account))


@require_http_methods(["GET", "HEAD", "POST"])
@patient(may=Permission.ANSWER_FORM)
def sync(request: PatientRequest) -> HttpResponse:
    """GET: who is logged in here, and a fresh token to send with. POST: what the phone kept."""
    if request.method != "POST":
        return JsonResponse(owner(request.account) | {"token": get_token(request)})
    if len(request.body) > MOST_BYTES:
        return _refused(413, _("This is too much at once."))
    sent = read_sent(request.body)
    if sent is None:
        return _refused(422, _("We could not read what your phone sent."))
    if sent.record != str(request.account.id):
        return _refused(409, _("This phone keeps answers for another record. They were not sent."))
    taken = actions.sync(request.patient, sent, by=request.actor)
    return JsonResponse({"items": [vars(one) for one in taken], "clock": about_clock(sent)})


@require_safe
@cache_control(no_cache=True)
@visitor
def manifest(request: HttpRequest) -> HttpResponse:
    """What makes these pages an app."""
    return JsonResponse(app.manifest(), content_type="application/manifest+json")


@require_safe
@cache_control(no_cache=True)
@visitor
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers when there is no internet."""
    return HttpResponse(app.worker(request), content_type="text/javascript")


def _refused(status: int, sentence: str) -> HttpResponse:
    return JsonResponse({"sentence": sentence}, status=status)
