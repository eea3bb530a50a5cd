"""Damaged questionnaires and responses: never a crash, always a reason with a path or an instrument that loads."""

import copy
import json
import random
from collections import Counter
from typing import Any

import pytest

from pathways.fhir.instruments import import_instrument, read_reply
from questionnaires import choice, coded, coding, extension, plain, questionnaire, response, translated, when, whole

SEED = 20261124
WHOLE = json.loads(
    questionnaire(
        plain("hello", "display", text="Think of this week."),
        choice("first", {"0": 0, "1": 1, "2": 2}, required=True) | translated("text", "How much?", "Hoeveel?"),
        plain("sure", "boolean", enableWhen=[when("first", "!=", answerCoding=coding("0"))]),
        whole("pain", 0, 10, enableWhen=[
            when("first", "=", answerCoding=coding("1")), when("sure", "exists", answerBoolean=True)
        ], enableBehavior="any"),
        {**plain("g", "group", text="More"), "item": [
            plain("weight", "decimal", extension=[extension("maxDecimalPlaces", valueInteger=1)]),
            {**plain("often", "choice"), "answerValueSet": "#often"},
            plain("name", "string", maxLength=40),
            {**choice("where", {"leg": None}, repeats=True)} | {"answerOption": [
                coded("leg", None), coded("none", None, exclusive=True)
            ]},
        ]},
        contained=[{"resourceType": "ValueSet", "id": "often", "compose": {"include": [
            {"system": "urn:c", "concept": [{"code": "x"}, {"code": "y", "display": "Y"}]}
        ]}}],
    )
)  # fmt: skip
ANSWERED = json.loads(
    response(
        {
            "first": {"valueCoding": coding("1")},
            "sure": {"valueBoolean": True},
            "pain": {"valueInteger": 3},
        },
        status="in-progress",
    )
)
STRANGE: list[Any] = [
    None, True, False, 0, -1, 3, 10**12, 1.5, -0.0, 1e300, "", " ", "x", "é\u2028", "\u0000", "#", "null", "\ud800",
    [], {}, [[]], [None], {"": None}, [{}], {"url": "x"}, {"linkId": "first"}, {"code": 5}, "2026-02-30", "9" * 400,
    "first", "group", "choice", "open-choice", "display", {"system": "urn:codes", "code": "1"},
]  # fmt: skip


def places(node: Any) -> list[tuple[Any, Any]]:
    """Every container with every key or index in it."""
    keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else []
    return [(node, key) for key in keys] + [place for key in keys for place in places(node[key])]


def damage(resource: Any, dice: random.Random) -> Any:
    """One to four things changed: lost, replaced, doubled, renamed, moved to another place."""
    damaged = copy.deepcopy(resource)
    for _ in range(dice.randint(1, 4)):
        every = places(damaged)
        if not every:
            break
        node, key = dice.choice(every)
        match dice.randrange(6):
            case 0:
                del node[key]
            case 1:
                node[key] = copy.deepcopy(dice.choice(STRANGE))
            case 2 if isinstance(node, list):
                node.insert(dice.randrange(len(node) + 1), copy.deepcopy(node[key]))
            case 3 if isinstance(node, dict):
                node[dice.choice(["item", "extension", "answerOption", "type", f"{key}x", "repeats"])] = node.pop(key)
            case 4:
                other, there = dice.choice(every)
                node[key] = copy.deepcopy(other[there]) if has(other, there) else None
            case _:
                node[key] = [copy.deepcopy(node[key])]
    return damaged


def has(node: Any, key: Any) -> bool:
    return key in node if isinstance(node, dict) else key < len(node)


#: A fixed dose on every change, forty times as much by night.
DOSES = [500, pytest.param(20_000, marks=pytest.mark.night)]


@pytest.mark.parametrize("dose", DOSES)
def test_damaged_questionnaires_are_refused_with_reasons_or_load(dose: int) -> None:
    dice = random.Random(SEED + dose)
    outcomes: Counter[str] = Counter()
    for _ in range(dose):
        text = json.dumps(damage(WHOLE, dice))
        if dice.random() < 0.1:
            at = dice.randrange(len(text))
            text = text[:at] + dice.choice(["", "}", ",", "\\", '"', "[", "\x00"]) + text[at + 1 :]
        imported = import_instrument(text)
        assert (imported.instrument is None) is bool(imported.reasons), text
        for reason in imported.reasons:
            assert reason.path.startswith("Questionnaire") and reason.what and reason.why, text
        outcomes["refused" if imported.reasons else "kept"] += 1
    assert outcomes["kept"] > dose / 50 and outcomes["refused"] > dose / 2, outcomes


@pytest.mark.parametrize("dose", DOSES)
def test_damaged_responses_give_answers_or_problems(dose: int) -> None:
    imported = import_instrument(json.dumps(WHOLE))
    assert imported.instrument is not None and imported.form is not None
    dice = random.Random(SEED + dose)
    outcomes: Counter[bool] = Counter()
    for _ in range(dose):
        text = json.dumps(damage(ANSWERED, dice))
        reply = read_reply(imported.instrument, imported.form, text)
        for problem in reply.problems:
            assert problem.path.startswith("QuestionnaireResponse") and problem.what and problem.why, text
        assert set(reply.answers) <= set(imported.form.pathway.questions)
        outcomes[reply.is_valid] += 1
    assert outcomes[True] > dose / 50 and outcomes[False] > dose / 2, outcomes


def test_the_questionnaire_that_is_damaged_is_whole_to_begin_with() -> None:
    imported = import_instrument(json.dumps(WHOLE))
    assert imported.reasons == ()
    assert imported.instrument is not None and imported.form is not None
    assert read_reply(imported.instrument, imported.form, json.dumps(ANSWERED)).is_valid
