"""Saying no: the right status, a human sentence, and what to do next."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_protect

from ruggespraak.config import urls
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.ui import refusals


def raising(error: Exception) -> object:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


class Addresses:
    urlpatterns = [
        path("not-allowed/", raising(NotAllowed("Alleen een therapeut mag dit."))),
        path("not-possible/", raising(NotPossible("Dit plan is al getekend."))),
        path("denied/", raising(PermissionDenied("Dit is van iemand anders."))),
        path("bad/", raising(BadRequest("x"))),
        path("broken/", raising(ZeroDivisionError("secret detail"))),
        path("logout/", raising(NotPossible("")), name="account_logout"),
        path("form/", csrf_protect(lambda request: HttpResponse("ok"))),
        *urls.urlpatterns,  # every page draws its menu
    ]
    handler400 = staticmethod(refusals.bad_request)
    handler403 = staticmethod(refusals.forbidden)
    handler404 = staticmethod(refusals.not_found)
    handler500 = staticmethod(refusals.server_error)


@pytest.fixture
def visitor(settings: object, client: Client) -> Client:
    settings.ROOT_URLCONF = Addresses
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/not-allowed/", 403, "Alleen een therapeut mag dit."),
        ("/not-possible/", 409, "Dit plan is al getekend."),
        ("/denied/", 403, "Dit is van iemand anders."),
        ("/bad/", 400, "Je browser stuurde iets wat we niet begrijpen."),
        ("/nowhere/", 404, "Het adres klopt misschien niet, of de pagina is verhuisd."),
        ("/broken/", 500, "Het ligt niet aan jou."),
    ],
)
def test_every_no_has_its_status_and_its_sentence(visitor: Client, address: str, status: int, sentence: str) -> None:
    response = visitor.get(address)

    assert response.status_code == status
    page = response.content.decode()
    assert sentence in page
    assert "Levensgevaar? Bel 112." in page
    assert "secret detail" not in page


def test_htmx_gets_a_notice_and_not_a_page_in_a_page(visitor: Client) -> None:
    response = visitor.get("/not-possible/", headers={"HX-Request": "true"})

    assert response.status_code == 409
    assert response.content.decode().lstrip().startswith('<div class="notice"')


def test_a_form_without_its_token_says_what_to_do(visitor: Client) -> None:
    response = Client(enforce_csrf_checks=True).post("/form/")

    assert response.status_code == 403
    assert "Ga terug, ververs de pagina en verstuur het opnieuw." in response.content.decode()


@pytest.mark.parametrize(
    ("came_from", "is_offered"),
    [("http://testserver/form/", True), ("https://elsewhere.example/form/", False), ("javascript:alert(1)", False)],
)
def test_what_is_not_possible_now_leads_back_to_our_own_page(visitor: Client, came_from: str, is_offered: bool) -> None:
    page = visitor.get("/not-possible/", headers={"Referer": came_from}).text
    assert (f'href="{came_from}"' in page) is is_offered
