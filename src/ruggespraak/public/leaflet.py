"""The leaflet on paper."""

import re
from collections.abc import Mapping
from importlib.resources import files

from django.template.loader import render_to_string

from ruggespraak.ui.pdf import as_pdf

# WeasyPrint knows no cascade layers and no dark mode: paper has a small sheet of its own.
PAGE = "public/leaflet_pdf.html"
SHEET = files("ruggespraak.public") / "print.css"
# Nor does a rule of the page reach into a drawing: each carries its colours along.
COLOURS = (
    "<style>text{font-size:13px;fill:#4a546e}.say{font-weight:700}.on{fill:#fffefb;font-weight:700}.folk{fill:#7890cf}"
    ".hot{fill:#c24c13}.cool{fill:#1f489f}.rule{stroke:#d9d6ce}.usual{fill:none;stroke:#1f489f;stroke-width:3}"
    ".rest{fill:#e7edf9;stroke:#7890cf}</style>"
)


def printed(leaflet: Mapping[str, object]) -> bytes:
    """The leaflet as a PDF. Nothing is fetched: all of it is in the page."""
    page = re.sub(r"<svg[^>]*>", lambda drawing: drawing[0] + COLOURS, render_to_string(PAGE, dict(leaflet)))
    return as_pdf(page, SHEET.read_text())
