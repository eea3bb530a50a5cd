"""What is asked of me now: at most one thing on top, and where I am on the way."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruggespraak.care.course import Course
from ruggespraak.dossier.models import Episode

PHASES: Sequence[tuple[str, Promise]] = (
    ("screening", gettext_lazy("Getting to know you")),
    ("intake", gettext_lazy("Your story")),
    ("plan", gettext_lazy("Your plan")),
    ("treatment", gettext_lazy("Treatment")),
    ("evaluation", gettext_lazy("Looking back")),
    ("closing", gettext_lazy("Staying well")),
)
"""Phase of care → its name to the client."""


@dataclass(frozen=True)
class Asked:
    """One thing that is asked of me: a sentence, why, and the way there."""

    title: str
    why: str
    label: str
    url: str
    tone: str = ""


def asked_of_me(episode: Episode | None, course: Course, *, has_intake_draft: bool) -> Asked | None:
    """The one thing to do now; None when the next move is the therapist's."""
    if episode is None or course.closed_on:
        return None
    if course.plan and course.plan.is_waiting and not course.question:
        return Asked(
            title=_("There is a plan for you to read."),
            why=_("Read it and say whether it suits you. Nothing happens before you say yes."),
            label=_("Read the plan"),
            url=reverse("portal:plan"),
            tone="soon",
        )
    if not course.has("intake_home") and not course.has("intake"):
        return Asked(
            title=_("Tell your story before your first visit."),
            why=_("It takes about fifteen minutes. You can stop and go on later."),
            label=_("Go on with your story") if has_intake_draft else _("Begin your story"),
            url=reverse("portal:intake"),
        )
    return None


def steps(course: Course) -> list[tuple[str, str]]:
    """The phases as (name, state), state being done, current or coming."""
    now = phase(course)
    order = [name for name, _label in PHASES]
    place = order.index(now)
    states = ("done" if n < place else "current" if n == place else "coming" for n in range(len(order)))
    return [(str(label), state) for (_name, label), state in zip(PHASES, states, strict=True)]


def phase(course: Course) -> str:
    """Where I am on the way."""
    if course.closed_on:
        return "closing"
    if course.counts.get("evaluation"):
        return "evaluation"
    if course.sessions_done or course.agreed:
        return "treatment"
    if course.has("decision") or course.plan:
        return "plan"
    return "intake" if course.has("screening") else "screening"
