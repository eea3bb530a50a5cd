"""Draft a letter to the GP, let the client read it first, make it and send it."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from ruggespraak import clock, keys
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor
from ruggespraak.audit.models import Action
from ruggespraak.dossier.actions import draft_of, record_entry, save_draft
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.reading import Reading, in_place, read_all
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.letters.compose import FORM, compose
from ruggespraak.letters.models import Letter, Preview, Sending, Way
from ruggespraak.letters.pdf import render
from ruggespraak.letters.preview import ANSWER, ANSWER_FORM, LINE, shown
from ruggespraak.letters.sheet import recipient_of, sheet_of
from ruggespraak.people.permissions import Permission, check_may
from ruggespraak.people.telling import readers_of, tell_readers

__all__ = [
    "FORM",
    "answer",
    "ask",
    "check_answer",
    "check_ask",
    "check_make",
    "check_send",
    "check_start",
    "draft_of",
    "make",
    "send",
    "start",
]

SHARE, GRANTED = "consent_share_gp", "granted"


def check_start(episode: Episode, *, by: Actor) -> None:
    """A letter can be written at any moment of an episode, also after it was closed."""
    check_may(by, Permission.WRITE_DOSSIER)


def start(episode: Episode, readings: Sequence[Reading], *, by: Actor) -> None:
    """Lay down a draft of the letter from the dossier; a draft that is there already stays as it is."""
    check_start(episode, by=by)
    if draft_of(episode, FORM) is None:
        with audit.event("letter.drafted", by=by, on=episode.audit_subject, action=Action.CREATE):
            save_draft(episode, FORM, compose(readings), based_on=0, by=by)


def check_ask(reading: Reading, *, by: Actor) -> None:
    """The client is asked once, before the letter is made, and needs an account to read it in."""
    check_make(reading, by=by)
    patient = reading.entry.episode.patient
    if Preview.objects.filter(entry=reading.entry).exists():
        raise NotPossible(_("The client was asked already."))
    if Letter.objects.filter(entry=reading.entry).exists():
        raise NotPossible(_("The letter was made already. Write a new one to have it read first."))
    if not readers_of(patient, who_may=Permission.ANSWER_FORM):
        raise NotPossible(_("The client has no account to read it in. Read the letter together."))


def ask(reading: Reading, *, by: Actor) -> None:
    """Ask the client to read a signed letter before it goes. Their mail says only that something waits."""
    check_ask(reading, by=by)
    entry, patient = reading.entry, reading.entry.episode.patient
    with audit.event("letter.shown", by=by, on=entry.episode.audit_subject, action=Action.CREATE) as details:
        details.fields = {"hash": entry.hash}
        Preview(entry=entry, practice_id=entry.practice_id, asked_by_id=_writer(by)).save()
        tell_readers(
            patient,
            "something_to_read",
            key=f"letter_to_read:{entry.id}",
            by=by,
            who_may=Permission.ANSWER_FORM,
        )


def check_answer(reading: Reading, *, by: Actor) -> None:
    """The client answers once, to the text that was shown, before the letter is made."""
    check_may(by, Permission.ANSWER_FORM)
    if reading.is_corrected:
        raise NotPossible(_("This letter was changed meanwhile. You will be asked about the new one."))
    state = shown(reading.entry)
    if state.asked_at is None:
        raise NotPossible(_("This letter is not ready to be read yet."))
    if state.answer is not None:
        raise NotPossible(_("You have answered already. Call the practice if you changed your mind."))
    if state.letter is not None:
        raise NotPossible(_("This letter has been made meanwhile. Call the practice if it should not go."))


def answer(reading: Reading, decision: str, line: str, *, by: Actor) -> Entry:
    """Record what the client says to a letter: it may go, perhaps with a line of their own, or it stays."""
    check_answer(reading, by=by)
    entry = reading.entry
    answers = {ANSWER: decision, LINE: line.strip() or None}
    with audit.event("letter.answered", by=by, on=entry.episode.audit_subject, action=Action.CREATE) as details:
        details.fields = {"hash": entry.hash}
        said = {name: value for name, value in answers.items() if value is not None}
        return record_entry(entry.episode, ANSWER_FORM, said, by=by, about=entry, also={"letter_hash": entry.hash})


def check_make(reading: Reading, *, by: Actor) -> None:
    """A letter is made from a signed entry that counts, with consent to share, that the client did not hold back."""
    check_may(by, Permission.SEND_LETTER)
    if reading.form != FORM:
        raise NotPossible(_("A letter is made from a signed letter, not from another entry."))
    if reading.is_corrected:
        raise NotPossible(_("This text was corrected. Make the letter from the newest one."))
    if reading.answers.get(SHARE) != GRANTED:
        raise NotPossible(_("The client has not agreed to share this with the GP. Nothing is sent."))
    said = shown(reading.entry).answer
    if said is not None and said.is_withheld:
        raise NotPossible(_("The client has read this letter and does not want it sent."))


def make(reading: Reading, *, by: Actor) -> Letter:
    """The PDF of a signed letter, kept sealed. Made once: a second call gives the same letter."""
    check_make(reading, by=by)
    if (made := Letter.objects.filter(entry=reading.entry).first()) is not None:
        return made
    episode = reading.entry.episode
    sheet = sheet_of(reading, shown(reading.entry).answer)
    pdf = render("letters/letter.html", {"sheet": sheet}, stylesheet="letters/letter.css")
    letter = Letter(
        practice=episode.practice,
        episode=episode,
        entry=reading.entry,
        digest=hashlib.sha256(pdf).hexdigest(),
        recipient=recipient_of(episode.patient),
    )
    letter.sealed = keys.seal(pdf, key=episode.dossier.key, place=letter.place)
    with audit.event("letter.made", by=by, on=letter.audit_subject, action=Action.CREATE) as details:
        details.fields = {"digest": letter.digest}
        letter.save()
    return letter


def check_send(letter: Letter, *, by: Actor) -> None:
    """A letter is sent once, while the client still agrees and its text still counts."""
    check_may(by, Permission.SEND_LETTER)
    if letter.is_sent:
        raise NotPossible(_("This letter was sent already. Write a new one to add something."))
    readings = read_all(letter.episode)
    recorded = [reading for reading in readings if not reading.is_corrected]
    if letter.entry_id not in {reading.entry.pk for reading in recorded}:
        raise NotPossible(_("This text was corrected. Make the letter from the newest one."))
    # A correction of an older word that was recorded last is not the newest word; but if it refuses, nothing is sent.
    if {_shared(recorded), _shared(in_place(readings))} != {GRANTED}:
        raise NotPossible(_("The client has not agreed to share this with the GP. Nothing is sent."))


def send(letter: Letter, way: Way, *, by: Actor) -> Sending:
    """Record that and how the letter went out; from then on it is what the GP has in hand."""
    check_send(letter, by=by)
    with audit.event("letter.sent", by=by, on=letter.audit_subject, action=Action.EXECUTE) as details:
        details.fields = {"way": way, "digest": letter.digest}
        sending = Sending(letter=letter, practice_id=letter.practice_id, way=way, sent_at=clock.now())
        sending.sent_by_id = _writer(by)
        sending.save()
    return sending


def _writer(by: Actor) -> UUID:
    if by.user_id is None:
        raise NotAllowed(_("A letter is sent by a person."))
    return by.user_id


def _shared(readings: Sequence[Reading]) -> object:
    """The last word of the client about sharing with the GP, in this order."""
    said = (reading.answers.get(SHARE) for reading in reversed(readings))
    return next((answer for answer in said if answer is not None), None)
