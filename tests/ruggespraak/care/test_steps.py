"""The table of steps and its gates, on bare values: no database."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from ruggespraak.care.course import Course, OpenQuestion, Version
from ruggespraak.care.steps import PHASES, STEPS, check_step, describe_steps, next_step, phase_now, reason_against
from ruggespraak.dossier.packs import pathway
from ruggespraak.errors import NotPossible

TODAY = date(2026, 11, 24)
DOCS = Path(__file__).parents[3] / "docs/generated/steps.md"


def version(number: int = 1, **other: object) -> Version:
    return Version(number, UUID(int=number), "ab" * 32, TODAY, sessions=6, **other)  # type: ignore[arg-type]


def walked(*forms: str, **other: object) -> Course:
    return Course(counts=dict.fromkeys(forms, 1), **other)  # type: ignore[arg-type]


PLUIS = {"conclusion": "pluis"}
DECIDED = walked("screening", "intake", "conclusion", "decision", **PLUIS, outcome="treat")
PLANNED = walked(
    "screening", "intake", "conclusion", "decision", "plan", **PLUIS, outcome="treat", versions=(version(),)
)
AGREED = walked(
    "screening", "intake", "conclusion", "decision", "plan", "consent",
    **PLUIS, outcome="treat", versions=(version(answer="given"),), agreed_number=1,
)  # fmt: skip


@pytest.mark.parametrize(
    ("course", "form", "refusal"),
    [
        (Course(), "intake", "screening"),
        (Course(), "examination", "screening"),
        (walked("screening", conclusion="niet_pluis"), "intake", "niet-pluis"),
        (walked("screening", conclusion="niet_pluis"), "plan", "niet-pluis"),
        (walked("screening", conclusion="niet_pluis"), "session", "niet-pluis"),
        (walked("screening", **PLUIS), "conclusion", "intake"),
        (walked("screening", "intake", **PLUIS), "decision", "conclusie"),
        (walked("screening", "intake", "conclusion", **PLUIS), "plan", "Beslis eerst samen"),
        (walked("screening", "intake", "conclusion", "decision", **PLUIS, outcome="gp"), "plan", "niet te behandelen"),
        (DECIDED, "consent", "plan"),
        (DECIDED, "evaluation", "plan"),
        (DECIDED, "plan_answer", "geen vraag"),
        (walked("screening", closed_on=TODAY), "screening", "afgesloten"),
        (walked("screening", closed_on=TODAY), "intake_home", "afgesloten"),
        (Course(), "dance", "geen stap"),
    ],
)
def test_a_gate_says_why_not(course: Course, form: str, refusal: str) -> None:
    with pytest.raises(NotPossible, match=refusal):
        check_step(course, form)
    assert refusal in reason_against(course, form)


@pytest.mark.parametrize(
    ("course", "form"),
    [
        (Course(), "screening"),
        (Course(), "closing"),
        (walked("screening", conclusion="niet_pluis"), "examination"),
        (walked("screening", **PLUIS), "intake"),
        (DECIDED, "plan"),
        (AGREED, "session"),
        (walked("screening", closed_on=TODAY), "gp_call"),
        (walked("screening", closed_on=TODAY), "letter_gp"),
        (walked("screening", closed_on=TODAY), "message_answer"),
    ],
)
def test_an_open_gate_says_nothing(course: Course, form: str) -> None:
    check_step(course, form)
    assert reason_against(course, form) == ""


@pytest.mark.parametrize("course", [Course(), walked("screening", conclusion="niet_pluis"), AGREED, DECIDED])
def test_from_every_state_there_is_a_way_to_the_gp(course: Course) -> None:
    assert reason_against(course, "gp_call") == reason_against(course, "letter_gp") == ""


@pytest.mark.parametrize(
    ("course", "form"),
    [
        (Course(), "screening"),
        (walked("screening", conclusion="niet_pluis", is_call_due=True, is_letter_due=True), "gp_call"),
        (walked("screening", conclusion="niet_pluis", is_letter_due=True), "letter_gp"),
        (walked("screening", conclusion="niet_pluis"), "screening"),
        (walked("screening", **PLUIS, alarm="gp_same_day"), "screening"),
        (walked("screening", **PLUIS), "intake"),
        (walked("screening", "intake", **PLUIS, is_examination_due=True), "examination"),
        (walked("screening", "intake", **PLUIS), "conclusion"),
        (walked("screening", "intake", "conclusion", **PLUIS), "decision"),
        (walked("screening", "intake", "conclusion", "decision", **PLUIS, outcome="gp"), "closing"),
        (DECIDED, "plan"),
        (PLANNED, "consent"),
        (AGREED, "session"),
    ],
)
def test_one_next_step(course: Course, form: str) -> None:
    step = next_step(course, TODAY)
    assert step
    assert step.form == form
    assert step.why


def test_after_the_evaluation() -> None:
    def after(**other: object) -> str:
        both = {**{name: getattr(AGREED, name) for name in ("counts", "conclusion", "outcome", "versions")}, **other}
        step = next_step(Course(agreed_number=1, **both), TODAY)  # type: ignore[arg-type]
        return step.form if step else ""

    assert after(verdict="continue") == "session"
    assert after(verdict="change") == "plan"
    assert after(verdict="stop") == after(verdict="refer") == "closing"
    assert after(evaluation_due_on=TODAY) == "evaluation"
    assert after(sessions_since_evaluation=6) == "evaluation"
    assert after(question=OpenQuestion(UUID(int=1), TODAY, "Mag ik fietsen?")) == "plan_answer"
    assert after(closed_on=TODAY) == ""


def test_a_refused_plan_leads_back_to_deciding() -> None:
    refused = walked(*PLANNED.counts, **PLUIS, outcome="treat", versions=(version(answer="refused"),))
    step = next_step(refused, TODAY)
    assert step
    assert step.form == "decision"


@pytest.mark.parametrize(
    ("course", "phase"),
    [
        (Course(), "screening"),
        (DECIDED, "plan"),
        (AGREED, "treatment"),
        (replace(AGREED, versions=(*AGREED.versions, version(number=2))), "treatment"),
        (replace(AGREED, versions=(version(answer="withdrawn"),), agreed_number=0), "plan"),
        (walked("screening", closed_on=TODAY), "closing"),
    ],
)
def test_the_phase_is_the_same_wherever_it_is_shown(course: Course, phase: str) -> None:
    assert phase_now(course, TODAY) == phase


def test_every_step_is_a_form_of_the_pack() -> None:
    forms = pathway("low_back_pain").forms
    assert set(STEPS) <= set(forms)
    assert {step.phase for step in STEPS.values()} <= {*PHASES, ""}
    for step in STEPS.values():
        assert (forms[step.form].for_whom == "patient") == (step.by_patient or step.form == "consent")


def test_the_page_about_the_steps_is_fresh() -> None:
    assert DOCS.read_text().endswith(describe_steps()), "run make fix"
    for step in STEPS.values():
        assert f"`{step.form}`" in describe_steps()
        assert all(gate.__doc__ for gate in (*step.opens, *step.signs))
