"""Scores and their change, on bare values: every boundary, and what must hold of all of them."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.model import Measure
from ruggespraak.dossier.packs import pathway
from ruggespraak.outcomes.scoring import Gap, Score, Verdict, change_between, judged, matters, score_of

PACK = pathway("low_back_pain")
NPRS, PSFS, PSK, GPE = (PACK.measures[name] for name in ("nprs", "psfs", "psk", "gpe"))
REAL, BETTER, SAME, WORSE, UNSAID = (
    Verdict.PROBABLY_REAL, Verdict.IMPROVED, Verdict.NO_CLEAR_CHANGE, Verdict.WORSE, Verdict.CANNOT_BE_SAID,
)  # fmt: skip


def at(measure: Measure, *points: int | None) -> Score:
    """A score over these items, as `score_of` makes it."""
    items = tuple(None if point is None else Fraction(point) for point in points)
    given = [item for item in items if item is not None]
    return Score(measure, Fraction(sum(given), len(given)) if given else None, items)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (6, 3, REAL),  # three points: the error of the measure is behind it
        (6, 4, BETTER),  # exactly two points matter
        (7, 6, SAME),  # one point of seven is 14%
        (10, 7, REAL),  # exactly 30%, and three points
        (3, 2, BETTER),  # 33%
        (4, 3, SAME),  # 25%
        (1, 0, BETTER),  # all of it
        (6, 6, SAME),
        (0, 0, SAME),
        (0, 1, SAME),  # of zero no part can be taken
        (0, 2, WORSE),
        (4, 6, WORSE),  # exactly two points worse
        (1, 2, SAME),  # twice as much is no two points
        (2, 5, WORSE),
    ],
)
def test_pain_by_points_or_by_part(before: int, after: int, verdict: Verdict) -> None:
    assert change_between(at(NPRS, before), at(NPRS, after)).verdict is verdict


def test_exactly_thirty_percent_counts_and_a_hair_less_does_not() -> None:
    only_part = replace(NPRS, change_absolute=None)
    assert matters(only_part, Fraction(10), Fraction(3))
    assert not matters(only_part, Fraction(10), Fraction("2.9999999"))
    third = replace(only_part, change_percent=Decimal(100) / Decimal(3))
    assert not matters(third, Fraction(3), Fraction("0.99"))


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ((2, 3, 4), (4, 5, 6), BETTER),  # exactly two on average
        ((2, 3, 4), (4, 5, 5), SAME),
        ((5, 5, 5), (3, 3, 3), WORSE),
        ((2, None, None), (4, None, None), BETTER),
        ((2, None, None), (None, 9, None), UNSAID),  # never the same activity
        ((0, 0, 0), (2, 2, 2), BETTER),
        ((2, 8, None), (4, None, None), BETTER),  # only what was scored both times
    ],
)
def test_own_activities_are_compared_one_by_one(before: tuple, after: tuple, verdict: Verdict) -> None:
    change = change_between(at(PSFS, *before), at(PSFS, *after))
    assert change.verdict is verdict
    assert (change.gap is Gap.MISSING) == (verdict is UNSAID)


def test_psk_runs_the_other_way_than_psfs() -> None:
    up, down = ((2, 2, 2), (6, 6, 6)), ((6, 6, 6), (2, 2, 2))
    assert change_between(at(PSFS, *up[0]), at(PSFS, *up[1])).verdict is BETTER
    assert change_between(at(PSK, *up[0]), at(PSK, *up[1])).verdict is WORSE
    assert change_between(at(PSK, *down[0]), at(PSK, *down[1])).verdict is BETTER


def test_two_instruments_are_never_compared() -> None:
    for other in (PSK, PACK.measures["nprs_7d"], replace(NPRS, better="higher"), replace(NPRS, high=Decimal(100))):
        change = change_between(at(NPRS, 6), replace(at(NPRS, 2), measure=other))
        assert (change.verdict, change.gap) == (UNSAID, Gap.DIFFERENT)


def test_without_a_known_smallest_change_nothing_is_said() -> None:
    change = change_between(at(PACK.measures["sleep"], 3), at(PACK.measures["sleep"], 8))
    assert (change.verdict, change.gap, change.gain) == (UNSAID, Gap.UNKNOWN, 5)


def test_without_a_known_error_nothing_is_called_probably_real() -> None:
    assert change_between(at(PSFS, 0, 0, 0), at(PSFS, 10, 10, 10)).verdict is BETTER


@pytest.mark.parametrize(
    ("option", "verdict"), [(1, BETTER), (2, BETTER), (3, SAME), (4, SAME), (5, SAME), (6, WORSE), (7, WORSE)]
)
def test_perceived_effect_speaks_for_itself(option: int, verdict: Verdict) -> None:
    score = score_of(GPE, {"gpe_change": f"gpe_{option}"}, PACK)
    assert score is not None
    assert score.value == option
    assert score.label == PACK.questions["gpe_change"].option[f"gpe_{option}"].label
    assert judged(score) is verdict


def test_a_missing_item_is_never_a_silent_zero() -> None:
    assert score_of(NPRS, {}, PACK) is None
    assert score_of(NPRS, {"pain_nrs_avg24h": None}, PACK) is None
    one = score_of(PSFS, {"psfs_1_now": 4}, PACK)
    assert one is not None
    assert (one.value, one.answered) == (4, 1)
    strict = score_of(replace(PSFS, min_answered=None), {"psfs_1_now": 4}, PACK)
    assert strict is not None
    assert strict.value is None


@pytest.mark.parametrize(("least", "value"), [(2, 15), (3, None)])
def test_a_sum_counts_what_is_missing_as_the_mean_of_the_rest(least: int, value: int | None) -> None:
    summed = replace(PSFS, score="sum", min_answered=least)
    score = score_of(summed, {"psfs_1_now": 4, "psfs_3_now": 6}, PACK)
    assert score is not None
    assert score.value == value


def test_a_percent_lies_between_the_least_and_the_most_that_can_be_said() -> None:
    percent = replace(GPE, score="percent")
    for option, value in ((1, 0), (4, 50), (7, 100)):
        score = score_of(percent, {"gpe_change": f"gpe_{option}"}, PACK)
        assert score is not None
        assert score.value == value


def test_a_formula_of_others_is_recorded_and_not_scored() -> None:
    for name in ("rmdq", "odi", "promis_pf"):
        assert score_of(PACK.measures[name], {}, PACK) is None
    assert score_of(replace(NPRS, score="sum, then the table of its owner"), {"pain_nrs_avg24h": 3}, PACK) is None


@st.composite
def declared(draw: st.DrawFn) -> Measure:
    """A measure of one item with any declared change."""
    points = st.none() | st.decimals(min_value=Decimal("0.1"), max_value=10, places=1)
    return replace(
        NPRS,
        better=draw(st.sampled_from(["lower", "higher"])),
        change_absolute=draw(points),
        change_percent=draw(st.none() | st.integers(min_value=1, max_value=100).map(Decimal)),
        change_detectable=draw(points),
    )


@given(declared(), st.integers(0, 10), st.integers(0, 10), st.integers(0, 10))
def test_further_in_the_good_direction_never_reads_worse(measure: Measure, start: int, one: int, two: int) -> None:
    order = [WORSE, SAME, BETTER, REAL]
    near, far = sorted((one, two), reverse=measure.better == "lower")
    verdicts = [change_between(at(measure, start), at(measure, now)).verdict for now in (near, far)]
    if UNSAID not in verdicts:
        assert order.index(verdicts[0]) <= order.index(verdicts[1])


@given(declared(), st.integers(0, 10), st.integers(0, 10))
def test_a_verdict_agrees_with_the_direction(measure: Measure, before: int, after: int) -> None:
    change = change_between(at(measure, before), at(measure, after))
    is_declared = measure.change_absolute is not None or measure.change_percent is not None
    assert (change.verdict is UNSAID) == (not is_declared)
    if change.verdict in (BETTER, REAL):
        assert change.gain is not None and change.gain > 0
    if change.verdict is WORSE:
        assert change.gain is not None and change.gain < 0
    if change.verdict is REAL:
        assert measure.change_detectable is not None and change.gain >= measure.change_detectable
    mirror = replace(measure, better="higher" if measure.better == "lower" else "lower")
    turned = change_between(at(mirror, 10 - before), at(mirror, 10 - after))
    assert turned.gain == change.gain
