"""Saying no: what a person sees when something may not, cannot, does not exist, or went wrong."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from ruggespraak.errors import NotAllowed, NotPossible


@dataclass(frozen=True)
class Refusal:
    """The words of one status code."""

    heading: Promise
    sentence: Promise
    advice: Promise


REFUSALS = {
    400: Refusal(
        _("We could not read this"),
        _("Your browser sent something that we do not understand."),
        _("Go back and try once more."),
    ),
    403: Refusal(
        _("You may not do this"),
        _("Your account does not have the right for this."),
        _("Do you need it for your work? Ask the owner of the practice."),
    ),
    404: Refusal(
        _("This page is not here"),
        _("The address may be wrong, or the page was moved."),
        _("Check the address, or start again from the front page."),
    ),
    409: Refusal(
        _("This is not possible now"),
        _("Something has changed in the meantime."),
        _("Go back, reload the page and look at what changed."),
    ),
    422: Refusal(
        _("Something is still missing"),
        _("Not every answer could be used."),
        _("Go back and complete your answers."),
    ),
    500: Refusal(
        _("Something went wrong on our side"),
        _("It is not your doing. What you had saved before is still there."),
        _("Try again in a few minutes. Is it urgent? Then call."),
    ),
}


def refuse(request: HttpRequest, status: int, sentence: str = "", advice: str = "") -> HttpResponse:
    """The page (or, for htmx, the notice) that says no. An empty sentence takes the general one."""
    template = "ui/_refusal.html" if getattr(request, "htmx", False) else "ui/error.html"
    words = _words(status, sentence, advice) | {"back": _page_before(request) if status == 409 else ""}
    return render(request, template, words, status=status)


def _page_before(request: HttpRequest) -> str:
    """The page of ours that somebody came from, to open it afresh; empty when there is none."""
    address = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else ""


def _words(status: int, sentence: str = "", advice: str = "") -> dict[str, object]:
    refusal = REFUSALS[status]
    return {
        "status": status,
        "heading": refusal.heading,
        "sentence": sentence or refusal.sentence,
        "advice": advice or refusal.advice,
    }


class RefusalMiddleware:
    """Turns `NotAllowed` and `NotPossible`, from wherever in a view, into a page with their sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """None for every other exception: those are faults, and must be seen."""
        if isinstance(exception, NotAllowed):
            return refuse(request, 403, str(exception))
        if isinstance(exception, NotPossible):
            return refuse(request, 409, str(exception))
        return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    return refuse(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    return refuse(request, 403, str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404. The exception's own text names code, so it is not shown."""
    return refuse(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500. Drawn without the request: who is logged in may be the very thing that failed."""
    return HttpResponse(render_to_string("ui/error.html", _words(500)), status=500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: mostly a page that stood open too long."""
    return refuse(
        request,
        403,
        str(_("This page was open for too long, or your browser refuses cookies.")),
        str(_("Go back, reload the page and send it again.")),
    )
