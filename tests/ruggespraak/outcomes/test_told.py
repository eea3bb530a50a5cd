"""What was measured, told: which scores belong together, under which name, and in which words. No database."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation

from pathways.model import Answers, Measure, Pathway
from ruggespraak.dossier.packs import pathway
from ruggespraak.outcomes.scoring import Gap
from ruggespraak.outcomes.taken import Series, series_of
from ruggespraak.outcomes.told import Told, for_client, for_desk, number

PACK = pathway("low_back_pain")
MONTH = {month: datetime(2026, month, 10, 12, tzinfo=UTC) for month in range(1, 13)}


def said(form: str, month: int, answers: Answers, pack: Pathway = PACK) -> Any:
    """An entry, as far as measuring looks at it."""
    entry = SimpleNamespace(id=uuid4(), corrects_id=None, occurred_at=MONTH[month])
    return SimpleNamespace(form=form, answers=answers, pathway=pack, entry=entry)


def pain(form: str, month: int, value: int | None, pack: Pathway = PACK) -> Any:
    return said(form, month, {"pain_nrs_avg24h": value}, pack)


def of(measure: str, *readings: Any, pack: Pathway = PACK) -> Series:
    (found,) = [series for series in series_of(readings, pack) if series.measure.id == measure]
    return found


def told(measure: str, *readings: Any, language: str = "nl", pack: Pathway = PACK) -> Told:
    with translation.override(language):
        return for_client(of(measure, *readings, pack=pack), language)


def changed(measure: str, **other: object) -> Pathway:
    """The pack, with this measure declared otherwise."""
    mine: Measure = replace(PACK.measures[measure], **other)  # type: ignore[arg-type]
    return replace(PACK, measures={**PACK.measures, measure: mine})


def test_the_newest_score_of_the_start_is_what_all_is_compared_with() -> None:
    series = of(
        "nprs",
        pain("intake_home", 1, 8),
        pain("intake", 2, 7),
        pain("measures_start", 2, 6),
        pain("measures_interim", 3, 5),
        pain("evaluation", 4, 4),
    )
    assert [(one.score.value, one.on.month) for one in series.taken] == [(6, 2), (5, 3), (4, 4)]
    assert series.change and series.change.gain == 2


def test_every_moment_has_its_name() -> None:
    closing = said("closing", 4, {})
    months = ((5, "Na 3 maanden"), (7, "Na 3 maanden"), (10, "Na 6 maanden"))
    series = of("nprs", pain("measures_start", 1, 6), closing, *(pain("measures_later", m, 2) for m, _ in months))
    assert [one.name for one in series.taken] == ["Begin", *(name for _month, name in months)]
    year = of("nprs", pain("measures_start", 1, 6), said("closing", 1, {}), pain("measures_later", 12, 2))
    assert year.taken[-1].name == "Na een jaar"


def test_pain_at_a_session_is_another_question() -> None:
    (one,) = of("nprs", said("session", 2, {"pain_before": 6}), pain("intake", 1, 7)).taken
    assert one.score.value == 7


def test_an_instrument_of_others_belongs_to_the_moment_that_it_was_handed_in_with() -> None:
    brought = replace(PACK.measures["nprs_7d"], id="trouble", licence="import")
    pack = replace(PACK, measures={**PACK.measures, "trouble": brought})

    def both(form: str, month: int, value: int) -> tuple[Any, Any]:
        return pain(form, month, value, pack), said("trouble", month, {"pain_nrs_avg7d": value}, pack)

    readings = (*both("measures_start", 1, 8), *both("measures_interim", 2, 5), *both("measures_end", 3, 2))
    series = of("trouble", *readings, pack=pack)
    assert [(one.name, one.score.value) for one in series.taken] == [("Begin", 8), ("Onderweg", 5), ("Einde", 2)]
    assert series.has_start and series.change and series.change.gain == 6
    alone = of(
        "trouble", pain("measures_start", 1, 8, pack), said("trouble", 2, {"pain_nrs_avg7d": 5}, pack), pack=pack
    )
    assert not alone.has_start and alone.taken[0].name == "Onderweg"


def test_a_measure_that_changed_since_is_not_compared() -> None:
    old = changed("nprs", high=PACK.measures["nprs_7d"].high * 10)
    series = of("nprs", pain("measures_start", 1, 6, old), pain("measures_interim", 3, 2))
    assert series.change and series.change.gap is Gap.DIFFERENT
    assert "vragen zijn veranderd" in told("nprs", *(pain("measures_start", 1, 6, old), pain("evaluation", 3, 2))).title


@pytest.mark.parametrize(
    ("before", "after", "title", "note"),
    [
        (6, 2, "Van 6 naar 2: beter. Dat is waarschijnlijk geen toeval.", "merken"),
        (6, 4, "Van 6 naar 4: beter.", "Toeval kan meespelen"),
        (6, 5, "Van 6 naar 5: nog geen duidelijk verschil.", "kleiner dan 2"),
        (4, 6, "Van 4 naar 6: slechter dan aan het begin.", "bel je praktijk"),
    ],
)
def test_a_change_of_pain_in_plain_words(before: int, after: int, title: str, note: str) -> None:
    page = told("nprs", pain("measures_start", 1, before), pain("measures_interim", 2, after))
    assert page.title == title
    assert note in page.note
    assert page.direction == "← Links is beter"
    assert page.low.startswith("0: ") and page.high.startswith("10: ")
    english = told("nprs", pain("measures_start", 1, before), pain("measures_interim", 2, after), language="en")
    assert english.title.startswith(f"From {before} to {after}") and english.title != title


def test_one_score_is_no_change() -> None:
    assert told("nprs", pain("measures_start", 1, 6)).title == "Aan het begin: 6."
    alone = told("nprs", pain("measures_interim", 1, 6))
    assert (alone.title, alone.note) == ("Nu: 6.", "Er is geen meting van het begin.")


def test_what_nobody_knows_is_not_said() -> None:
    first, last = said("measures_start", 1, {"sleep_quality": 3}), said("evaluation", 2, {"sleep_quality": 8})
    page = told("sleep", first, last)
    assert page.title == "Van 3 naar 8."
    assert "niet bekend" in page.note
    assert "geen MIC bekend" in for_desk(of("sleep", first, last), "nl").more


def test_too_little_is_said_to_be_too_little() -> None:
    first = said("measures_start", 1, {"psfs_1_now": 3, "psfs_1_activity": "Fietsen"})
    last = said("measures_interim", 2, {"psfs_again_2_now": 8})
    page = told("psfs", first, last)
    assert page.title == "Er is te weinig ingevuld om te vergelijken."
    assert page.activities == (("Fietsen", "van 3 naar –"),)
    assert for_desk(of("psfs", first, last), "nl").more == "te weinig items beantwoord"


def test_own_activities_stand_by_name_beside_their_scores() -> None:
    first = said(
        "intake", 1, {"psfs_1_activity": "Fietsen", "psfs_1_now": 3, "psfs_3_activity": "Tillen", "psfs_3_now": 1}
    )
    last = said("measures_end", 2, {"psfs_again_1_now": 8, "psfs_again_3_now": 6})
    page = told("psfs", first, last)
    assert page.activities == (("Fietsen", "van 3 naar 8"), ("Tillen", "van 1 naar 6"))
    assert page.title == "Van 2 naar 7: beter."
    assert page.direction == "Rechts is beter →"


def test_over_fewer_activities_the_page_says_so() -> None:
    first = said(
        "intake", 1, {"psfs_1_activity": "Fietsen", "psfs_1_now": 4, "psfs_2_activity": "Tillen", "psfs_2_now": 2}
    )
    last = said("measures_end", 2, {"psfs_again_1_now": 2})
    page = told("psfs", first, last)
    assert page.title == "Van 4 naar 2: slechter dan aan het begin."
    assert page.note.startswith("Vergeleken over wat je beide keren invulde.")
    assert for_desk(of("psfs", first, last), "nl").more.endswith("over wat beide keren gescoord is")


def test_satisfaction_has_no_start_and_needs_no_note() -> None:
    page = told("gpe_satisfaction_score", said("measures_end", 2, {"gpe_satisfaction": "satisfied_2"}))
    assert (page.title, page.note) == ("Nu: tevreden.", "")


def test_no_line_leads_from_what_was_no_start() -> None:
    twice = [said(form, month, {"gpe_change": "gpe_2"}) for form, month in (("evaluation", 2), ("measures_end", 3))]
    assert 'class="mine"' not in str(told("gpe", *twice).drawing)


def test_perceived_effect_speaks_in_its_own_words_and_numbers_never() -> None:
    page = told("gpe", said("measures_end", 2, {"gpe_change": "gpe_2"}))
    assert page.title == "Vergeleken met het begin: veel beter."
    assert page.table[1][1] == "veel beter"
    brief = for_desk(of("gpe", said("measures_end", 2, {"gpe_change": "gpe_6"})), "nl")
    assert (brief.now, brief.term, brief.values) == ("veel slechter", "Slechter", ())


def test_the_drawing_says_all_that_it_shows() -> None:
    page = told("nprs", pain("measures_start", 1, 6), pain("measures_interim", 2, 2))
    drawing = str(page.drawing)
    assert 'role="img"' in drawing and page.title in drawing and "Begin, 10 jan" in drawing
    assert [row[1] for row in page.table[1:]] == ["6", "2"]


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [(Fraction(6), "6", "6"), (Fraction(16, 3), "5,3", "5.3"), (Fraction(599, 100), "6", "6"), (None, "–", "–")],
)
def test_numbers_as_their_reader_writes_them(value: Fraction | None, dutch: str, english: str) -> None:
    for language, written in (("nl", dutch), ("en", english)):
        with translation.override(language):
            assert number(value) == written
