"""From HTML to an accessible PDF (PDF/UA-1), without any request to anywhere."""

from collections.abc import Mapping
from typing import NoReturn

from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher


class OutsideError(FatalURLFetchingError):  # type: ignore[misc]
    """A paper asked for something outside itself. Fatal: none goes out half drawn."""


class Nowhere(URLFetcher):  # type: ignore[misc]
    """A paper is built from what people typed: nothing in it may make the server fetch a file or an address."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> NoReturn:
        """Refused, whatever it is."""
        raise OutsideError(url)


def as_pdf(html: str, stylesheet: str) -> bytes:
    """The bytes of a tagged PDF. Raises OutsideError when page or stylesheet ask for anything outside themselves."""
    css = CSS(string=stylesheet, url_fetcher=Nowhere())
    document = HTML(string=html, url_fetcher=Nowhere())
    return bytes(document.write_pdf(stylesheets=[css], pdf_variant="pdf/ua-1"))
