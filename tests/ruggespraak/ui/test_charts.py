"""Drawings of numbers say the same in a picture, in a sentence, and within the security policy."""

import re
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from ruggespraak.ui import charts
from ruggespraak.ui.charts import Minutes

USUAL = [(0, 5), (6, 2), (12, 1)]
EVERY = [
    charts.field_of_people(1.5, 100, "één of twee"),
    charts.course(
        USUAL, "zakt", mine=[(0, 6), (1, 7)], usual_word="vaak", mine_word="jij", y_word="pijn", x_word="weken"
    ),
    charts.sparkline([6, 4, 3], "van 6 naar 3", goal=2),
    charts.stacked_minutes([Minutes("1", 18, 6, 6), Minutes("2", 0, 20, 10)], "minuten"),
    charts.phase(2, 5, "fase 2 van 5"),
]


@pytest.mark.parametrize("drawing", EVERY)
def test_a_drawing_is_one_image_with_one_sentence_and_no_style(drawing: str) -> None:
    svg = ElementTree.fromstring(drawing)

    assert svg.get("role") == "img"
    assert svg.get("aria-label")
    assert not re.search(r"style|script|\son", drawing)


def test_people_are_counted_and_half_a_person_is_half_coloured() -> None:
    svg = ElementTree.fromstring(charts.field_of_people(1.5, 100, "x"))

    assert len(svg.findall("g")) == 100
    assert len([person for person in svg.findall("g") if person.get("class") == "hot"]) == 1
    assert len(svg.findall("g/path[@class='hot']")) == 1


def test_half_of_ten_is_five() -> None:
    svg = ElementTree.fromstring(charts.field_of_people(5, 10, "x"))

    assert [person.get("class") for person in svg.findall("g")] == ["cool"] * 5 + ["folk"] * 5


def test_a_course_draws_every_own_point_on_the_full_axis() -> None:
    svg = ElementTree.fromstring(charts.course([], "x", mine=[(0, 10), (1, 3), (2, 0)]))
    line = svg.find("path[@class='mine']")

    assert line is not None
    assert line.get("d") == "M38 24L212 150L386 204"


def test_minutes_stand_inside_their_bar_and_none_draws_none() -> None:
    svg = ElementTree.fromstring(charts.stacked_minutes([Minutes("1", 0, 20, 10)], "x"))

    assert [path.get("class") for path in svg.findall("path")] == ["folk", "sandy"]
    assert [text.text for text in svg.findall("text")] == ["1", "20", "10"]


def test_nothing_measured_draws_nothing() -> None:
    assert charts.sparkline([], "x") == ""
    assert ElementTree.fromstring(charts.stacked_minutes([], "x")).findall("path") == []


def test_one_measurement_is_a_dot() -> None:
    assert ElementTree.fromstring(charts.sparkline([4], "x")).find("circle") is not None


def test_words_cannot_break_out() -> None:
    drawing = charts.course(USUAL, '"><script>', usual_word="<b>", y_word="<i>")

    assert ElementTree.fromstring(drawing).get("aria-label") == '"><script>'


def test_charts_are_template_tags() -> None:
    page = Template('{% load ui %}{% phase 2 5 "fase 2 van 5" %}').render(Context())

    assert page == charts.phase(2, 5, "fase 2 van 5")


def test_a_course_shows_how_sure_it_is_behind_its_line() -> None:
    drawing = charts.course([(0, 5), (6, 2)], "x", band=[(0, 4, 6), (6, 1, 3)])
    assert drawing.index('class="band"') < drawing.index('class="usual"')
    assert 'class="band" d="M38 96L386 150L386 186L38 132Z"' in drawing


def test_own_points_that_lie_apart_are_not_joined() -> None:
    mine = [(0, 5), (1, 4), (3, 2)]
    assert charts.course([], "x", mine=mine).count('class="mine"') == 1
    apart = charts.course([], "x", mine=mine, apart=1)
    assert apart.count('class="mine"') == 2 and 'd="M386 168h0"' in apart


def places(drawing: str) -> list[float]:
    """Where the dots of `moments` stand, from left to right end (0 to 1)."""
    return [(float(x) - 10) / 380 for x in re.findall(r'<circle class="dot" cx="([\d.]+)"', drawing)]


def test_moments_stand_on_the_whole_scale_and_never_the_other_way_round() -> None:
    rows = [("Begin", 0.0, "0"), ("Onderweg", 5.0, "5"), ("Einde", 10.0, "10")]
    assert places(charts.moments(rows, 0, 10, "x")) == [0, 0.5, 1]
    assert places(charts.moments([("Einde", 1.0, "1"), ("Later", 7.0, "7")], 1, 7, "x")) == [0, 1]
    assert places(charts.moments([("Einde", 24.0, "24")], 0, 48, "x")) == [0.5]


def test_a_moment_without_a_score_has_its_name_and_no_dot() -> None:
    drawing = charts.moments([("Begin", 4.0, "4"), ("Onderweg", None, "–")], 0, 10, "x")
    assert "Onderweg" in drawing and len(places(drawing)) == 1
    assert "mine" not in charts.moments([("Begin", None, "–"), ("Einde", 3.0, "3")], 0, 10, "x")


def test_long_words_get_a_line_of_their_own() -> None:
    short = charts.moments([("Begin", 4.0, "4")], 0, 10, "x")
    long = charts.moments([("Begin", 4.0, "slechter dan ooit")], 0, 10, "x")
    assert 'viewBox="0 0 400 74"' in short and 'viewBox="0 0 400 106"' in long


def test_a_small_line_starts_at_the_lowest_value_of_its_own_scale() -> None:
    assert "M3 37" in charts.sparkline([1, 7], "x", top=7, bottom=1)
    assert "M3 37" not in charts.sparkline([1, 7], "x", top=7)
