"""My day: what is asked of me, the most pressing first; today's exercises; what the practice wrote; where I am."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ruggespraak import clock
from ruggespraak.audit.models import Line
from ruggespraak.care import asked
from ruggespraak.care.course import Course
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import Reading
from ruggespraak.exercises.doing import Today as Exercise
from ruggespraak.exercises.doing import today_of
from ruggespraak.exercises.prescription import Prescription
from ruggespraak.letters.preview import waiting
from ruggespraak.outcomes.overview import InShort
from ruggespraak.portal.diary import my_day
from ruggespraak.portal.intake import CITED, FORM, Intake, urgent
from ruggespraak.portal.options import invitation
from ruggespraak.ui.levels import Verdict

NOON, EVENING = 12, 18
"""Hours of the day."""
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


def all_asked(
    episode: Episode | None, course: Course, readings: Sequence[Reading], unread: int = 0
) -> tuple[Asked, ...]:
    """What I am asked now, the most pressing first; empty when the next move is the therapist's."""
    return tuple(_asked(episode, course, readings, unread)) if episode else ()


def _asked(episode: Episode, course: Course, readings: Sequence[Reading], unread: int) -> Iterator[Asked]:
    if letter := waiting(readings):
        yield _letter(letter)
    if course.closed_on is None and course.plan and course.plan.is_waiting and not course.question:
        yield _plan(course)
    if unread:
        yield _message(unread)
    if invited := invitation(course):
        yield Asked(**invited)
    if course.closed_on is None and not course.has("intake") and (story := _story(Intake.of(episode))):
        yield story


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


def _message(unread: int) -> Asked:
    return Asked(
        title=ngettext("The practice wrote to you.", "The practice wrote to you %(count)s times.", unread)
        % {"count": unread},
        why=_("Read what they say, and write back if you like."),
        label=_("Read the message"),
        url=reverse("portal:messages"),
    )


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


def exercises(episode: Episode | None, course: Course, prescription: Prescription | None) -> tuple[Exercise, ...]:
    """The exercises that are for today, the ones not done yet first; none after closing."""
    if episode is None or prescription is None or course.closed_on:
        return ()
    for_today = [one for one in today_of(episode, prescription) if one.is_for_today]
    return tuple(sorted(for_today, key=lambda one: one.done is not None))


def unread_messages(episode: Episode | None, readings: Sequence[Reading], reader: UUID) -> int:
    """How many messages the practice wrote since this reader last opened the page of messages."""
    written = [reading.entry.recorded_at for reading in readings if reading.form == asked.MESSAGE_ANSWER]
    if episode is None or not written:
        return 0
    seen_at = _last_seen(episode, reader)
    return sum(seen_at is None or moment > seen_at for moment in written)


def _last_seen(episode: Episode, reader: UUID) -> datetime | None:
    mine = Line.objects.filter(practice_id=episode.practice_id, user_id=reader)
    here = mine.filter(screen="portal:messages", object_id=str(episode.pk))
    return here.order_by("-at").values_list("at", flat=True).first()


def mine(episode: Episode | None, course: Course, readings: tuple[Reading, ...]) -> InShort | None:
    """What I keep track of: my diary, this week's minutes, my small step. None before a screening, after closing."""
    if episode is None or course.closed_on or not course.has("screening"):
        return None
    return my_day(episode, readings)


def greeting(name: str) -> str:
    """As one greets at this hour."""
    hour = timezone.localtime(clock.now()).hour
    if hour < NOON:
        return _("Good morning, %(name)s.") % {"name": name}
    if hour < EVENING:
        return _("Good afternoon, %(name)s.") % {"name": name}
    return _("Good evening, %(name)s.") % {"name": name}


def advice(episode: Episode | None, course: Course, language: str) -> Verdict | None:
    """What my own answers call for at once, as long as no therapist has judged them or taken them up."""
    if episode is None:
        return None
    is_story = course.alarm_form in (FORM, CITED) and not course.closed_on
    told = (one.level for one in (course.day_after, course.check_in) if one is not None)
    levels = [level for level in (course.alarm if is_story else "", *told) if level]
    return urgent(episode, pathway(episode.complaint).heaviest(*levels), language) if levels else None


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
