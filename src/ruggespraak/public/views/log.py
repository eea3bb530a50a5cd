"""The roots over the log, for whoever wants to hold us to it."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ruggespraak.audit.roots import newest_roots, published_lines
from ruggespraak.people.access import visitor

SHOWN = 24


@require_safe
@visitor
def log_roots(request: HttpRequest) -> HttpResponse:
    """What a root is, the newest ones, and all of them as a file."""
    return render(request, "public/log_roots.html", {"roots": newest_roots(SHOWN)})


@require_safe
@visitor
def log_roots_file(request: HttpRequest) -> StreamingHttpResponse:
    """All roots, one a line; it only ever grows."""
    lines: Iterator[str] = published_lines()
    response = StreamingHttpResponse(lines, content_type="application/jsonl")
    response["Content-Disposition"] = 'attachment; filename="log-roots.jsonl"'
    return response
