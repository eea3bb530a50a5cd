"""The letter on paper."""

from collections.abc import Mapping

from django.template.loader import render_to_string
from django.utils import translation

from ruggespraak.ui.pdf import as_pdf


def render(template: str, context: Mapping[str, object], *, stylesheet: str, language: str = "nl") -> bytes:
    """A letter as a PDF. `stylesheet` is a template as well, so that everything ships with the package.

    Raises `ui.pdf.OutsideError` when template or stylesheet ask for anything outside themselves.
    """
    with translation.override(language):
        html = render_to_string(template, dict(context))
    return as_pdf(html, render_to_string(stylesheet))
