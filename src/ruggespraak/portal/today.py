"""What is asked of me now: at most one thing on top, and where I am on the way."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruggespraak.care.course import Course
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import Reading
from ruggespraak.portal.intake import CITED, FORM, Intake, urgent
from ruggespraak.ui.levels import Verdict

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


def asked_of_me(episode: Episode | None, course: Course, letter: Reading | None = None) -> Asked | None:
    """The one thing to do now; None when the next move is the therapist's. `letter`: one that waits to be read."""
    if letter is not None:
        return _letter(letter)
    if episode is None or course.closed_on:
        return None
    if course.plan and course.plan.is_waiting and not course.question:
        return _plan(course)
    if not course.has("intake"):
        return _story(Intake.of(episode))
    return None


def _letter(letter: Reading) -> Asked:
    return Asked(
        title=_("There is a letter to your GP. Read it before it goes."),
        why=_("You may add something yourself, or say that it should not go."),
        label=_("Read the letter"),
        url=reverse("portal:letter_to_read", args=[letter.entry.pk]),
        tone="soon",
    )


def _plan(course: Course) -> Asked:
    if course.agreed:
        title = _("Your plan has changed. Does it still suit you?")
        why = _("Read what is different. Until you answer, the plan that you agreed to goes on.")
    else:
        title = _("There is a plan for you to read.")
        why = _("Read it and say whether it suits you. Nothing happens before you say yes.")
    return Asked(title, why, _("Read the plan"), reverse("portal:plan"), tone="soon")


def _story(story: Intake) -> Asked | None:
    if story.is_sent:
        return None
    if story.sent:
        title, label = _("You are adding to your story. Send it when you are ready."), _("Go on with your story")
        return Asked(title, _("What you sent before stays as it was."), label, reverse("portal:intake"))
    return Asked(
        title=_("Tell your story before your first visit."),
        why=_("It takes about fifteen minutes. You can stop and go on later."),
        label=_("Go on with your story") if story.version else _("Begin your story"),
        url=reverse("portal:intake"),
    )


def advice(episode: Episode | None, course: Course, language: str) -> Verdict | None:
    """What my own answers call for at once, as long as no therapist has judged them."""
    is_mine = course.alarm_form in (FORM, CITED) and not course.closed_on
    return urgent(episode, course.alarm, language) if episode and is_mine else None


def pain(course: Course) -> tuple[int, int] | None:
    """My pain at first and now, when it went down: the one number that is good to see at once."""
    if len(course.pain) < 2:
        return None
    (_first, before), (_last, now) = course.pain[0], course.pain[-1]
    return (before, now) if now < before else None


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
