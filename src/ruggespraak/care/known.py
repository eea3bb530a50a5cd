"""What need not be asked again: a form opens with it, and whoever signs may change it."""

from collections.abc import Sequence

from pathways.model import Answers, Form
from ruggespraak.care import asked
from ruggespraak.care.actions import Situation
from ruggespraak.care.course import Row, rows
from ruggespraak.dossier.reading import Reading, latest


def known(situation: Situation, form: Form) -> Answers:
    """What registering told, the goals of the plan, and how often the client came. Never a judgement."""
    patient, goals = situation.episode.patient, _goals(situation.readings)
    answers: Answers = {
        asked.AGE: patient.age,
        asked.SEX: asked.SEXES.get(patient.sex),
        asked.GOAL_RESULTS: tuple({"goal": goal["goal"]} for goal in goals) or None,
        asked.GOAL_RESULTS_AT_CLOSING: goals or None,
        asked.TREATMENTS: situation.course.sessions_done or None,
    }
    wanted = {question.id for question in form.questions}
    given = {question: value for question, value in answers.items() if question in wanted and value is not None}
    return {**given, **_activities(situation.readings, form)}


def _activities(readings: Sequence[Reading], form: Form) -> Answers:
    """The own activities that are asked again: as they were named at the start (`psfs_1_activity`)."""
    cells = (cell.id for cell in form.own if "_again_" in cell.id and cell.id.endswith("_activity"))
    again = {cell: cell.replace("_again", "") for cell in cells}
    for start in (latest(readings, name) for name in asked.MEASURED_AT_START):
        named = {cell: start.answers.get(source) for cell, source in again.items()} if start else {}
        if any(named.values()):
            return {cell: name for cell, name in named.items() if name}
    return {}


def _goals(readings: Sequence[Reading]) -> tuple[Row, ...]:
    """The goals of the newest plan: where each started, and where the last evaluation found it."""
    plan, evaluation = latest(readings, "plan"), latest(readings, "evaluation")
    found = (
        {row.get("goal"): row.get("value_now") for row in rows(evaluation.answers, asked.GOAL_RESULTS)}
        if evaluation
        else {}
    )
    return tuple(
        {"goal": goal.get("goal"), "start": goal.get("start"), "end": found.get(goal.get("goal"))}
        for goal in (rows(plan.answers, asked.GOALS) if plan else ())
    )
