"""From HTML to an accessible PDF (PDF/UA-1), without any request to anywhere."""

from collections.abc import Mapping
from typing import NoReturn

from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher


class OutsideError(FatalURLFetchingError):  # type: ignore[misc]
    """A letter asked for something outside itself. Fatal: no letter goes out half drawn."""


class Nowhere(URLFetcher):  # type: ignore[misc]
    """A letter is built from what people typed: nothing in it may make the server fetch a file or an address."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> NoReturn:
        """Refused, whatever it is."""
        raise OutsideError(url)


def render(template: str, context: Mapping[str, object], *, stylesheet: str, language: str = "nl") -> bytes:
    """The bytes of a tagged PDF. `stylesheet` is a template as well, so that everything ships with the package.

    Raises OutsideError when template or stylesheet ask for anything outside themselves.
    """
    with translation.override(language):
        html = render_to_string(template, dict(context))
    css = CSS(string=render_to_string(stylesheet), url_fetcher=Nowhere())
    document = HTML(string=html, url_fetcher=Nowhere())
    return bytes(document.write_pdf(stylesheets=[css], pdf_variant="pdf/ua-1"))
