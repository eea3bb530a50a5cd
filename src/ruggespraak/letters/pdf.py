"""From HTML to an accessible PDF (PDF/UA-1), without any request to anywhere."""

from collections.abc import Mapping
from typing import NoReturn

from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML


class OutsideError(Exception):
    """A letter asked for something outside itself."""


def render(template: str, context: Mapping[str, object], *, stylesheet: str, language: str = "nl") -> bytes:
    """The bytes of a tagged PDF. `stylesheet` is a template as well, so that everything ships with the package."""
    with translation.override(language):
        html = render_to_string(template, dict(context))
    css = CSS(string=render_to_string(stylesheet), url_fetcher=_refuse)
    document = HTML(string=html, url_fetcher=_refuse)
    return bytes(document.write_pdf(stylesheets=[css], pdf_variant="pdf/ua-1"))


def _refuse(url: str, *_: object, **__: object) -> NoReturn:
    # A letter is built from what people typed: nothing in it may make the server fetch a file or an address.
    raise OutsideError(url)
