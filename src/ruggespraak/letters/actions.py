"""Draft, make and send a letter to the GP."""

import hashlib
from collections.abc import Sequence

from django.utils.translation import gettext as _

from pathways.explain import say
from ruggespraak import clock, keys
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor
from ruggespraak.audit.models import Action
from ruggespraak.dossier.actions import draft_of, save_draft
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import Reading
from ruggespraak.errors import NotPossible
from ruggespraak.letters.compose import compose
from ruggespraak.letters.models import Letter, Way, place_of
from ruggespraak.letters.pdf import render
from ruggespraak.people.permissions import Permission, check_may

FORM = "letter_gp"


def check_start(episode: Episode, *, by: Actor) -> None:
    """A letter can be written at any moment of an episode, also after it was closed."""
    check_may(by, Permission.WRITE_DOSSIER)


def start(episode: Episode, readings: Sequence[Reading], *, by: Actor) -> None:
    """Lay down a draft of the letter from the dossier; a draft that is there already stays as it is."""
    check_start(episode, by=by)
    if draft_of(episode, FORM) is None:
        with audit.event("letter.drafted", by=by, on=episode.audit_subject, action=Action.CREATE):
            save_draft(episode, FORM, compose(readings), based_on=0, by=by)


def check_make(reading: Reading, *, by: Actor) -> None:
    """A letter is made from a signed entry in which the client's consent to share stands."""
    check_may(by, Permission.SEND_LETTER)
    if reading.form != FORM:
        raise NotPossible(_("A letter is made from a signed letter, not from another entry."))
    if reading.answers.get("consent_share_gp") != "granted":
        raise NotPossible(_("The client has not agreed to share this with the GP. Nothing is sent."))


def make(reading: Reading, *, by: Actor) -> Letter:
    """The PDF of a signed letter, kept sealed. Made once: a second call gives the same letter."""
    check_make(reading, by=by)
    if (made := Letter.objects.filter(entry=reading.entry).first()) is not None:
        return made
    episode = reading.entry.episode
    letter = Letter(practice=episode.practice, episode=episode, entry=reading.entry, recipient=_recipient(episode))
    pdf = render("letters/letter.html", _context(reading, letter), stylesheet="letters/letter.css")
    letter.digest = hashlib.sha256(pdf).hexdigest()
    letter.sealed = keys.seal(pdf, key=episode.dossier.key, place=place_of(letter))
    with audit.event("letter.made", by=by, on=letter.audit_subject, action=Action.CREATE) as details:
        details.fields = {"digest": letter.digest}
        letter.save()
    return letter


def check_send(letter: Letter, *, by: Actor) -> None:
    """A letter is sent once."""
    check_may(by, Permission.SEND_LETTER)
    if letter.sent_at is not None:
        raise NotPossible(_("This letter was sent already. Write a new one to add something."))


def send(letter: Letter, way: Way, *, by: Actor) -> None:
    """Record that and how the letter went out; from then on it is what the GP has in hand."""
    check_send(letter, by=by)
    with audit.event("letter.sent", by=by, on=letter.audit_subject, action=Action.EXECUTE) as details:
        details.fields = {"way": way, "digest": letter.digest}
        letter.way, letter.sent_at, letter.sent_by_id = way, clock.now(), by.user_id
        letter.save(update_fields=["way", "sent_at", "sent_by"])


def _recipient(episode: Episode) -> str:
    patient = episode.patient
    return ", ".join(part for part in (patient.gp_name, patient.gp_practice) if part) or _("the GP")


def _context(reading: Reading, letter: Letter) -> dict[str, object]:
    author = letter.practice.memberships.filter(user=reading.entry.author_id).first()
    return {
        "reading": reading,
        "episode": letter.episode,
        "practice": letter.practice,
        "member": author,
        "recipient": letter.recipient,
        "urgency": _said(reading, "letter_urgency"),
        "kind": _said(reading, "letter_kind"),
        "rubrics": _rubrics(reading),
    }


def _said(reading: Reading, question: str) -> str:
    return say(reading.pathway.questions[question], reading.answers.get(question), "nl")


def _rubrics(reading: Reading) -> list[tuple[str, str]]:
    """Heading and text of each rubric that has one, in the order of the form."""
    form = reading.pathway.forms[FORM]
    questions = (question for page in form.pages for question in page.questions)
    return [
        (question.ask.nl, str(reading.answers[question.id]))
        for question in questions
        if question.type == "text" and reading.answers.get(question.id)
    ]
