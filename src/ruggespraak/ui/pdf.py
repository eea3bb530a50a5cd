"""From HTML to an accessible PDF (PDF/UA-1), without any request to anywhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from weasyprint import CSS, HTML, Attachment
from weasyprint.urls import FatalURLFetchingError, URLFetcher


class OutsideError(FatalURLFetchingError):  # type: ignore[misc]
    """A paper asked for something outside itself. Fatal: none goes out half drawn."""


class Nowhere(URLFetcher):  # type: ignore[misc]
    """A paper is built from what people typed: nothing in it may make the server fetch a file or an address."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> NoReturn:
        """Refused, whatever it is."""
        raise OutsideError(url)


@dataclass(frozen=True)
class Enclosed:
    """A file inside the PDF, for other programs. The name is what a reader sees and saves it as."""

    name: str
    description: str
    content: bytes


def as_pdf(html: str, stylesheet: str, enclosed: Iterable[Enclosed] = ()) -> bytes:
    """The bytes of a tagged PDF. Raises OutsideError when page or stylesheet ask for anything outside themselves."""
    css = CSS(string=stylesheet, url_fetcher=Nowhere())
    document = HTML(string=html, url_fetcher=Nowhere())
    files = [Attachment(string=one.content, name=one.name, description=one.description) for one in enclosed]
    return bytes(document.write_pdf(stylesheets=[css], pdf_variant="pdf/ua-1", attachments=files or None))
