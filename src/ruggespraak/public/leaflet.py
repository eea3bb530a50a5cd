"""The leaflet on paper."""

from collections.abc import Mapping
from importlib.resources import files

from django.template.loader import render_to_string
from weasyprint import CSS, HTML

# WeasyPrint knows no `@layer` and no custom colours of the browser's dark mode: the paper has its own small sheet.
SHEET = files("ruggespraak.public") / "print.css"


def as_pdf(leaflet: Mapping[str, object]) -> bytes:
    """The leaflet as an accessible PDF (PDF/UA-1). Nothing is fetched: all of it is in the page."""
    page = render_to_string("public/leaflet_pdf.html", dict(leaflet))
    document = HTML(string=page, url_fetcher=_refuse)
    pdf: bytes = document.write_pdf(stylesheets=[CSS(string=SHEET.read_text())], pdf_variant="pdf/ua-1")
    return pdf


def _refuse(url: str, *args: object, **kwargs: object) -> dict[str, object]:
    raise ValueError(f"A leaflet fetches nothing, but asked for {url}.")
