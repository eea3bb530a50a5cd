"""Pages to read."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ruggespraak.dossier.packs import pathway
from ruggespraak.language import language
from ruggespraak.mode import advises
from ruggespraak.people.access import visitor
from ruggespraak.people.models import Practice
from ruggespraak.public import figures, information
from ruggespraak.public.complaints import COMPLAINTS, find_complaint
from ruggespraak.public.course import shown_count
from ruggespraak.public.leaflet import printed
from ruggespraak.public.practices import all_practices, the_practice

ON_HOME = ("one_or_two_in_hundred", "course", "half")


@require_safe
@visitor
def home(request: HttpRequest) -> HttpResponse:
    """The front page: reassure with facts, then what someone can do."""
    pack = pathway()
    context = {
        "page_count": shown_count(pack.forms["self_check"]),
        "figures": [figures.figure(name, pack, language()) for name in ON_HOME],
        "complaints": COMPLAINTS,
    }
    return render(request, "public/home.html", context)


@require_safe
@visitor
def complaint(request: HttpRequest) -> HttpResponse:
    """What there is to read about low back pain."""
    context = {"pack": pathway(), "pages": information.pages(pathway(), language())}
    return render(request, "public/complaint.html", context)


@require_safe
@visitor
def information_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page about low back pain."""
    pages = information.pages(pathway(), language())
    place = next((place for place, page in enumerate(pages) if page.slug == slug), None)
    if place is None:
        raise Http404
    context = {
        "page": pages[place],
        "parts": _parts(pages[place]),
        "following": pages[place + 1] if place + 1 < len(pages) else None,
    }
    return render(request, "public/information.html", context)


@require_safe
@visitor
def later(request: HttpRequest, slug: str) -> HttpResponse:
    """A complaint that is not worked out yet: says so, and what to do meanwhile."""
    found = find_complaint(slug)
    if found is None:
        raise Http404
    return render(request, "public/later.html", {"complaint": found})


@require_safe
@visitor
def leaflet(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Everything about low back pain on paper, with the practice's own name; without one, a choice of practices."""
    practice = the_practice(slug)
    if practice is None and slug:
        raise Http404
    if practice is None and all_practices().exists():
        return render(request, "public/leaflets.html", {"practices": all_practices()})
    return render(request, "public/leaflet.html", _leaflet(practice))


@require_safe
@visitor
def leaflet_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The leaflet as a PDF."""
    practice = the_practice(slug)
    if practice is None:
        raise Http404
    response = HttpResponse(printed(_leaflet(practice)), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{slug}.pdf"'
    return response


@require_safe
@visitor
def about(request: HttpRequest) -> HttpResponse:
    """What Ruggespraak is and is not."""
    return render(request, "public/about.html", {"is_advising": advises(), "is_demo": settings.DEMO, "pack": pathway()})


@require_safe
@visitor
def privacy(request: HttpRequest) -> HttpResponse:
    """What happens with a visitor's and a client's data."""
    return render(request, "public/privacy.html", {"practices": all_practices()})


@require_safe
@visitor
def accessibility(request: HttpRequest) -> HttpResponse:
    """For whom the pages work, and where to say that they do not."""
    return render(request, "public/accessibility.html", {"practices": all_practices()})


def _leaflet(practice: Practice | None) -> dict[str, object]:
    leaflet = information.leaflet(pathway(), language())
    return {
        "practice": practice,
        "leaflet": leaflet,
        "safety_net": pathway().safety_net.in_(language()),
        "version": f"{pathway().version} ({pathway().content_hash[:8]})",
        "chapters": [(page, _parts(page)) for page in leaflet.chapters],
        "language": language(),
    }


def _parts(page: information.InformationPage) -> list[dict[str, object]]:
    """The blocks of a page, with each figure drawn."""
    return [
        {"html": block.html, "figure": figures.figure(block.figure, pathway(), language())} for block in page.blocks
    ]
