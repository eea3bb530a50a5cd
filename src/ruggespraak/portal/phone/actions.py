"""Take in what a phone kept while it was offline: each answer once, whatever becomes of the others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from pathways.model import parse_answers
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor
from ruggespraak.dossier.packs import form_of
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.exercises.actions import log
from ruggespraak.exercises.models import Log
from ruggespraak.exercises.prescription import Prescription, prescription_now, prescription_with
from ruggespraak.language import language
from ruggespraak.outcomes.actions import keep_day
from ruggespraak.outcomes.diary import FORM as DIARY
from ruggespraak.outcomes.models import day_of
from ruggespraak.people.models import Patient
from ruggespraak.people.permissions import Permission, check_may
from ruggespraak.portal.diary import row_name
from ruggespraak.portal.mine import episodes_of
from ruggespraak.portal.phone.sent import Item, Sent, Unread, other_day

KEPT, ALREADY, REFUSED = "kept", "already", "refused"


@dataclass(frozen=True)
class Taken:
    """What became of one answer: kept, already there, or refused. What is refused stays on the phone."""

    client_id: str
    result: str
    sentence: str = ""


def check_sync(patient: Patient, *, by: Actor) -> None:
    """Whoever may answer for this client."""
    check_may(by, Permission.ANSWER_FORM)
    if by.practice_id != patient.practice_id:
        raise NotAllowed(_("This record belongs to another practice."))


def sync(patient: Patient, sent: Sent, *, by: Actor) -> tuple[Taken, ...]:
    """Keep all that was sent, in one transaction: if it breaks halfway nothing is kept, and all of it is sent again.

    One line in the log names every row that was made.
    """
    check_sync(patient, by=by)
    with audit.together("phone.synced", by=by, on=patient.audit_subject):
        taking = _Taking(patient, sent, by, _came_before(patient, sent))
        return tuple(taking.take(item) for item in sent.items)


def _came_before(patient: Patient, sent: Sent) -> set[UUID]:
    names = {item.client_id for item in sent.items if isinstance(item, Item)}
    return set(Log.objects.of_patient(patient).filter(client_id__in=names).values_list("client_id", flat=True))


@dataclass
class _Taking:
    """One phone, once."""

    patient: Patient
    sent: Sent
    by: Actor
    came_before: set[UUID]
    known: dict[str, Prescription | None] = field(default_factory=dict)
    of_now: dict[str, bool] = field(default_factory=dict)

    def take(self, item: Item | Unread) -> Taken:
        """One answer."""
        if isinstance(item, Unread) or item.kind not in KINDS:
            return Taken(str(item.client_id), REFUSED, _("We could not read this answer."))
        if item.client_id in self.came_before:
            return Taken(str(item.client_id), ALREADY)
        try:
            taken = KINDS[item.kind](self, item)
        except (NotAllowed, NotPossible) as refusal:
            return Taken(str(item.client_id), REFUSED, str(refusal))
        self.came_before.add(item.client_id)
        return taken

    def exercise(self, item: Item) -> Taken:
        """Kept as said of the prescription that the phone showed, also when the therapist changed it meanwhile."""
        said, on = item.said, self.sent.day_of(item)
        said_of, pain = self.prescription(str(said.get("code")).rpartition("-")[0]), said.get("pain")
        if said_of is None or not (pain is None or type(pain) is int):
            raise NotPossible(_("We do not know these exercises. Look again at what you do now."))
        log(
            said_of.reading.entry.episode,
            str(said.get("exercise")),
            str(said.get("felt")),
            pain,
            client_id=item.client_id,
            by=self.by,
            on=on,
            said_at=item.said_at,
            said_of=said_of,
        )
        return self.kept(item, "" if self.is_of_now(said_of) else has_changed())

    def diary(self, item: Item) -> Taken:
        """A day of the diary, for the complaint that the phone showed it for."""
        raw, on, said_of = item.said.get("answers"), self.sent.day_of(item), item.said.get("episode")
        episode = episodes_of(self.patient).filter(**{"pk": _as_id(said_of)} if said_of else {}).first()
        if episode is None or not isinstance(raw, Mapping):
            raise NotPossible(_("We could not read this answer."))
        form = form_of(episode.complaint, DIARY)
        parsed = parse_answers(form, {str(name): _texts(said) for name, said in raw.items()}, language=language())
        if parsed.problems:
            raise NotPossible(" ".join(problem.message for problem in parsed.problems))
        name = row_name(item.client_id, on, parsed.answers)
        if day_of(episode, name):
            return Taken(str(item.client_id), ALREADY)
        keep_day(episode, on, parsed.answers, client_id=name, said_at=item.said_at, by=self.by)
        return self.kept(item)

    def kept(self, item: Item, sentence: str = "") -> Taken:
        """That it is kept, and what there is to say of it."""
        said = sentence, other_day(item.on, self.sent.day_of(item))
        return Taken(str(item.client_id), KEPT, " ".join(filter(None, said)))

    def prescription(self, mark: str) -> Prescription | None:
        """The one with this mark; read once for all answers."""
        if mark not in self.known:
            self.known[mark] = prescription_with(self.patient, mark)
        return self.known[mark]

    def is_of_now(self, said_of: Prescription) -> bool:
        """Whether the therapist has not changed it since."""
        if said_of.mark not in self.of_now:
            now = prescription_now(said_of.reading.entry.episode)
            self.of_now[said_of.mark] = now is not None and now.mark == said_of.mark
        return self.of_now[said_of.mark]


KINDS: Mapping[str, Callable[[_Taking, Item], Taken]] = {"exercise": _Taking.exercise, "diary": _Taking.diary}
"""What a phone may send → how it is taken in."""


def has_changed() -> str:
    """To an answer about exercises that are not the ones of now."""
    return _("Kept. Your exercises have changed since: look at what you do now.")


def _as_id(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _texts(said: object) -> list[str]:
    return [str(one) for one in said] if isinstance(said, list) else [str(said)]
