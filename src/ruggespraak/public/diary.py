"""The diary of a visitor: the questions of the clients' diary, kept in the visitor's own browser and nowhere else."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pathways.model import Pathway, Question
from ruggespraak.language import language
from ruggespraak.outcomes.diary import FORM, MINUTES, MOOD, PAIN, SIGNS, SLEEP
from ruggespraak.outcomes.usual import RECENT, up_to
from ruggespraak.ui import charts
from ruggespraak.ui.questions import Asked, ask

ASKED = (PAIN, MINUTES, SLEEP, MOOD)
NOTHING_NEW = "sign_none"
DAYS_BACK = 14
"""So far back a day may still be filled in."""


@dataclass(frozen=True)
class Sheet:
    """The usual course over so many weeks, on which the browser draws the visitor's own line."""

    weeks: int
    drawing: SafeString


def questions(pack: Pathway) -> tuple[Asked, ...]:
    """The four quick ones. What is new is not kept here: it leads to the self-check at once."""
    return tuple(one for one in ask(pack.forms[FORM], {}, language=language()) if one.id in ASKED)


def columns(pack: Pathway) -> tuple[str, ...]:
    """What each question is called in a table, in their order."""
    return tuple(_named(pack.questions[name]) for name in ASKED)


def signs(pack: Pathway) -> tuple[str, ...]:
    """What must not wait for a diary."""
    options = pack.questions[SIGNS].options
    return tuple(option.label.in_(language()) for option in options if option.id != NOTHING_NEW)


def sheets() -> tuple[Sheet, ...]:
    """For half a season, half a year and a year."""
    return tuple(_sheets())


def area() -> dict[str, float]:
    """Where on a sheet week 0, the last week, 10 and 0 lie."""
    return {"left": charts.LEFT, "right": charts.RIGHT, "top": charts.TOP, "bottom": charts.BOTTOM}


def _sheets() -> Iterator[Sheet]:
    for last in RECENT[1:]:
        usual = up_to(RECENT, last.week)
        says = _("A chart of pain from 0 to 10 over %(weeks)d weeks: on average from %(first)s to %(last)s.") % {
            "weeks": last.week,
            "first": round(usual[0].pain),
            "last": round(last.pain),
        }
        yield Sheet(
            last.week,
            charts.course(
                [(one.week, one.pain) for one in usual],
                says,
                band=[(one.week, one.low, one.high) for one in usual],
                usual_word=_("on average"),
                y_word=_("pain"),
                x_word=_("weeks"),
            ),
        )


def _named(question: Question) -> str:
    return question.plain.in_(language()) if question.plain else question.ask.in_(language())
