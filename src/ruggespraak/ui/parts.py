"""The style page: every part and every question type on one page, for who builds pages. Only with DEBUG on."""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pathways.model import Form, load, parse_answers, read_answers
from ruggespraak.language import language
from ruggespraak.ui import charts
from ruggespraak.ui.faults import faults_of
from ruggespraak.ui.levels import Verdict, ladder
from ruggespraak.ui.questions import Earlier, ask
from ruggespraak.ui.reply import pressed

SAMPLE = Path(__file__).parent / "sample"
ICONS = tuple(
    name
    for line in (
        "back checkup care calendar phone stethoscope week hands walk apple moon sun bolt diary ask folder eye",
        "lock print left right close tick info warn flag consent gauge up down search plus pen globe menu clock",
        "exercise scan play pause person practice dizzy mail",
    )
    for name in line.split()
)
USUAL = [(0, 5.2), (2, 3.8), (4, 2.9), (6, 2.3), (8, 1.9), (10, 1.6), (12, 1.4)]
MINE = [(0, 6), (1, 7), (2, 5), (3, 6), (4, 4), (5, 4), (6, 5), (7, 3)]
SESSIONS = [charts.Minutes("1", 18, 6, 6), charts.Minutes("2", 15, 9, 6), charts.Minutes("3", 12, 10, 8)]


@cache
def sample() -> Form:
    """A form with one question of every type."""
    return load(SAMPLE).forms["sample"]


def parts(request: HttpRequest) -> HttpResponse:
    """Shows the parts; a reply is read and asked again, as every form page of the house does."""
    if "saved" in request.GET:
        return HttpResponse("Bewaard")
    form = sample()
    earlier = [Earlier(read_answers(form, {"pain": 6, "fever": "no"}).answers, "Noor Hendriks, 3-3-2026")]
    raw = dict(request.POST.lists())
    parsed = parse_answers(form, raw, language=language())
    problems = () if not raw or pressed(raw) or request.headers.get("HX-Request") else parsed.problems
    questions = ask(
        form, parsed.answers, problems=problems, language=language(), earlier=earlier, raw=raw if raw else None
    )
    levels = form.pathway.levels
    context = {
        "questions": questions,
        "errors": faults_of(questions),
        "live_url": request.path,
        "save_url": f"{request.path}?saved",
        "menu": [("Today", "#", True), ("Clients", "#", False)],
        "ladder": ladder(levels, levels[2].id, language()),
        "verdict": Verdict("today", "stethoscope", levels[4].label.in_(language()), levels[4].text.in_(language())),
        "verdict_actions": [{"url": "#", "label": "Print", "icon": "print"}],
        "icons": ICONS,
        "usual": USUAL,
        "mine": MINE,
        "mine_values": [value for _week, value in MINE],
        "sessions": SESSIONS,
        "minutes": [
            ("", "Hands-on", "Hands-off", "Coaching"),
            *((s.label, s.hands_on, s.hands_off, s.coaching) for s in SESSIONS),
        ],
        "steps": [
            {"label": "Intake", "is_done": True},
            {"label": "Plan", "is_current": True},
            {"label": "Evaluation"},
        ],
        "timeline": [
            {
                "title": "Session 4",
                "by": "B. Visser, 11 March",
                "icon": "lock",
                "text": "Sits for 40 minutes.",
                "url": "#",
            },
            {"title": "Plan agreed", "by": "Noor Hendriks, 24 February", "tone": "moss"},
        ],
        "facts": [("Work", "Designer, 32 hours"), ("GP", "S. Aydin, Leiden")],
        "shell": "ui/desk.html" if request.GET.get("shell") == "desk" else "ui/page.html",
        "account_name": "B. Visser",
        "logout_url": "#",
        "practice_name": "Praktijk Aan de Vest",
    }
    return render(request, "ui/parts.html", context, status=422 if problems else 200)
