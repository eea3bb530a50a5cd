"""What stands beside an option for low back pain: only numbers of the clinical file (6.2, 6.7, 7.1), else words."""

from pathlib import Path

import pytest

from pathways.evaluate import program_of
from pathways.language.meaning import condition
from pathways.model import Pathway, load
from pathways.model.parts import Count

PACK = Path(__file__).parents[2] / "packs/low_back_pain"

SORE = "are stiff, sore or tired for a few days afterwards"
AGAIN = "get back pain again within a year"
COUNTS = {
    ("tx_mobilisation", SORE): (Count(3, 5), None),
    ("tx_manipulation", SORE): (Count(3, 5), None),
    ("tx_muscle_energy", SORE): (Count(3, 5), None),
    ("tx_massage", SORE): (Count(3, 5), None),
    ("tx_exercise_supervised", AGAIN): (Count(4, 4), Count(7, 7)),
    ("tx_exercise_home", AGAIN): (Count(4, 4), Count(7, 7)),
    ("no_treatment", "have no pain after 3 months and do everything again"): (Count(5, 5), None),
    ("no_treatment", "get back pain again within a year after recovery"): (Count(7, 7), None),
}
"""(option, outcome) → with it, without it: all that the clinical file counts in people."""


@pytest.fixture(scope="module")
def pack() -> Pathway:
    return load(PACK)


def test_only_what_was_counted_is_drawn(pack: Pathway) -> None:
    drawn = {
        (option.id, counted.outcome.en): (counted.with_it, counted.without_it)
        for option in pack.options.values()
        for counted in option.frequencies
        if counted.with_it
    }
    assert drawn == COUNTS


def test_every_count_is_out_of_ten_and_one_in_three_to_one_in_two_is_three_to_five() -> None:
    assert (int(10 / 3), int(10 / 2)) == (3, 5)
    assert round(7 * (1 - 0.45)) == 4


def test_all_hands_on_treatment_tells_of_soreness_and_every_option_of_what_is_unknown(pack: Pathway) -> None:
    assert {name for name, outcome in COUNTS if outcome == SORE} == {
        option.id for option in pack.options.values() if option.group == "hands_on"
    }
    assert [option.id for option in pack.options.values() if option.unknown is None] == []


def test_where_nobody_counted_people_the_points_stand_in_words(pack: Pathway) -> None:
    told = {
        name: [f.in_words.en for f in pack.options[name].frequencies if f.in_words]
        for name in ("tx_exercise_supervised", "tx_manipulation", "tx_walking")
    }
    assert "15 points less" in told["tx_exercise_supervised"][0]
    assert "3 points less" in told["tx_manipulation"][0]
    assert "Very rare" in told["tx_manipulation"][1]
    assert "208 days" in told["tx_walking"][0]
    assert "112 days" in told["tx_walking"][0]


def test_a_client_may_lean_to_any_option_by_its_plain_name_or_not_know_yet(pack: Pathway) -> None:
    leaning = pack.questions["leaning"]
    assert {option.id for option in leaning.options} - leaning.exclusive_options == set(pack.options)
    assert leaning.exclusive_options == {"not_sure_yet"}
    differing = [name for name, o in pack.options.items() if leaning.option[name].label != o.plain]
    assert differing == []


SETS = {
    "profile_low": {"tx_education", "tx_exercise_home", "tx_walking"},
    "profile_moderate": {"tx_education", "tx_exercise_home", "tx_exercise_supervised", "tx_mobilisation"},
    "profile_high": {"tx_pne", "tx_exercise_supervised", "tx_graded_activity"},
}


@pytest.mark.parametrize("profile", SETS)
def test_what_suits_a_profile_follows_the_guideline(pack: Pathway, profile: str) -> None:
    """Clinical 5.2: hands-on is normally not needed at profile 1, and asks for restraint at profile 3."""
    program = program_of(pack.forms["plan"])
    values = program.values({}, {"conclusion": {"profile": profile}}, closed=False).values
    suited = {
        option.id
        for option in pack.options.values()
        if option.suits is not None and condition(option.suits, program.layout)(values) is True
    }
    assert suited == SETS[profile]
