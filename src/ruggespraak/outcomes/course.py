"""My pain beside the usual course: as it was said, day by day, and never as a verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pathways.model import Pathway, Source
from ruggespraak.outcomes.diary import Day
from ruggespraak.outcomes.usual import PERSISTENT, SOURCE, Average, up_to, usual_course
from ruggespraak.ui import charts

WEEK = 7  # days
ONE_DAY = 1.01 / WEEK  # weeks; a line over a day of which nothing was said would be a guess

Row = tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """Pain of one day."""

    on: date
    pain: int


@dataclass(frozen=True)
class Course:
    """The picture, its conclusion as title, and the numbers in a table."""

    title: str
    drawing: SafeString
    notes: tuple[str, ...]
    source: Source | None
    is_mine: bool
    """Whether there is a line of one's own."""
    table: tuple[Row, ...]


def course_of(
    days: Sequence[Day], pack: Pathway, had_it_for: int | None = None, *, is_for_staff: bool = False
) -> Course:
    """The course of these days. `had_it_for`: how many days the pain had lasted at the beginning, when known.

    The client is spoken to; `is_for_staff` speaks of the client instead.
    """
    said = [Said(day.on, day.pain) for day in days if day.pain is not None]
    usual = up_to(usual_course(had_it_for), _weeks(said[-1].on, said[0].on) if said else 0)
    own = _client_says(said) if is_for_staff else _mine_says(said)
    return Course(
        title=f"{_usual_says(usual)} {own}",
        drawing=_drawn(usual, said, f"{_usual_says(usual)} {own}"),
        notes=tuple(note for note in (*_own_notes(said), _usual_note(usual)) if note),
        source=pack.sources.get(SOURCE),
        is_mine=bool(said),
        table=_table(usual, said),
    )


def _drawn(usual: Sequence[Average], said: Sequence[Said], conclusion: str) -> SafeString:
    return charts.course(
        [(one.week, one.pain) for one in usual],
        _picture_says(said, conclusion),
        band=[(one.week, one.low, one.high) for one in usual],
        mine=[(_weeks(one.on, said[0].on), one.pain) for one in said],
        apart=ONE_DAY,
        y_word=_("pain"),
        x_word=_("weeks"),
    )


def _weeks(on: date, first: date) -> float:
    return (on - first).days / WEEK


def _usual_says(usual: Sequence[Average]) -> str:
    first, sixth = usual[0], usual[1]
    words = _("On average pain goes from about %(first)s to %(then)s in %(weeks)s weeks.")
    return words % {"first": _whole(first.pain), "then": _whole(sixth.pain), "weeks": sixth.week}


def _mine_says(said: Sequence[Said]) -> str:
    if not said:
        return _("Your line begins with your first day.")
    if len(said) == 1:
        return _("Your first day stands at %(pain)d.") % {"pain": said[0].pain}
    first, last, days = said[0].pain, said[-1].pain, (said[-1].on - said[0].on).days
    if first == last:
        words = ngettext("Yours is %(last)d, as %(days)d day ago.", "Yours is %(last)d, as %(days)d days ago.", days)
    else:
        words = ngettext(
            "Yours went from %(first)d to %(last)d in %(days)d day.",
            "Yours went from %(first)d to %(last)d in %(days)d days.",
            days,
        )
    return words % {"first": first, "last": last, "days": days}


def _client_says(said: Sequence[Said]) -> str:
    if not said:
        return _("The client has not said anything of pain yet.")
    if len(said) == 1:
        return _("The client’s first day stands at %(pain)d.") % {"pain": said[0].pain}
    days = (said[-1].on - said[0].on).days
    words = ngettext(
        "The client’s went from %(first)d to %(last)d in %(days)d day.",
        "The client’s went from %(first)d to %(last)d in %(days)d days.",
        days,
    )
    return words % {"first": said[0].pain, "last": said[-1].pain, "days": days}


def _picture_says(said: Sequence[Said], conclusion: str) -> str:
    words = [_("A chart of pain from 0 to 10 over weeks."), conclusion]
    if len(said) > 1:
        pain = [one.pain for one in said]
        between = _("In between it lay between %(low)d and %(high)d.")
        words.append(between % {"low": min(pain), "high": max(pain)})
    return " ".join(words)


def _own_notes(said: Sequence[Said]) -> tuple[str, ...]:
    ups_and_downs = _("Pain goes up and down. A bad day usually does not mean that your back is getting worse.")
    return (ups_and_downs, _("Where your line stops, nothing was said.") if len(said) > 1 else "")


def _usual_note(usual: Sequence[Average]) -> str:
    recent = _("The blue line: people whose pain began less than 12 weeks ago.")
    persistent = _("The blue line: people who had pain for 12 weeks or longer already.")
    spread = _("The band shows how sure that average is. People differ much more: yours may go another way.")
    return f"{persistent if usual[0] == PERSISTENT[0] else recent} {spread}"


def _table(usual: Sequence[Average], said: Sequence[Said]) -> tuple[Row, ...]:
    head = (_("When"), _("Pain, 0 to 10"))
    average = tuple(
        (
            _("On average, week %(week)d") % {"week": one.week},
            _("%(pain)s (%(low)s to %(high)s)")
            % {"pain": _tenth(one.pain), "low": _tenth(one.low), "high": _tenth(one.high)},
        )
        for one in usual
    )
    mine = tuple((_("You, %(day)s") % {"day": date_format(one.on, "j F")}, str(one.pain)) for one in reversed(said))
    return (head, *mine, *average)


def _whole(value: float) -> str:
    return str(round(value))


def _tenth(value: float) -> str:
    return number_format(value, decimal_pos=1)
