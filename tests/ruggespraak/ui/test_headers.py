"""Headers that keep what a person sees to that person."""

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.views.decorators.cache import cache_control

from ruggespraak.ui.headers import PrivateByDefaultMiddleware


def answered(view: object) -> HttpResponse:
    return PrivateByDefaultMiddleware(view)(RequestFactory().get("/"))


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("x")


def test_nothing_is_kept_by_default() -> None:
    headers = answered(plain).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_a_view_may_say_otherwise() -> None:
    assert answered(cache_control(public=True, max_age=300)(plain)).headers["Cache-Control"] == "public, max-age=300"
