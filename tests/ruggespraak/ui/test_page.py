"""The page shell: title, menu, the other language, who is logged in."""

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import RequestFactory
from django.urls import path
from django.utils import translation

from ruggespraak.config import urls

PAGE = "{% extends shell %}{% block title %}Vandaag{% endblock %}{% block main %}<h1>Vandaag</h1>{% endblock %}"


@pytest.fixture(autouse=True)
def addresses(settings: object) -> None:
    settings.ROOT_URLCONF = Addresses


def page(address: str = "/", shell: str = "ui/page.html", **context: object) -> str:
    request = RequestFactory().get(address)
    return engines["django"].from_string(PAGE).render({"shell": shell, **context}, request)


def test_the_title_starts_with_the_error_word_on_error() -> None:
    assert "<title>Vandaag · Ruggespraak</title>" in page()
    assert "<title>Fout: Vandaag · Ruggespraak</title>" in page(errors=["x"])


def test_the_menu_marks_where_you_are() -> None:
    html = page(menu=[("Vandaag", "/desk/", True), ("Cliënten", "/desk/clients/", False)])

    assert '<a href="/desk/" aria-current="page">Vandaag</a>' in html
    assert '<a href="/desk/clients/">Cliënten</a>' in html


def test_112_stands_on_every_page_of_a_patient_and_not_on_the_desk() -> None:
    assert "Levensgevaar? Bel 112." in page()
    assert "112" not in page(shell="ui/desk.html")


def test_the_desk_is_dense_and_shows_who_is_logged_in() -> None:
    html = page(shell="ui/desk.html", account_name="B. Visser", logout_url="/account/logout/", csrf_token="t")

    assert '<html lang="nl" class="desk">' in html
    assert "B. Visser" in html
    assert 'method="post" action="/account/logout/"' in html


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


class Addresses:
    urlpatterns = [
        *i18n_patterns(path("check/", empty, name="check"), prefix_default_language=False),
        path("logout/", empty, name="account_logout"),
        *urls.urlpatterns,  # every page draws its menu
    ]


@pytest.mark.parametrize(
    ("language", "here", "there"),
    [
        ("nl", "/check/?page=2", "/en/check/?page=2"),
        ("en", "/en/check/?page=2", "/check/?page=2"),
        ("nl", "/not/a/page/", "/en/"),
        ("en", "/en/not/a/page/", "/"),
    ],
)
def test_the_language_switch_leads_to_this_page_in_the_other_language(language: str, here: str, there: str) -> None:
    with translation.override(language):
        html = page(here)

    assert f'<html lang="{language}"' in html
    assert f'href="{there}" lang=' in html
