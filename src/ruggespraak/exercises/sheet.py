"""The contact sheet: every figure of a pathway on one page that needs nothing else, for who must judge them."""

from __future__ import annotations

from pathlib import Path

from django.utils.html import escape

from pathways.model import Exercise, Pathway
from ruggespraak.exercises.figure import Moment, figure
from ruggespraak.exercises.words import describe

_STYLE = """
:root{color-scheme:light dark;--paper:#fffefb;--ground:#f3f1ec;--ink:#17233f;--rule:#d9d6ce;--line:#757c91;
--wash:#e7edf9;--delft:#1f489f;--pale:#7890cf;--ember:#c24c13;--peach:#ffb27a;--sand:#e6cdb4}
@media(prefers-color-scheme:dark){:root{--paper:#18213a;--ground:#101728;--ink:#eceff8;--rule:#2f3a58;--line:#8490b0;
--wash:#22305a;--delft:#a3bffa;--pale:#546aa6;--ember:#ff9a5e;--peach:#b03f0c;--sand:#5b4a40}}
body{margin:1rem;font:16px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--ground)}
main{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,40rem),1fr));gap:1rem}
article{padding:.75rem;background:var(--paper);border:1px solid var(--rule);break-inside:avoid}
h2{font-size:1.05rem;margin:0 0 .5rem}code{font-weight:400;font-size:.9em}
.two{display:grid;grid-template-columns:1fr 1fr;gap:.75rem}p{margin:.25rem 0}
.figure{inline-size:100%;block-size:auto;max-block-size:16rem}
.far{fill:var(--pale)}.near,.trunk{fill:var(--delft)}.prop{fill:var(--sand)}:is(.near,.far) path{stroke:var(--paper)}
.leg,.ground,.cue path{fill:none;stroke:var(--sand);stroke-width:3;stroke-linecap:round;stroke-linejoin:round}
.cue path{stroke:var(--ember);stroke-width:2}.cue .tip{fill:var(--ember);stroke:none}
"""
_LAYER = "@layer pictures {"


def contact_sheet(pathway: Pathway) -> str:
    """All figures with their start, their end, their names and what is told of them in both languages."""
    own = (Path(__file__).parent / "static/exercises/figure.css").read_text(encoding="utf-8")
    style = _STYLE + own[own.index(_LAYER) + len(_LAYER) :].rsplit("}", 1)[0]
    articles = "".join(_article(exercise) for exercise in sorted(pathway.exercises, key=lambda e: e.id))
    return (
        '<!doctype html>\n<html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Exercises of {escape(pathway.id)}</title>\n<style>{style}</style>\n"
        f"<h1>Exercises of {escape(pathway.id)}</h1>\n"
        "<p>Made by <code>make fix</code> from the poses in the pack. "
        f"A therapist looks at every pose before clients do.</p>\n<main>\n{articles}</main></html>\n"
    )


def _article(exercise: Exercise) -> str:
    name = f'{escape(exercise.name.nl)} · <span lang="en">{escape(exercise.name.en)}</span>'
    moments: tuple[Moment, ...] = ("end",) if len(exercise.figure.poses) == 1 else ("start", "end")
    pictures = "".join(f"<div>{figure(exercise, moment, 'nl')}{_told(exercise, moment)}</div>" for moment in moments)
    return (
        f'<article id="{exercise.id}"><h2>{name} <code>{exercise.id}</code></h2>\n<div class="two">{pictures}</div>'
        "</article>\n"
    )


def _told(exercise: Exercise, moment: Moment) -> str:
    dutch, english = (escape(describe(exercise, moment, language)) for language in ("nl", "en"))
    return f'<p lang="nl">{dutch}</p><p lang="en">{english}</p>'
