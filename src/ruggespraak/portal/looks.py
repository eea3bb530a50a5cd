"""Who looked at my record, in plain sentences (Wabvpz 15e): similar lines of one day are folded into one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruggespraak.audit.models import Line, Outcome
from ruggespraak.people.models import Patient
from ruggespraak.people.permissions import ROLES

WHAT: dict[str, Promise] = {
    "episode.seen": _("looked at your record"),
    "entry.seen": _("read a page of your record"),
    "entry.recorded": _("wrote a page in your record"),
    "draft.saved": _("worked on a page that is not signed yet"),
    "patient.seen": _("looked at your name and address"),
    "patient.registered": _("registered you"),
    "patient.changed": _("changed your name or address"),
    "patient.invited": _("invited you to these pages"),
    "patient.found": _("searched for clients and saw your name"),
    "episode.opened": _("opened a record for your complaint"),
    "episode.closed": _("closed the record of your complaint"),
    "letter.drafted": _("began a letter to your GP"),
    "letter.made": _("made a letter to your GP"),
    "letter.seen": _("read a letter about you"),
    "letter.sent": _("sent a letter to your GP"),
    "relation.began": _("became your therapist"),
    "relation.ended": _("ended the treatment"),
}
"""Event of the log → what that is, after the name of who did it."""

GROUND: dict[str, Promise] = {
    "treatment_relation": _("treats you"),
    "stand_in": _("does not treat you, and gave a reason"),
    "own_dossier": _("it is your own record"),
    "representative": _("acts for you"),
    "office": _("works at the front desk or in the office"),
    "system": _("the software itself"),
}


@dataclass(frozen=True)
class Look:
    """Somebody did one kind of thing on one day, once or more."""

    day: date
    who: str
    role: str
    what: str
    ground: str
    reason: str
    count: int
    was_refused: bool

    @property
    def stands_out(self) -> bool:
        """Somebody outside the treatment relation, or somebody who was refused."""
        return bool(self.reason) or self.was_refused


def looks_at(patient: Patient, *, since: date | None = None) -> tuple[Look, ...]:
    """All looks at this patient's record and changes in it, newest first."""
    lines = Line.objects.filter(practice_id=patient.practice_id, patient_handle=patient.handle)
    if since:
        lines = lines.filter(at__date__gte=since)
    return folded(lines.order_by("-number"))


def folded(lines: Iterable[Line]) -> tuple[Look, ...]:
    """The lines as looks, newest first; the same person doing the same on one day is one look."""
    counted: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        day = timezone.localdate(line.at)
        key = day, line.user_id, line.role, line.event, line.basis, line.purpose, line.outcome
        counted.setdefault(key, []).append(line)
    return tuple(_look(same) for same in counted.values())


def _look(same: list[Line]) -> Look:
    line = same[0]
    return Look(
        day=timezone.localdate(line.at),
        who=line.user_name or "Ruggespraak",
        role=str(ROLES[line.role].name) if line.role in ROLES else line.role,
        what=str(WHAT.get(line.event, _("used your record"))),
        ground=str(GROUND.get(line.basis, "")),
        reason=line.purpose,
        count=len(same),
        was_refused=line.outcome == Outcome.REFUSED,
    )
