"""What lies beside the episode page: the form of the next step when it is a short one, and the other steps."""

from dataclasses import dataclass

from ruggespraak.care import sheet
from ruggespraak.care.actions import Situation
from ruggespraak.care.course import Course
from ruggespraak.care.steps import STEPS, Next, reason_against
from ruggespraak.care.views.forms import form_context

SHORT = ("session", "plan_answer")
OFFERED = (
    "screening",
    "intake",
    "examination",
    "conclusion",
    "decision",
    "plan",
    "consent",
    "session",
    "evaluation",
    "closing",
)


@dataclass(frozen=True)
class Offer:
    """A step that can be opened, with the reason when it cannot be signed now."""

    form: str
    label: str
    count: int
    refusal: str


def form_beside(situation: Situation, step: Next | None) -> dict[str, object]:
    """The form of the next step, ready to fill in; nothing when it needs a page of its own."""
    if step is None or step.form not in SHORT:
        return {}
    form = situation.form(step.form)
    answers, draft = sheet.opened(situation, step.form)
    return {**form_context(situation, form, answers, draft=draft), "has_form": True}


def side_steps(course: Course) -> tuple[Offer, ...]:
    """All steps, with how often each was signed and why it is closed, if it is."""
    return tuple(
        Offer(form, str(STEPS[form].label), course.counts.get(form, 0), reason_against(course, form))
        for form in OFFERED
    )
