"""What the browser sends back: answers written as a reply are read as the same answers."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.model import Form, Question, Value, parse_answers
from ruggespraak.ui.parts import sample
from ruggespraak.ui.reply import Press, as_raw, pressed

FULL = {
    "fever": True,
    "fever_days": 42,
    "smoking": False,
    "onset": "fall",
    "work": "care",
    "worse": ("bending", "sitting"),
    "pain": 6,
    "stiffness": "dont_know",
    "weight": Decimal("82.5"),
    "since": "2026-03-01",
    "help_question": "Weer kunnen fietsen.\nEn slapen.",
    "gp_name": "S. Aydin",
    "where": ("back_lumbar_left", "buttock_left"),
    "slr_result": "positive",
    "slr_angle": 40,
    "slr_leg": True,
    "crossed_note": "niet gedaan",
    "goals": ({"goal": "zitten", "by": "2026-06-01", "weight": 8}, {"goal": "tillen", "by": None, "weight": None}),
}


def value_for(question: Question) -> st.SearchStrategy[Value]:
    """Any valid answer, or none."""
    options = [option.id for option in question.options if not option.exclusive]
    known: st.SearchStrategy[Value] = {
        "yes_no": st.booleans(),
        "number": st.decimals(question.min, question.max, places=question.decimals),
        "duration": st.integers(int(question.min), int(question.max)),
        "one": st.sampled_from(options or [""]),
        "many": st.sets(st.sampled_from(options or [""]), min_size=1).map(tuple),
        "body": st.sets(st.sampled_from(options or [""]), min_size=1).map(tuple),
        "date": st.dates().map(lambda day: day.replace(year=2000 + day.year % 30).isoformat()),
        "text": st.text("aé ?\n", max_size=40).map(str.strip).filter(bool),
    }[question.type]
    if question.type == "number" and not question.decimals:
        known = known.map(int)
    unknown = [st.just("dont_know")] if question.dont_know else []
    return st.one_of(known, st.none(), *unknown)


def in_order(question: Question, value: Value) -> Value:
    """Several choices come back in the order of the options."""
    if question.type in ("many", "body") and isinstance(value, tuple):
        return tuple(option.id for option in question.options if option.id in value)
    return value


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_full_form_survives_the_journey(form: Form, language: str) -> None:
    parsed = parse_answers(form, as_raw(form.questions, FULL, language), language=language)

    assert parsed.problems == ()
    assert {name: value for name, value in parsed.answers.items() if value is not None} == FULL


@settings(derandomize=True, deadline=None, database=None)
@given(st.data())
def test_any_answer_survives_the_journey(data: st.DataObject) -> None:
    form = sample()
    questions = [question for question in form.own if question.type != "list"]
    answers = {question.id: in_order(question, data.draw(value_for(question), question.id)) for question in questions}

    parsed = parse_answers(form, as_raw(form.questions, answers, "nl"), language="nl")

    assert parsed.problems == ()
    assert {name: parsed.answers[name] for name in answers} == answers


def test_a_button_beside_a_question_is_recognised() -> None:
    assert pressed({"fever": ["yes"], "add-goals": ["1"]}) == Press("add", "goals")
    assert pressed({"cite-pain": ["1"]}) == Press("cite", "pain")
    assert pressed({"fever": ["yes"], "goals-0-goal": ["fietsen"]}) is None
