"""Care understands some questions of a pack; the pack must have them, named so."""

import pytest

from ruggespraak.care import asked
from ruggespraak.dossier.packs import pathway

QUESTIONS = (
    asked.CONCLUSION, asked.CONCERN, asked.FURTHER_EXAM, asked.SHARE_WITH_GP, asked.OWN_URGENCY, asked.OVERRULE_REASON,
    asked.OUTCOME, asked.OPTIONS_DISCUSSED, asked.GOALS, asked.PARTS, asked.REASON, asked.SESSIONS, asked.MINUTES,
    asked.FREQUENCY, asked.EVALUATION_ON, asked.ALTERNATIVES, asked.AGREEMENTS, asked.HOME, asked.STOP_WHEN,
    asked.COSTS, asked.DECISION, asked.WORDS, asked.WAY, asked.GIVEN_BY, asked.SCOPE, asked.TOLD_BEFORE, asked.TOLD,
    asked.ANSWER_WORDS, asked.PAIN_BEFORE, asked.PAIN_AFTER, asked.PAIN_AVERAGE, asked.HANDS_ON, asked.HANDS_OFF,
    asked.COACHING, *asked.SOEP, asked.NO_CONSENT_REASON, asked.TECHNIQUES, asked.VERDICT, asked.NEXT_EVALUATION_ON,
    asked.AFTER_GOING, asked.AFTER_EFFECTS, asked.AFTER_WORDS, asked.CHECK_IN_GOING, asked.CHECK_IN_WORDS,
    asked.OWN_SIGNS, asked.FLARE_UP, asked.HELP_AGAIN,
)  # fmt: skip
OPTIONS = {
    asked.CONCLUSION: {asked.PLUIS, asked.NIET_PLUIS},
    asked.SHARE_WITH_GP: {asked.GRANTED, asked.SHARE_REFUSED},
    asked.OUTCOME: {asked.TREAT},
    asked.DECISION: {asked.GIVEN, asked.REFUSED, asked.WITHDRAWN, asked.QUESTION},
    asked.WAY: {asked.OWN_DEVICE, asked.PRACTICE_SCREEN, asked.PAPER, asked.ORAL},
    asked.GIVEN_BY: {asked.BY_PATIENT, asked.BY_REPRESENTATIVE},
    asked.SCOPE: {asked.SCOPE_PLAN, asked.SCOPE_MANIPULATION},
    asked.TOLD: set(asked.TOLD_BY_TEXT),
    asked.AFTER_GOING: {asked.AFTER_BETTER, asked.AFTER_SAME, asked.AFTER_WORSE},
    asked.AFTER_EFFECTS: {asked.AFTER_NONE},
    asked.CHECK_IN_GOING: {asked.GOING_WELL, asked.GOING_SOME, asked.GOING_BADLY},
    asked.VERDICT: {asked.CHANGE, asked.STOP, asked.REFER},
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_pack_asks_it(question: str) -> None:
    assert question in pathway("low_back_pain").questions


@pytest.mark.parametrize("question", OPTIONS)
def test_the_pack_offers_these_answers(question: str) -> None:
    assert OPTIONS[question] <= set(pathway("low_back_pain").questions[question].option)


def test_the_therapist_judges_on_the_same_ladder() -> None:
    pack = pathway("low_back_pain")
    assert set(pack.questions[asked.OWN_URGENCY].option) == set(pack.rank)
    assert asked.MANIPULATION in pack.options


def test_lists_have_the_fields_that_care_reads() -> None:
    questions = pathway("low_back_pain").questions
    fields = {name: {field.id for field in questions[name].fields} for name in ("goals", "plan_parts", "techniques")}
    assert {"goal", "start", "target", "unit", "target_on"} <= fields["goals"]
    assert {"option", "what", "why", "caution"} <= fields["plan_parts"]
    assert {"option", "caution"} <= fields["techniques"]
