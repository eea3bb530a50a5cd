"""What the lists of the desk show: one query for the episodes, one for their drafts, whatever their number."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from pathways.model import Pathway
from ruggespraak import clock
from ruggespraak.care import standing
from ruggespraak.care.course import Course
from ruggespraak.care.signals import Signal, Unsigned, signals_of
from ruggespraak.care.standing import caseload, course_now
from ruggespraak.care.steps import PHASES, phase_now
from ruggespraak.desk.diary import signal_of
from ruggespraak.dossier.models import Draft, Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.language import language
from ruggespraak.outcomes.diary import Day
from ruggespraak.outcomes.signs import fresh_signs
from ruggespraak.people.models import Membership, Patient, Practice, User
from ruggespraak.people.permissions import ROLES, RoleOf


@dataclass(frozen=True)
class Row:
    """One episode in a list."""

    episode: Episode
    course: Course
    complaint: str
    phase: str
    place: int
    signals: tuple[Signal, ...]

    @property
    def patient(self) -> Patient:
        """Whose episode it is."""
        return self.episode.patient

    @property
    def pain(self) -> list[float]:
        """The values for a spark line."""
        return [float(value) for _on, value in self.course.pain]

    @property
    def pain_says(self) -> str:
        """The spark line in a sentence."""
        if not self.course.pain:
            return ""
        return _("Pain from %(first)d to %(last)d") % {"first": self.course.pain[0][1], "last": self.course.pain[-1][1]}

    @property
    def phase_says(self) -> str:
        """The small picture of phases in a sentence."""
        return _("Phase %(place)d of %(of)d") % {"place": self.place, "of": len(PHASES)}


def rows_of(practice: Practice, user: User, *, closed: bool = False) -> tuple[Row, ...]:
    """The episodes of everyone this therapist treats now, by name."""
    episodes = caseload(practice).filter(_treated_by(user), closed_at__isnull=not closed)
    return _rows(episodes.order_by("patient__family_name", "patient__given_name", "number"))


def told_after_closing(practice: Practice, user: User) -> tuple[Row, ...]:
    """Closed episodes of this therapist's clients in which something was told that nobody took up yet."""
    return _rows(standing.told_after_closing(practice).filter(_treated_by(user)))


def alarms_elsewhere(practice: Practice, user: User) -> tuple[Row, ...]:
    """Episodes of colleagues in which somebody must act at once: who and that, never what."""
    treated = Episode.objects.of_practice(practice).filter(_treated_by(user))
    running, told = caseload(practice).is_open(), standing.told_after_closing(practice)
    others = (*running.exclude(pk__in=treated.values("pk")), *told.exclude(pk__in=treated.values("pk")))
    return tuple(row for row in _rows(others) if any(signal.tone == "alarm" for signal in row.signals))


def _treated_by(user: User) -> Q:
    return Q(patient__relations__therapist=user, patient__relations__ended_at=None)


def _rows(episodes: Iterable[Episode]) -> tuple[Row, ...]:
    found = list(episodes)
    drafts, signs = _drafts_of(found), fresh_signs(found)
    return tuple(_row(episode, drafts.get(episode.id, ()), signs.get(episode.id)) for episode in found)


def _row(episode: Episode, drafts: Sequence[Unsigned], sign: Day | None) -> Row:
    course, today = course_now(episode), clock.today()
    place = phase_now(course, today)
    pack = pathway(episode.complaint)
    return Row(
        episode=episode,
        course=course,
        complaint=title_of(pack),
        phase=_phase_words(course, place),
        place=list(PHASES).index(place) + 1,
        signals=(
            *((signal_of(episode, sign),) if sign else ()),
            *signals_of(episode.id, course, pack, today, drafts),
        ),
    )


def _phase_words(course: Course, phase: str) -> str:
    if phase == "treatment" and course.agreed and course.agreed.sessions:
        return f"{PHASES[phase]} {course.sessions_done}/{course.agreed.sessions}"
    return str(PHASES[phase])


def title_of(pack: Pathway) -> str:
    """The name of a complaint in the reader's language."""
    return pack.title.in_(language())


def _drafts_of(episodes: Sequence[Episode]) -> Mapping[UUID, Sequence[Unsigned]]:
    found: dict[UUID, list[Unsigned]] = defaultdict(list)
    for draft in Draft.objects.filter(episode__in=[episode.id for episode in episodes]).defer("sealed"):
        found[draft.episode_id].append(Unsigned(draft.form, timezone.localdate(draft.saved_at)))
    return found


def signals_in(rows: Iterable[Row]) -> list[tuple[Row, Signal]]:
    """All signals of a caseload, most urgent first."""
    return sorted(((row, signal) for row in rows for signal in row.signals), key=lambda pair: pair[1].rank)


def members(practice: Practice) -> list[tuple[Membership, RoleOf]]:
    """Who works here now, with what their role may do."""
    at_work = Membership.objects.of_practice(practice).active().select_related("user").order_by("user__name")
    return [(member, ROLES[member.role]) for member in at_work]
