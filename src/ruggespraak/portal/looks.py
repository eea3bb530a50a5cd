"""Who looked at my record, in plain sentences (Wabvpz 15e): day by day, what one person did on a day folded."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from types import MappingProxyType
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ruggespraak.audit.models import Line, Outcome
from ruggespraak.dossier.models import Entry
from ruggespraak.dossier.packs import pathway
from ruggespraak.language import language
from ruggespraak.people.models import OWN_ROLES, Patient
from ruggespraak.people.permissions import ROLES, WORDS
from ruggespraak.portal.record import who

WHAT: Mapping[str, Promise] = {
    "account.entered": _l("logged in"),
    "account.left": _l("logged out"),
    "account.refused": _l("tried to log in"),
    "account.told": _l("changed something about logging in"),
    "appointment.asked": _l("asked for an appointment"),
    "appointment.declined": _l("could not give you an appointment"),
    "appointment.registered": _l("registered you after your request"),
    "ask.answered": _l("filled in what was asked"),
    "ask.mailed": _l("mailed you that something waits"),
    "ask.seen": _l("read what was asked"),
    "ask_mails.chosen": _l("chose whether a mail says that something is asked"),
    "asks.planned": _l("planned what you will be asked"),
    "aside.dropped": _l("put away a text that came second"),
    "appointment.taken_up": _l("took up your request to come again"),
    "care.begun": _l("began your care"),
    "caseload.seen": _l("saw your name in the list of clients"),
    "check_in.signed": _l("told how it goes after treatment"),
    "copy.accepted": _l("accepted that the stored record is an older copy"),
    "diary.kept": _l("wrote down how a day went"),
    "day_after.signed": _l("told how it was after a visit"),
    "draft.dropped": _l("threw away a page that was not signed"),
    "draft.saved": _l("worked on a page that is not signed yet"),
    "entry.corrected": _l("corrected a page in your record"),
    "entry.recorded": _l("wrote a page in your record"),
    "entry.seen": _l("read a page of your record"),
    "episode.closed": _l("closed the record of your complaint"),
    "episode.opened": _l("opened a record for your complaint"),
    "episode.seen": _l("looked at your record"),
    "exercise.logged": _l("wrote down how an exercise went"),
    "invitation.accepted": _l("opened the invitation to these pages"),
    "invitation.refused": _l("tried to open the invitation to these pages"),
    "letter.answered": _l("said whether a letter may go to your GP"),
    "letter.drafted": _l("began a letter to your GP"),
    "letter.made": _l("made a letter to your GP"),
    "letter.seen": _l("read a letter about you"),
    "letter.sent": _l("sent a letter to your GP"),
    "letter.shown": _l("asked you to read a letter before it goes"),
    "log.seen": _l("looked at who looked"),
    "mail.listed": _l("looked at the outgoing mail"),
    "mail.sent": _l("sent a mail"),
    "mail.written": _l("wrote a mail"),
    "measure.begun": _l("began to ask a measure"),
    "measure.ended": _l("stopped asking a measure"),
    "mandate.seen": _l("looked at who may act for you"),
    "message.signed": _l("wrote a message to the practice"),
    "message_answer.signed": _l("wrote you a message"),
    "patient.changed": _l("changed your name or address"),
    "patient.identified": _l("recorded your citizen service number"),
    "patient.invited": _l("invited you to these pages"),
    "patient.registered": _l("registered you"),
    "patient.seen": _l("looked at your name and address"),
    "patients.searched": _l("searched among the clients"),
    "phone.synced": _l("sent what was said on the own phone"),
    "plan.agreed": _l("agreed to the plan"),
    "plan.questioned": _l("asked something about the plan"),
    "plan.refused": _l("said no to the plan"),
    "plan.withdrawn": _l("withdrew the consent to the plan"),
    "practice.founded": _l("founded the practice"),
    "reason.stated": _l("gave a reason for opening your record"),
    "receipt.taken": _l("took a receipt of an answer to the plan"),
    "record.downloaded": _l("made a copy of your whole record"),
    "reminders.chosen": _l("chose when to be reminded, or stopped it"),
    "representative.ended": _l("ended that somebody acts for you"),
    "representative.invited": _l("invited somebody once more to act for you"),
    "representative.named": _l("invited somebody to act for you"),
    "representatives.seen": _l("looked at who may act for you"),
    "request.seen": _l("read your request for an appointment"),
    "requests.seen": _l("saw your name in the list of requests"),
    "right.recorded": _l("recorded who permits the use of a measure"),
    "staff.dismissed": _l("ended somebody's work at the practice"),
    "staff.hired": _l("began to work at the practice"),
    "ticket.ended": _l("ended a link that was sent"),
    "ticket.issued": _l("made a link for a mail or calendar"),
    "ticket.used": _l("opened a link that was sent"),
    "treatment.begun": _l("became your therapist"),
    "treatment.ended": _l("ended the treatment"),
}
"""Event of the log → what that is, after the name of who did it. Those about a form or a permission are in `what`."""

OF_FORM: Mapping[str, Promise] = {
    "signed": _l("signed “%(page)s”"),
    "corrected": _l("corrected “%(page)s”"),
    "received": _l("took “%(page)s” into your record"),
}
"""Past of an event about one form of the pathway → what that is."""

GROUND: Mapping[str, Promise] = {
    "treatment_relation": _l("treats you"),
    "stand_in": _l("does not treat you, and gave a reason"),
    "own_dossier": _l("it is your own record"),
    "representative": _l("acts for you"),
    "invitation": _l("had the invitation and its code"),
    "ticket": _l("had a link that was sent to you"),
    "office": _l("works at the practice"),
    "public": _l("without logging in"),
    "system": _l("the software itself"),
}
"""On what ground somebody could look → in words."""

TWICE = frozenset({"entry.recorded", "entry.corrected"})
"""Written in the log beside the event of the step that they belong to: told once."""


@dataclass(frozen=True)
class Deed:
    """One kind of thing that was done, once or more."""

    what: str
    count: int
    pages: tuple[str, ...] = ()
    """The titles of the pages that were read."""


@dataclass(frozen=True)
class Look:
    """What one person did on one day, on one ground."""

    day: date
    who: str
    role: str
    deeds: tuple[Deed, ...]
    ground: str
    reason: str
    was_refused: bool
    is_mine: bool
    is_outside: bool
    """Whether this was somebody who does not treat the client, and gave a reason: a stand-in, or in an emergency."""


@dataclass(frozen=True)
class Day:
    """The looks of one day."""

    on: date
    looks: tuple[Look, ...]


@dataclass(frozen=True)
class Shown:
    """The looks of a period, newest first; the months beside it that have any; and all looks that stand out."""

    first: date
    last: date
    looks: tuple[Look, ...]
    before: date | None
    after: date | None
    standing_out: tuple[Look, ...]
    is_cut: bool
    """Whether the period holds more lines than are shown at once."""

    @property
    def days(self) -> tuple[Day, ...]:
        """The looks by day."""
        return tuple(Day(on, tuple(looks)) for on, looks in groupby(self.looks, key=lambda look: look.day))


AT_ONCE = 3000  # lines on one page
READ = "entry.seen"
ON_THE_WAY_IN = ("account.refused", "invitation.refused")
"""Refusals of somebody who is not inside yet."""


def month_of_looks(
    patient: Patient, reader: UUID, year: int | None = None, month: int | None = None, *, only_others: bool = False
) -> Shown:
    """One month of looks at this patient's record and changes in it, newest first; without a month the last one."""
    lines = _lines(patient, reader, only_others)
    first = date(year, month, 1) if year and month else _month(lines.order_by("-at").first())
    return _shown(patient, reader, lines, first, _next(first) - timedelta(days=1))


def looks_between(patient: Patient, reader: UUID, first: date, last: date, *, only_others: bool = False) -> Shown:
    """The looks of a period of one's own choice, both days included."""
    return _shown(patient, reader, _lines(patient, reader, only_others), first, last)


def _shown(patient: Patient, reader: UUID, lines: QuerySet[Line], first: date, last: date) -> Shown:
    begin, end = _moment(first), _moment(last + timedelta(days=1))
    found = list(lines.filter(at__gte=begin, at__lt=end).order_by("-at", "-number")[: AT_ONCE + 1])
    outside = list(_standing_out(_about(patient)).order_by("-at", "-number")[:200])
    titles = _titles_of([*found, *outside])
    return Shown(
        first=first,
        last=last,
        looks=folded(found[:AT_ONCE], reader, titles),
        before=_month_or_none(lines.filter(at__lt=begin).order_by("-at").first()),
        after=_month_or_none(lines.filter(at__gte=end).order_by("at").first()),
        standing_out=folded(outside, reader, titles),
        is_cut=len(found) > AT_ONCE,
    )


def _lines(patient: Patient, reader: UUID, only_others: bool) -> QuerySet[Line]:
    lines = _about(patient)
    return lines.exclude(user_id=reader) if only_others else lines


def _titles_of(lines: Iterable[Line]) -> Mapping[str, str]:
    """Id of an entry that was read → the title of that page."""
    read = {line.object_id for line in lines if line.event == READ and line.object_id}
    forms = Entry.objects.filter(pk__in=read).values_list("pk", "form") if read else ()
    return {str(entry_id): _title(form) for entry_id, form in forms}


def lines_of(patient: Patient, year: int, month: int) -> list[Line]:
    """The lines of one month about this patient, oldest first."""
    first = date(year, month, 1)
    return list(_about(patient).filter(at__gte=_moment(first), at__lt=_moment(_next(first))).order_by("number"))


def newest_looks(patient: Patient, reader: UUID, count: int = 3) -> tuple[Look, ...]:
    """The last looks by others, for the home page."""
    others = _about(patient).exclude(user_id=reader).order_by("-number")[:60]
    return folded(others, reader)[:count]


def all_looks(patient: Patient, reader: UUID) -> tuple[Look, ...]:
    """Everything of all months, oldest first: for a copy of the record."""
    return folded(_about(patient).order_by("number").iterator(), reader)


def one_by_one(patient: Patient, reader: UUID) -> Iterator[tuple[Line, Look]]:
    """Every line of the log about this patient, oldest first, each with what it is in words."""
    for line in _about(patient).order_by("number").iterator():
        yield line, _look([line], reader)


def folded(lines: Iterable[Line], reader: UUID, titles: Mapping[str, str] = MappingProxyType({})) -> tuple[Look, ...]:
    """The lines as looks, in their order: all that one person did on one day, on one ground, is one look."""
    together: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        key = timezone.localdate(line.at), line.user_id, line.role, line.basis, line.purpose, line.outcome
        together.setdefault(key, []).append(line)
    return tuple(_look(same, reader, titles) for same in together.values())


def what(event: str) -> str:
    """What an event of the log is, in words."""
    subject, _dot, past = event.rpartition(".")
    if event in WHAT:
        return str(WHAT[event])
    if past == "refused" and subject in WORDS:
        return _("wanted to %(what)s") % {"what": WORDS[subject]}  # type: ignore[index]
    if past in OF_FORM:
        return str(OF_FORM[past]) % {"page": _title(subject)}
    return _("used your record")


def _look(same: list[Line], reader: UUID, titles: Mapping[str, str] = MappingProxyType({})) -> Look:
    line = same[0]
    is_own = line.role in OWN_ROLES
    return Look(
        day=timezone.localdate(line.at),
        who=who(line.role, line.user_name, is_reader=line.user_id == reader),
        role="" if is_own or line.role not in ROLES or line.role == "system" else str(ROLES[line.role].name),
        deeds=tuple(_deeds(same, titles)),
        ground=str(GROUND.get(line.basis, "")),
        reason=line.purpose,
        was_refused=line.outcome == Outcome.REFUSED,
        is_mine=line.user_id == reader,
        is_outside=line.basis == "stand_in",
    )


def _deeds(lines: Iterable[Line], titles: Mapping[str, str]) -> Iterator[Deed]:
    counted: dict[str, Deed] = {}
    for line in lines:
        deed = counted.get(line.event, Deed(what(line.event), 0))
        title = titles.get(line.object_id) if line.event == READ else None
        pages = tuple(dict.fromkeys((*deed.pages, title))) if title else deed.pages
        counted[line.event] = replace(deed, count=deed.count + 1, pages=pages)
    others = counted.keys() - TWICE
    is_told = any(event.rpartition(".")[2] in OF_FORM or event.startswith("plan.") for event in others)
    yield from (deed for event, deed in counted.items() if not (is_told and event in TWICE))


def _title(form_id: str) -> str:
    form = pathway().forms.get(form_id)
    return form.title.in_(language()) if form else form_id


def _about(patient: Patient) -> QuerySet[Line]:
    return Line.objects.filter(practice_id=patient.practice_id, patient_handle=patient.handle)


def _standing_out(lines: QuerySet[Line]) -> QuerySet[Line]:
    """Somebody outside the treatment relation, or somebody who was refused.

    A wrong code on the way in is mostly the client's own; it stands in its month, but nobody opened a record.
    """
    return lines.filter(Q(basis="stand_in") | Q(outcome=Outcome.REFUSED)).exclude(event__in=ON_THE_WAY_IN)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _month(line: Line | None) -> date:
    return (timezone.localdate(line.at) if line else timezone.localdate()).replace(day=1)


def _month_or_none(line: Line | None) -> date | None:
    return _month(line) if line else None
