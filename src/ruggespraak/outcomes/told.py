"""Change in words: plainly for the client, in terms for the therapist. Numbers as their reader writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.model import Measure
from ruggespraak import clock
from ruggespraak.outcomes.scoring import Change, Gap, Score, Verdict, asks_about_change, judged
from ruggespraak.outcomes.taken import Series, Taken
from ruggespraak.ui import charts

TERMS: dict[Verdict, Promise] = {
    Verdict.PROBABLY_REAL: gettext_lazy("Improved, probably real"),
    Verdict.IMPROVED: gettext_lazy("Improved"),
    Verdict.NO_CLEAR_CHANGE: gettext_lazy("No clear change"),
    Verdict.WORSE: gettext_lazy("Worse"),
    Verdict.CANNOT_BE_SAID: gettext_lazy("Cannot be said"),
}
"""Verdict → its name on the desk."""
TONES = {Verdict.PROBABLY_REAL: "moss", Verdict.IMPROVED: "moss", Verdict.WORSE: "alarm"}
ICONS = {Verdict.PROBABLY_REAL: "tick", Verdict.IMPROVED: "tick", Verdict.WORSE: "warn"}


@dataclass(frozen=True)
class Told:
    """One measure over time for a reader: the conclusion first, then the drawing, then the numbers."""

    id: str
    name: str
    title: str
    note: str
    drawing: SafeString
    low: str
    high: str
    direction: str
    table: tuple[tuple[str, ...], ...]
    activities: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Brief:
    """One measure over time for the desk: small, in terms."""

    name: str
    now: str
    was: str
    term: str
    tone: str
    icon: str
    more: str
    direction: str
    says: str
    values: tuple[float, ...]
    bottom: float
    top: float


def for_client(series: Series, language: str) -> Told:
    """In plain words, on its own full axis."""
    measure = series.measure
    name = (measure.plain or measure.label).in_(language)
    title, note = _title(series, language), _note(series)
    rows = [(f"{one.name}, {day(one, language)}", _at(one.score), amount(one.score, language)) for one in series.taken]
    drawn = [row for row in rows if row[1] is not None]
    says = f"{name}. {title} " + "; ".join(f"{label}: {value}" for label, _place, value in rows)
    return Told(
        id=measure.id,
        name=name,
        title=title,
        note=note,
        drawing=charts.moments(drawn, float(measure.low), float(measure.high), says, since_first=series.has_start),
        low=_end(measure.low, measure.low_anchor.in_(language) if measure.low_anchor else ""),
        high=_end(measure.high, measure.high_anchor.in_(language) if measure.high_anchor else ""),
        direction=_("← Left is better") if measure.better == "lower" else _("Right is better →"),
        table=((_("When"), _("Score")), *((label, value) for label, _place, value in rows)),
        activities=tuple(_activities(series, language)),
    )


def _title(series: Series, language: str) -> str:
    last = series.taken[-1].score
    if asks_about_change(series.measure):
        return _("Compared with the start: %(answer)s.") % {"answer": amount(last, language)}
    change = series.change
    if change is None:
        words = {"now": amount(last, language)}
        return _("At the start: %(now)s.") % words if series.has_start else _("Now: %(now)s.") % words
    if change.gap is Gap.MISSING:
        return _("Too little was filled in to compare.")
    if change.gap is Gap.DIFFERENT:
        return _("The questions have changed, so this cannot be compared.")
    words = {"before": number(change.before), "after": number(change.after)}
    return str(_TITLES[change.verdict]) % words


_TITLES: dict[Verdict, Promise] = {
    Verdict.PROBABLY_REAL: gettext_lazy("From %(before)s to %(after)s: better. That is probably no chance."),
    Verdict.IMPROVED: gettext_lazy("From %(before)s to %(after)s: better."),
    Verdict.NO_CLEAR_CHANGE: gettext_lazy("From %(before)s to %(after)s: no clear change yet."),
    Verdict.WORSE: gettext_lazy("From %(before)s to %(after)s: worse than at the start."),
    Verdict.CANNOT_BE_SAID: gettext_lazy("From %(before)s to %(after)s."),
}


def _note(series: Series) -> str:
    """What the change means; and over which activities it was taken, when not over all."""
    note = _meaning(series)
    return f"{_('Compared over what you filled in both times.')} {note}" if _is_over_a_part(series) else note


def _is_over_a_part(series: Series) -> bool:
    change = series.change
    ends = (series.taken[0].score.value, series.taken[-1].score.value)
    return change is not None and change.gap in (None, Gap.UNKNOWN) and (change.before, change.after) != ends


def _meaning(series: Series) -> str:
    change, measure = series.change, series.measure
    if series.taken[-1].score.label:
        return ""
    if change is None:
        return _("Later you see here whether it changes.") if series.has_start else _("There is no score of the start.")
    if change.gap is Gap.UNKNOWN:
        return _("What such a difference means is not known.")
    if change.gap:
        return ""
    if change.verdict is Verdict.WORSE:
        return _("Tell your therapist, or call your practice.")
    if change.verdict is Verdict.NO_CLEAR_CHANGE:
        return _less_than(measure)
    if change.verdict is Verdict.IMPROVED and measure.change_detectable is None:
        return _("That is a difference that people notice. Whether it is more than chance, nobody knows here.")
    if change.verdict is Verdict.IMPROVED:
        return _("That is a difference that people notice. Chance may have a part in it.")
    return _("That is a difference that people notice.")


def _less_than(measure: Measure) -> str:
    if measure.change_absolute is None:
        return _("A small difference can be chance.")
    return _("A difference of less than %(points)s can be chance.") % {
        "points": number(Fraction(measure.change_absolute))
    }


def _activities(series: Series, language: str) -> Sequence[tuple[str, str]]:
    """Each own activity: how it went at the start, and how now."""
    first, last = series.taken[0].score.items, series.taken[-1].score.items
    told = []
    for place, name in enumerate(series.activities):
        if name and len(series.taken) > 1 and series.has_start:
            words = {"before": number(first[place]), "after": number(last[place])}
            told.append((name, _("from %(before)s to %(after)s") % words))
        elif name:
            told.append((name, number(last[place])))
    return told


def for_desk(series: Series, language: str) -> Brief:
    """In terms: what changed, held against the smallest change of the measure."""
    measure, last = series.measure, series.taken[-1].score
    verdict = _verdict(series)
    now, was = amount(last, language), amount(series.taken[0].score, language) if len(series.taken) > 1 else ""
    name = measure.label.in_(language)
    values = tuple(
        float(one.score.value) for one in series.taken if one.score.value is not None and not one.score.label
    )
    return Brief(
        name=name,
        now=now,
        was="" if last.label else was,
        term=str(TERMS[verdict]) if verdict else "",
        tone=TONES.get(verdict, "") if verdict else "",
        icon=ICONS.get(verdict, "info") if verdict else "",
        more=_more(series),
        direction=_("lower is better") if measure.better == "lower" else _("higher is better"),
        says=_("%(name)s, from %(low)s to %(high)s: %(values)s")
        % {
            "name": name,
            "low": number(Fraction(measure.low)),
            "high": number(Fraction(measure.high)),
            "values": ", ".join(f"{one.name} {amount(one.score, language)}" for one in series.taken),
        },
        values=values,
        bottom=float(measure.low),
        top=float(measure.high),
    )


def _more(series: Series) -> str:
    if series.change is None or series.taken[-1].score.label:
        return ""
    terms = _in_terms(series.change, series.measure)
    return f"{terms}; {_('over what was scored both times')}" if _is_over_a_part(series) else terms


def _verdict(series: Series) -> Verdict | None:
    if asks_about_change(series.measure):
        return judged(series.taken[-1].score)
    return series.change.verdict if series.change else None


def _in_terms(change: Change, measure: Measure) -> str:
    if change.gap is Gap.MISSING:
        return _("too few items answered")
    if change.gap is Gap.DIFFERENT:
        return _("another version of the instrument")
    limits = [_("no MIC known")] if change.gap is Gap.UNKNOWN else [_mic(measure)]
    limits.append(
        _("SDC %(points)s") % {"points": number(Fraction(measure.change_detectable))}
        if measure.change_detectable is not None
        else _("no SDC known")
    )
    difference = change.after - change.before if change.after is not None and change.before is not None else None
    signed = (
        ""
        if difference is None
        else f"{'+' if difference > 0 else '−' if difference < 0 else ''}{number(abs(difference))}"
    )
    return _("%(difference)s (%(limits)s)") % {"difference": signed, "limits": "; ".join(limits)}


def _mic(measure: Measure) -> str:
    points = [] if measure.change_absolute is None else [number(Fraction(measure.change_absolute))]
    part = [] if measure.change_percent is None else [f"{number(Fraction(measure.change_percent))}%"]
    return _("MIC %(change)s") % {"change": _(" or ").join([*points, *part])}


def amount(score: Score, language: str) -> str:
    """A score as it is read: the words of an option, or a number; a dash when too little was answered."""
    if score.value is None:
        return "–"
    return _words(score, language) or number(score.value) + (f" {unit}" if (unit := score.measure.unit) else "")


def _words(score: Score, language: str) -> str:
    label = score.label
    return label.in_(language) if label else ""


def number(value: Fraction | None) -> str:
    """With one decimal at most, and a comma where Dutch is read."""
    if value is None:
        return "–"
    rounded = round(value, 1)
    return number_format(float(rounded), decimal_pos=0 if rounded.denominator == 1 else 1)


def day(one: Taken, language: str) -> str:
    """The day, short enough to stand beside a name."""
    month = "M" if language == "en" else "b"
    return date_format(one.on, f"j {month}" if one.on.year == clock.today().year else f"j {month} Y")


def _at(score: Score) -> float | None:
    return None if score.value is None else float(score.value)


def _end(value: object, words: str) -> str:
    return f"{number(Fraction(str(value)))}: {words}" if words else number(Fraction(str(value)))
