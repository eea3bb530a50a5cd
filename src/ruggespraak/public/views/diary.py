"""A diary that stays with the visitor. These pages take nothing in: they only give the questions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ruggespraak.dossier.packs import pathway
from ruggespraak.outcomes.usual import SOURCE
from ruggespraak.people.access import visitor
from ruggespraak.public import diary as of_visitor


@require_safe
@visitor
def diary(request: HttpRequest) -> HttpResponse:
    """The questions, for the browser to keep the answers if the visitor wants so."""
    pack = pathway()
    context = {
        "questions": of_visitor.questions(pack),
        "columns": of_visitor.columns(pack),
        "signs": of_visitor.signs(pack),
        "sheets": of_visitor.sheets(),
        "area": of_visitor.area(),
        "source": pack.sources.get(SOURCE),
        "days_back": of_visitor.DAYS_BACK,
    }
    return render(request, "public/diary.html", context)


@require_safe
@visitor
def diary_paper(request: HttpRequest) -> HttpResponse:
    """Two weeks to fill in with a pen."""
    pack = pathway()
    context = {
        "questions": of_visitor.questions(pack),
        "columns": of_visitor.columns(pack),
        "signs": of_visitor.signs(pack),
    }
    return render(request, "public/diary_paper.html", context | {"days": range(1, of_visitor.DAYS_BACK + 1)})
