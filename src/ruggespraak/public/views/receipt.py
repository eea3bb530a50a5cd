"""The page that checks a receipt, as one file: to use here, or to save and use without any network."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ruggespraak.people.access import visitor

PAGE = Path(__file__).resolve().parent.parent / "check-receipt.html"
"""The same bytes stand in docs/for-practices, for who has no practice nearby."""
INSIDE = {
    "script-src": re.compile(r"<script>(.*?)</script>", re.DOTALL),
    "style-src": re.compile(r"<style>(.*?)</style>", re.DOTALL),
}


@require_safe
@visitor
@cache_control(public=True, max_age=3600)
def check_receipt(request: HttpRequest) -> HttpResponse:
    """The whole file, allowed to run what is in it and to reach nothing: not even us."""
    response = HttpResponse(_page())
    response["Content-Security-Policy"] = policy(_page().decode())
    return response


@cache
def _page() -> bytes:
    return PAGE.read_bytes()


def policy(page: str) -> str:
    """What this page may do: run and wear exactly what is in it, by digest; no address may be asked for anything."""
    inside = (f"{name} {' '.join(map(_digest, pattern.findall(page)))}" for name, pattern in INSIDE.items())
    return "; ".join(("default-src 'none'", *inside, "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"))


def _digest(inside: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()}'"
