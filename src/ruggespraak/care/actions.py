"""The verbs of care: save a draft, sign a step, let the client answer a plan, answer a question, correct an entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from pathways.evaluate import Evaluation, evaluate
from pathways.model import Answers, Form, Value
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor
from ruggespraak.audit.models import Action
from ruggespraak.care import asked
from ruggespraak.care.course import Course, OpenQuestion, Version, course_of, day_of, reading_of, rows, several, text
from ruggespraak.care.plan_text import plan_text, text_hash
from ruggespraak.care.signing import REASON_AT_LEAST, Signing, is_reason
from ruggespraak.care.standing import rebuild
from ruggespraak.care.steps import (
    STEPS,
    check_signing,
    check_step,
    exceptions,
    is_flag_admitted,
    is_in_time,
    is_not_overruled,
    is_said_by_client,
)
from ruggespraak.dossier import actions as dossier
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import Reading, answers_by_form, read_all
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.language import LANGUAGES
from ruggespraak.mode import advises
from ruggespraak.people.actions import begin_treatment
from ruggespraak.people.models import OWN_ROLES, Patient, User
from ruggespraak.people.permissions import Permission, check_may
from ruggespraak.people.telling import tell_readers
from ruggespraak.post.actions import send


def check_begin(patient: Patient, *, by: Actor) -> None:
    """A therapist begins; the front desk may begin for one."""
    check_may(by, Permission.ASSIGN_THERAPIST)


def begin(patient: Patient, complaint: str, therapist: User, *, by: Actor) -> Episode:
    """Open an episode for a complaint, with the therapist who will treat."""
    check_begin(patient, by=by)
    with audit.event("care.begun", by=by, on=patient.audit_subject, action=Action.CREATE):
        begin_treatment(patient, therapist, by=by)
        episode = dossier.open_episode(patient, complaint, therapist, by=by)
        rebuild(episode)
    return episode


# Drafts


def check_save(episode: Episode, form_id: str, *, by: Actor) -> None:
    """Writing ahead is fine as long as the episode is open; the gates stand at signing."""
    check_may(by, _permission(by, Permission.WRITE_DOSSIER))
    if form_id not in STEPS:
        raise NotPossible(_("This is not a step of care."))


def save(episode: Episode, form_id: str, answers: Answers, *, based_on: int, by: Actor) -> "dossier.DraftView":
    """Keep the answers so far. Raises `DraftConflict` with both texts when someone else saved meanwhile."""
    check_save(episode, form_id, by=by)
    return dossier.save_draft(episode, form_id, answers, based_on=based_on, by=by)


# Signing


@dataclass(frozen=True)
class Situation:
    """An episode as it is now: read once, used by the gates, the page and the signing."""

    episode: Episode
    readings: tuple[Reading, ...]
    course: Course
    earlier: Mapping[str, Answers]

    @classmethod
    def of(cls, episode: Episode) -> "Situation":
        """Read the episode."""
        readings = tuple(read_all(episode))
        return cls(episode, readings, course_of(readings), answers_by_form(readings))

    def form(self, form_id: str) -> Form:
        """The form as it is asked today."""
        return pathway(self.episode.complaint).forms[form_id]

    def evaluated(self, form: Form, answers: Answers) -> Evaluation | None:
        """What the rules make of these answers; None in mode `inform` and for a form without a level."""
        if not advises() or not form.is_judged:
            return None
        return evaluate(form, answers, self.earlier)

    def signing(
        self, form_id: str, answers: Answers, *, about: Reading | None = None, occurred_on: date | None = None
    ) -> Signing:
        """These answers, ready for the gates."""
        form = self.form(form_id)
        return Signing(
            form=form_id,
            answers=answers,
            course=self.course,
            pathway=form.pathway,
            evaluation=self.evaluated(form, answers),
            earlier=self.earlier,
            about=about,
            occurred_on=occurred_on,
        )

    def reading(self, entry_id: UUID | None) -> Reading | None:
        """The entry with this id; None when it is not of this episode."""
        return next((reading for reading in self.readings if reading.entry.id == entry_id), None)


def check_sign(situation: Situation, form_id: str, answers: Answers, *, by: Actor, about: Sequence[UUID] = ()) -> None:
    """Who: by role. When: the gates of the step. That the answers are complete, `record_entry` sees to."""
    check_may(by, _permission(by, Permission.SIGN_ENTRY))
    if form_id == "consent":
        raise NotPossible(_("A consent is recorded with the plan beside it."))
    if by.role in OWN_ROLES and not STEPS[form_id].by_patient:
        raise NotAllowed(_("This form is for the therapist."))
    subjects = _subjects(situation, form_id, about)
    check_signing(situation.signing(form_id, answers, about=subjects[-1] if subjects else None))


def sign(
    episode: Episode,
    form_id: str,
    answers: Answers,
    *,
    by: Actor,
    occurred_at: datetime | None = None,
    about: Sequence[UUID] = (),
) -> Entry:
    """Turn answers into an entry, for ever as they are now.

    `about` names the entries that it answers or stands beside, as they were shown to its writer; left out: all that
    wait for this form. What was signed against a gate, with a reason, is kept in the entry as `exceptions`. Raises
    NotAllowed, NotPossible.
    """
    situation = Situation.of(episode)
    check_sign(situation, form_id, answers, by=by, about=about)
    subjects = _subjects(situation, form_id, about)
    also = _also(situation, form_id, answers, subjects)
    with audit.event(f"{form_id}.signed", by=by, on=episode.audit_subject, action=Action.CREATE):
        entry = dossier.record_entry(
            episode,
            form_id,
            answers,
            by=by,
            occurred_at=occurred_at,
            about=subjects[-1].entry if subjects else None,
            text=plan_text(answers, situation.form(form_id).pathway) if form_id == "plan" else None,
            also=also or None,
        )
        _follow(episode, entry, by=by)
    return entry


def _follow(episode: Episode, entry: Entry, *, by: Actor) -> None:
    """What a new entry brings about."""
    rebuild(episode)
    if entry.form == "closing":
        dossier.close_episode(episode, by=by)
    if entry.form in ("plan", "plan_answer", asked.MESSAGE_ANSWER, asked.CORRECTION_ANSWER, asked.TOLD_BACK_READ):
        _tell_client(episode, entry, by=by)
    if by.role in OWN_ROLES:
        _tell_therapist(episode, entry, by=by)


def _tell_client(episode: Episode, entry: Entry, *, by: Actor) -> None:
    """Whoever can read the record hears that something waits in it; what it is, the mail does not say."""
    tell_readers(episode.patient, "something_to_read", key=f"something_to_read:{entry.id}", by=by)


def _tell_therapist(episode: Episode, entry: Entry, *, by: Actor) -> None:
    """The therapist hears that a client handed something in; who and what, the desk says."""
    send(
        episode.practice,
        to=episode.therapist.email,
        template="something_came_in",
        context={"colleague": episode.therapist.name},
        language="nl",
        by=by,
        key=f"something_came_in:{entry.id}",
    )


def _subjects(situation: Situation, form_id: str, about: Sequence[UUID]) -> tuple[Reading, ...]:
    """The entries that this one is about, in the order of the record: those named, else all that wait for it."""
    wanted = about or [waiting.entry_id for waiting in waiting_for(situation.course, form_id)]
    found = tuple(reading for reading in situation.readings if reading.entry.id in wanted)
    if len(found) < len(set(wanted)) or any(reading.form != ANSWERS.get(form_id, reading.form) for reading in found):
        raise NotPossible(_("What this is about is not in this record."))
    return found


ANSWERS = {
    "plan_answer": "consent",
    asked.MESSAGE_ANSWER: asked.MESSAGE,
    asked.CORRECTION_ANSWER: asked.CORRECTION_REQUEST,
    asked.TOLD_BACK: "plan",
    asked.TOLD_BACK_READ: asked.TOLD_BACK,
    asked.DAY_AFTER: "session",
}
"""A form that answers → the form of what it answers."""


def waiting_for(course: Course, form_id: str) -> Sequence[OpenQuestion]:
    """What waits for an answer in this form. Of the requests to correct, each has an answer of its own."""
    question = (course.question,) if course.question else ()
    waiting = {
        "plan_answer": question,
        asked.MESSAGE_ANSWER: course.messages,
        asked.CORRECTION_ANSWER: course.requests[:1],
        asked.TOLD_BACK_READ: (course.told_back,) if course.told_back else (),
    }
    return waiting.get(form_id, ())


def _also(situation: Situation, form_id: str, answers: Answers, subjects: Sequence[Reading]) -> dict[str, Any]:
    """What is kept beside the answers: gates passed for a reason, the messages that were read, the correction made."""
    also: dict[str, Any] = {}
    if kept := exceptions(situation.signing(form_id, answers, about=subjects[-1] if subjects else None)):
        also["exceptions"] = kept
    if form_id == asked.TOLD_BACK:
        also["plan_hash"] = subjects[-1].entry.hash
    if form_id == asked.MESSAGE_ANSWER:
        also["answers"] = [str(reading.entry.id) for reading in subjects]
    if form_id == asked.CORRECTION_ANSWER and text(answers, asked.CORRECTION_DECISION) != asked.NOT_MADE:
        met = next(request.met_by for request in situation.course.requests if request.entry_id == subjects[-1].entry.id)
        also["correction"] = str(met)
    return also


def check_receive(episode: Episode, *, by: Actor) -> None:
    """Whoever signs for the practice may take in what a client handed over; not after closing."""
    check_may(by, Permission.SIGN_ENTRY)
    if episode.closed_at is not None:
        raise NotPossible(_("This episode is closed. New care begins with a new episode."))


def receive(episode: Episode, form_id: str, answers: Answers, *, said_at: datetime, source: str, by: Actor) -> Entry:
    """What a client said before the episode was opened (the self-check they shared) becomes an entry of it.

    `source` names where it came from and is kept, so that nothing is taken in twice.
    """
    check_receive(episode, by=by)
    with audit.event(f"{form_id}.received", by=by, on=episode.audit_subject, action=Action.CREATE):
        entry = dossier.record_entry(episode, form_id, answers, by=by, occurred_at=said_at, also={"source": source})
        rebuild(episode)
    return entry


# The client's answer to a plan


@dataclass(frozen=True)
class Seen:
    """What exactly the client had before them: the plan version and its text, each by its hash."""

    plan_hash: str
    text_hash: str


def check_answer_plan(
    situation: Situation, decision: str, seen: Seen, *, way: str, by: Actor, words: str = ""
) -> Version:
    """The version that is answered. Only for the newest version (or the agreed one, to take consent back), and only
    for its exact text."""
    check_may(by, _permission(by, Permission.SIGN_ENTRY, own=Permission.ANSWER_PLAN))
    if (way == asked.OWN_DEVICE) != (by.role in OWN_ROLES):
        raise NotPossible(_("The client answers on their own device; the practice records the other ways."))
    check_step(situation.course, "consent")
    version = _version_seen(situation.course, decision, seen)
    reading = reading_of(situation.readings, version)
    if seen.text_hash not in {text_hash(reading.text.get(language, "")) for language in LANGUAGES}:
        raise NotPossible(_("The text of the plan is not the one that was shown. Open the plan again."))
    _check_decision(version, decision, words)
    return version


def answer_plan(
    episode: Episode,
    decision: str,
    seen: Seen,
    *,
    way: str,
    by: Actor,
    words: str = "",
    given_by: str = asked.BY_PATIENT,
    more: Answers | None = None,
) -> Entry:
    """Record what the client says to a plan version: given, refused, withdrawn, or a question first.

    `more` are further answers of the form `consent` (who represents, what was told). Raises NotPossible when the plan
    changed since it was shown.
    """
    situation = Situation.of(episode)
    version = check_answer_plan(situation, decision, seen, way=way, by=by, words=words)
    plan = reading_of(situation.readings, version)
    answers = {
        **what_the_text_says(plan),
        **(more or {}),
        asked.DECISION: decision,
        asked.WORDS: words.strip() or None,
        asked.WAY: way,
        asked.GIVEN_BY: given_by,
    }
    with audit.event(f"plan.{_PAST[decision]}", by=by, on=episode.audit_subject, action=Action.CREATE) as details:
        entry = dossier.record_entry(
            episode,
            "consent",
            {question: value for question, value in answers.items() if value is not None},
            by=by,
            about=plan.entry,
            also={"plan_hash": seen.plan_hash, "text_hash": seen.text_hash, "plan_number": version.number}
            | ({"scope": by.scope} if by.scope else {}),
        )
        details.consent_id = entry.id
        _follow(episode, entry, by=by)
    return entry


def what_the_text_says(plan: Reading) -> dict[str, Value]:
    """What the plan's text covers and tells, so that nobody has to tick it again."""
    options = {str(part.get("option")) for part in rows(plan.answers, asked.PARTS)}
    scope = (asked.SCOPE_PLAN, asked.SCOPE_MANIPULATION) if asked.MANIPULATION in options else (asked.SCOPE_PLAN,)
    known = plan.pathway.questions[asked.TOLD].option
    told = dict.fromkeys((*asked.TOLD_BY_TEXT, *several(plan.answers, asked.TOLD_BEFORE)))
    return {asked.SCOPE: scope, asked.TOLD: tuple(item for item in told if item in known)}


_PAST = {
    asked.GIVEN: "agreed",
    asked.REFUSED: "refused",
    asked.WITHDRAWN: "withdrawn",
    asked.QUESTION: "questioned",
}


def _version_seen(course: Course, decision: str, seen: Seen) -> Version:
    answerable = [course.plan, course.agreed if decision == asked.WITHDRAWN else None]
    for version in answerable:
        if version and version.hash == seen.plan_hash:
            return version
    raise NotPossible(_("The plan has changed since this page was opened. Read the new version first."))


def _check_decision(version: Version, decision: str, words: str) -> None:
    if decision not in _PAST:
        raise NotPossible(_("Choose an answer: yes, no, or a question first."))
    if decision == asked.QUESTION and not words.strip():
        raise NotPossible(_("Write down the question."))
    if decision == asked.WITHDRAWN and version.answer != asked.GIVEN:
        raise NotPossible(_("There is no consent to this version that could be taken back."))
    if decision == version.answer:
        raise NotPossible(_("This answer was given already."))


def check_answer_question(situation: Situation, words: str, *, by: Actor) -> None:
    """While a question waits, whoever signs for the practice may answer it."""
    check_sign(situation, "plan_answer", {asked.ANSWER_WORDS: words}, by=by)


def answer_question(episode: Episode, words: str, *, by: Actor) -> Entry:
    """Answer the client's question about the plan; the answer is about the entry with the question."""
    check_answer_question(Situation.of(episode), words, by=by)
    return sign(episode, "plan_answer", {asked.ANSWER_WORDS: words}, by=by)


# Corrections


def check_correct(situation: Situation, reading: Reading, answers: Answers, *, by: Actor, reason: str) -> None:
    """What was signed by the practice may be corrected, with a reason, also after closing. A plan is not corrected: it
    gets a new version, because a consent hangs on its exact words. Dates and red flags are held to what they are held
    to at signing, seen from the day of the entry."""
    check_may(by, Permission.SIGN_ENTRY)
    if reading.form == "plan":
        raise NotPossible(_("A plan is not corrected. Sign a new version, and ask consent for it."))
    if reading.form == "consent" or is_said_by_client(reading):
        raise NotPossible(_("This was said by the client. It stays; a new answer can be recorded."))
    if any(other.entry.corrects_id == reading.entry.id for other in situation.readings):
        raise NotPossible(_("This entry was corrected already. Correct the newest one."))
    if not is_reason(reason):
        raise NotPossible(_("Say in at least %(count)d characters why you correct this.") % {"count": REASON_AT_LEAST})
    signing = situation.signing(reading.form, answers, occurred_on=day_of(reading))
    is_in_time(signing)
    if reading.form == "screening":
        is_flag_admitted(signing)
        is_not_overruled(signing)


def correct(episode: Episode, reading: Reading, answers: Answers, *, by: Actor, reason: str) -> Entry:
    """A new entry that takes the place of an older one; both stay."""
    check_correct(Situation.of(episode), reading, answers, by=by, reason=reason)
    with audit.event(f"{reading.form}.corrected", by=by, on=reading.entry.audit_subject, action=Action.CREATE):
        entry = dossier.correct_entry(reading.entry, answers, by=by, reason=reason)
        rebuild(episode)
    return entry


def _permission(by: Actor, staff: Permission, own: Permission = Permission.ANSWER_FORM) -> Permission:
    """Clients need another permission than staff for the same verb."""
    return own if by.role in OWN_ROLES else staff
