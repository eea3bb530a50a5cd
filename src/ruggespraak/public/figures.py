"""The facts as pictures. Every number is the source's own; `pathway.sources` says which, and when it was reviewed."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pathways.model import Pathway, Source
from ruggespraak.outcomes.usual import RECENT
from ruggespraak.ui import charts
from ruggespraak.ui.bodymap import BACK, MIRROR

USUAL_COURSE = tuple((average.week, average.pain) for average in RECENT)
LOW_BACK = ("back_lumbar", "back_lumbar_mid", "sacrum", "coccyx")
SOMETIMES = ("buttock", "thigh_back")
PAIRED = ("back_lumbar", "buttock", "thigh_back")

Row = tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """A picture with its conclusion as title, and where its numbers come from."""

    name: str
    title: str
    drawing: SafeString
    note: str
    source: Source | None
    table: tuple[Row, ...] = ()


def figure(name: str, pathway: Pathway, language: str) -> Figure | None:
    """The figure that an information page asks for; None for a name that is not drawn here."""
    draw = _FIGURES.get(name)
    return draw(pathway, language) if draw else None


def _top_three(pathway: Pathway, language: str) -> Figure:
    says = _("Three bars. One is coloured: low back pain is among the three most frequent movement complaints.")
    bars = format_html_join("", '<rect class="{}" x="0" y="{}" width="{}" height="26" rx="13"/>', _BARS)
    word = format_html('<text class="on" x="18" y="19">{}</text>', _("low back pain"))
    drawing = format_html(
        '<svg class="chart" viewBox="0 0 400 98" role="img" aria-label="{}">{}{}</svg>', says, bars, word
    )
    return Figure(
        "top_three",
        _("Low back pain is among the three most frequent movement complaints."),
        drawing,
        _("The bars stand for three complaints, not for numbers."),
        pathway.sources.get("src_seed"),
    )


_BARS = (("hot", 0, 360), ("folk", 36, 360), ("folk", 72, 360))


def _half(pathway: Pathway, language: str) -> Figure:
    return Figure(
        "half",
        _("You are not the only one: each year about 1 in 2 people has back pain."),
        charts.field_of_people(5, 10, _("Ten people, five of them coloured.")),
        "",
        pathway.sources.get("src_seed"),
    )


def _one_or_two_in_hundred(pathway: Pathway, language: str) -> Figure:
    says = _("A hundred people. One is coloured and one half: 1 to 2 in 100 people have a cause that can be shown.")
    return Figure(
        "one_or_two_in_hundred",
        _("Of 100 people with low back pain, 1 or 2 have a cause that can be shown."),
        charts.field_of_people(1.5, 100, says),
        _("Think of a broken vertebra or rheumatic disease. In the others the back is sensitive, mostly not broken."),
        pathway.sources.get("src_seed"),
    )


def _course(pathway: Pathway, language: str) -> Figure:
    says = _(
        "On average the pain starts at about 5 out of 10. After six weeks it is about 2, after half a year about 1."
    )
    point = "," if language == "nl" else "."
    rows = tuple((str(week), str(pain).replace(".", point)) for week, pain in USUAL_COURSE)
    return Figure(
        "course",
        _("Most pain drops in the first six weeks."),
        charts.course(USUAL_COURSE, says, y_word=_("pain"), x_word=_("weeks")),
        _("Pain goes up and down from day to day. A bad day usually does not mean that your back is getting worse."),
        pathway.sources.get("src_costa12"),
        ((_("Week"), _("Average pain, 0 to 10")), *rows),
    )


def _where_it_sits(pathway: Pathway, language: str) -> Figure:
    says = _("The back of a body. Coloured: from the lowest ribs to the buttocks. Lighter: buttocks and upper legs.")
    areas = [_area(name, "folk") for name in SOMETIMES] + [_area(name, "hot") for name in LOW_BACK]
    rest = format_html('<path class="rest" d="{}"/>{}', BACK.outline, _area("back_thoracic", "rest"))
    drawing = format_html(
        '<svg class="figure where" viewBox="20 0 220 345" role="img" aria-label="{}">{}{}</svg>',
        says,
        rest,
        format_html_join("", "{}", ((area,) for area in areas)),
    )
    return Figure(
        "where_it_sits",
        _("This is your low back. The pain can move to your buttock or leg."),
        drawing,
        "",
        pathway.sources.get("src_seed"),
    )


def _area(name: str, tone: str) -> SafeString:
    path = BACK.shapes[name].path
    left = format_html('<path class="{}" d="{}"/>', tone, path)
    if name not in PAIRED and name != "back_thoracic":
        return left
    return format_html('{}<path class="{}" d="{}" transform="{}"/>', left, tone, path, MIRROR)


_FIGURES: dict[str, Callable[[Pathway, str], Figure]] = {
    "top_three": _top_three,
    "half": _half,
    "one_or_two_in_hundred": _one_or_two_in_hundred,
    "course": _course,
    "where_it_sits": _where_it_sits,
}
