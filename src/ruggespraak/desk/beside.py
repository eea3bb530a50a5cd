"""What lies beside the episode page: the form of the next step when it is a short one, and the other steps."""

from dataclasses import dataclass

from ruggespraak.care import sheet
from ruggespraak.care.actions import Situation
from ruggespraak.care.course import Course
from ruggespraak.care.steps import STEPS, Next, reason_against
from ruggespraak.care.views.forms import form_context

SHORT = ("plan_answer",)
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
    """The answer to a question that waits, or the note of a session while there is consent; else nothing."""
    form_id = step.form if step and step.form in SHORT else "session"
    if step is None or (form_id == "session" and not _may_treat(situation.course)):
        return {}
    form = situation.form(form_id)
    answers, draft = sheet.opened(situation, form_id)
    return {**form_context(situation, form, answers, draft=draft), "form_beside": form_id}


def _may_treat(course: Course) -> bool:
    return course.agreed is not None and not reason_against(course, "session")


def side_steps(course: Course) -> tuple[Offer, ...]:
    """All steps, with how often each was signed and why it is closed, if it is."""
    return tuple(
        Offer(form, str(STEPS[form].label), course.counts.get(form, 0), reason_against(course, form))
        for form in OFFERED
    )
