"""Prescribe exercises, stop them, and hear how they go."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from pathways.model import Answers
from ruggespraak import clock
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor
from ruggespraak.audit.models import Action
from ruggespraak.dossier.actions import record_entry
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import answers_by_form, read_all
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.exercises.doing import FELT, HIGHEST_PAIN, Done
from ruggespraak.exercises.models import Log, log_of
from ruggespraak.exercises.prescription import FORM, LIST, WHY, Prescription, gaps, prescription_now, rows_of
from ruggespraak.exercises.weighing import against
from ruggespraak.people.models import OWN_ROLES
from ruggespraak.people.permissions import Permission, check_may
from ruggespraak.people.telling import tell_readers

REASON_AT_LEAST = 10  # characters, as at every gate that opens for a reason (weak_03)
DAYS_BACK = 7  # on which a phone that was offline may still say that an exercise was done


def check_begin(episode: Episode, *, by: Actor) -> None:
    """Exercises are prescribed while the episode is open, after a screening that concluded pluis."""
    check_may(by, Permission.SIGN_ENTRY)
    if by.role in OWN_ROLES:
        raise NotAllowed(_("This form is for the therapist."))
    if episode.closed_at is not None:
        raise NotPossible(_("This episode is closed. New care begins with a new episode."))
    conclusion = answers_by_form(read_all(episode)).get("screening", {}).get("screening_conclusion")
    if conclusion is None:
        raise NotPossible(_("First sign the screening."))
    if conclusion != "pluis":
        raise NotPossible(_("The screening concluded niet-pluis. Exercises wait until the GP has answered."))


def check_prescribe(episode: Episode, answers: Answers, *, by: Actor) -> None:
    """Each exercise once; none that an answer forbids; one that takes care only with a reason beside it (6.6)."""
    check_begin(episode, by=by)
    chosen = [row.get("exercise") for row in rows_of(answers)]
    if not chosen:
        raise NotPossible(_("Choose at least one exercise, or stop them all."))
    if gaps(answers):
        raise NotPossible(_("Say of every row which exercise it is, and on how many days a week."))
    if len(set(chosen)) < len(chosen):
        raise NotPossible(_("An exercise stands in the list twice. Put its whole dose in one row."))
    found = against(pathway(episode.complaint), answers, answers_by_form(read_all(episode)))
    held = [one for one in found if one.holds is True]
    if absolute := [one.sentence for one in held if one.is_absolute]:
        raise NotPossible(_("Not to be prescribed, because of: %(reasons)s.") % {"reasons": "; ".join(absolute)})
    bare = [one.sentence for one in held if len(one.caution.strip()) < REASON_AT_LEAST]
    if bare:
        words = _("Take care: %(reasons)s. Prescribe this only with a reason beside it.")
        raise NotPossible(words % {"reasons": "; ".join(dict.fromkeys(bare))})


def prescribe(episode: Episode, answers: Answers, *, by: Actor) -> Entry:
    """Sign what the client does at home from now on; it takes the place of what was prescribed before."""
    check_prescribe(episode, answers, by=by)
    with audit.event("exercises.signed", by=by, on=episode.audit_subject, action=Action.CREATE):
        entry = record_entry(episode, FORM, answers, by=by)
        tell_readers(episode.patient, "something_to_read", key=f"something_to_read:{entry.id}", by=by)
    return entry


def check_stop(episode: Episode, reason: str, *, by: Actor) -> None:
    """What is prescribed can be stopped at any moment, also when the screening changed; with the reason."""
    check_may(by, Permission.SIGN_ENTRY)
    if by.role in OWN_ROLES:
        raise NotAllowed(_("This form is for the therapist."))
    if prescription_now(episode) is None:
        raise NotPossible(_("No exercises are prescribed now."))
    if len(reason.strip()) < REASON_AT_LEAST:
        raise NotPossible(_("Write down why the exercises stop, in at least 10 characters."))


def stop(episode: Episode, reason: str, *, by: Actor) -> Entry:
    """Sign that the client does none of the exercises from now on."""
    check_stop(episode, reason, by=by)
    with audit.event("exercises.signed", by=by, on=episode.audit_subject, action=Action.CREATE):
        return record_entry(episode, FORM, {LIST: (), WHY: reason.strip()}, by=by)


def check_log(
    prescription: Prescription | None,
    exercise: str,
    felt: str,
    pain: int | None,
    *,
    by: Actor,
    on: date | None = None,
) -> None:
    """Only what is prescribed; how it felt is one of four words, pain 0 to 10 or nothing; of the last week."""
    check_may(by, Permission.ANSWER_FORM)
    if prescription is None or prescription.find(exercise) is None:
        raise NotPossible(_("Your exercises have changed. Look again at what you do now."))
    if felt not in FELT or (pain is not None and not 0 <= pain <= HIGHEST_PAIN):
        raise NotPossible(_("Choose how it went."))
    if on is not None and not 0 <= (clock.today() - on).days <= DAYS_BACK:
        raise NotPossible(_("Only of the last seven days. Tell your therapist about days before."))


def log(
    episode: Episode,
    exercise: str,
    felt: str,
    pain: int | None,
    *,
    client_id: UUID,
    by: Actor,
    on: date | None = None,
    said_at: datetime | None = None,
    said_of: Prescription | None = None,
) -> Log:
    """Keep what the client says of an exercise. The same tap twice is one row; the newest of a day counts.

    `on`: the day it was done, today without it. `said_at`: the moment by the clock of a device that was offline.
    `said_of`: the prescription that the client had before them, when that is perhaps not the one of now.
    """
    prescription = said_of or prescription_now(episode)
    check_log(prescription, exercise, felt, pain, by=by, on=on)
    if by.user_id is None or prescription is None:
        raise NotAllowed(_("Exercises are logged by a person."))
    row = Log(practice_id=episode.practice_id, episode=episode, client_id=client_id, logged_by_id=by.user_id)
    row.done_on, row.said_at = on or clock.today(), said_at
    words: dict[str, object] = {
        "exercise": exercise,
        "felt": felt,
        "pain": pain,
        "prescription": str(prescription.reading.entry.id),
    }
    row.seal(words, episode.dossier.key)
    return _written(row, by=by)


def check_say_day_after(prescription: Prescription | None, said: Done | None, *, by: Actor) -> None:
    """About an exercise that was done, and stands in the prescription still."""
    check_may(by, Permission.ANSWER_FORM)
    if said is None or prescription is None or prescription.find(said.exercise) is None:
        raise NotPossible(_("Your exercises have changed. Look again at what you do now."))


def say_day_after(episode: Episode, said: Done, is_back: bool, *, client_id: UUID, by: Actor) -> Log:
    """Keep whether the pain was as usual again within a day: what was said of that day, with this beside it."""
    prescription = prescription_now(episode)
    check_say_day_after(prescription, said, by=by)
    if by.user_id is None or prescription is None:
        raise NotAllowed(_("Exercises are logged by a person."))
    if earlier := log_of(episode, client_id):
        return earlier
    row = Log(practice_id=episode.practice_id, episode=episode, client_id=client_id, logged_by_id=by.user_id)
    row.done_on = said.on
    entry = str(prescription.reading.entry.id)
    words: dict[str, object] = {"exercise": said.exercise, "felt": said.felt, "pain": said.pain}
    words |= {"prescription": entry, "is_back": is_back}
    row.seal(words, episode.dossier.key)
    return _written(row, by=by)


def _written(row: Log, *, by: Actor) -> Log:
    """The row, with its line in the audit log; when the same tap came before, the row that it made."""
    try:
        with audit.event("exercise.logged", by=by, on=row.audit_subject, action=Action.CREATE):
            row.save()
    except IntegrityError:
        first = log_of(row.episode, row.client_id)
        if first is None:
            raise
        return first
    return row
