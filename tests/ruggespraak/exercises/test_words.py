"""What is told of a figure follows from its poses."""

import dataclasses
import re
from decimal import Decimal
from pathlib import Path

import pytest

from pathways.model import Exercise, load
from pathways.model.figures import Arm, Leg, Placing, Pose
from ruggespraak.exercises.words import describe, description_of

PACK = load(Path(__file__).parents[3] / "packs/low_back_pain")


@pytest.mark.parametrize(
    ("exercise", "moment", "told"),
    [
        ("ex_bridge", "start", "Een figuur ligt op de rug. De knieën zijn gebogen."),
        ("ex_bridge", "end", "De heupen gaan omhoog. De knieën zijn gebogen."),
        ("ex_single_knee_chest", "motion", "Een figuur ligt op de rug. Een knie komt naar de borst."),
        ("ex_cat_camel", "start", "Een figuur zit op handen en knieën."),
        ("ex_squat", "end", "Het lichaam gaat naar voren en omhoog. De knieën strekken zich."),
        ("ex_walking", "end", "Links en rechts bewegen om en om."),
        ("ex_prone_lying", "end", "Een figuur ligt op de buik. De benen zijn gestrekt. Het lichaam ligt stil."),
    ],
)
def test_the_words_say_what_the_picture_shows(exercise: str, moment: str, told: str) -> None:
    assert describe(PACK.exercise[exercise], moment, "nl") == told


@pytest.mark.parametrize("exercise", PACK.exercises, ids=lambda e: e.id)
def test_every_sentence_is_short_and_in_both_languages(exercise: Exercise) -> None:
    description = description_of(exercise.figure)
    for texts in (description.start, description.end, description.motion):
        assert texts
        assert len(texts) == len(set(texts))
        for text in texts:
            assert text.nl != text.en
            assert all(re.fullmatch(r"[A-ZÀ-Þ][^.]*\.", sentence) for sentence in (text.nl, text.en))
            assert max(len(sentence.split()) for sentence in (text.nl, text.en)) <= 15


def test_start_and_end_are_told_apart() -> None:
    moving = [e for e in PACK.exercises if len(e.figure.poses) > 1]
    assert all(describe(e, "start", "nl") != describe(e, "end", "nl") for e in moving)


def test_another_pose_is_told_in_other_words() -> None:
    """The words are made from the pose: hips that sink are told to go down."""
    bridge = PACK.exercise["ex_bridge"]
    start, end = bridge.figure.poses
    upside = dataclasses.replace(
        bridge.figure, poses=(dataclasses.replace(start, turn=end.turn), Pose(turn=start.turn))
    )  # fmt: skip
    turned = dataclasses.replace(bridge, figure=upside)
    assert describe(turned, "end", "en").startswith("The hips go down.")


def test_a_pose_of_ones_own_is_told_too() -> None:
    standing = Pose(anchor=Placing("hip", Decimal(0), Decimal("-52.4")), legs=Leg(x=Decimal(0)), arms=Arm())
    reaching = Pose(arms=Arm(shoulder=Decimal(170)))
    figure = dataclasses.replace(PACK.exercise["ex_bridge"].figure, poses=(standing, reaching), props=(), arrows=())
    assert [text.en for text in description_of(figure).motion] == ["A figure stands.", "The arms go up."]
