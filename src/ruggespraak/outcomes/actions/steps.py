"""Take one small step, and begin to do a bit more each week: both are pages of the record, signed by the client."""

from django.utils.translation import gettext as _

from pathways.model import Answers
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor
from ruggespraak.audit.models import Action
from ruggespraak.dossier.actions import check_record_entry, record_entry
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.errors import NotPossible
from ruggespraak.outcomes.small_step import CHOICES, OWN, SMALL_STEP
from ruggespraak.outcomes.step_up import STEP_UP
from ruggespraak.people.permissions import Permission, check_may


def check_take_step(episode: Episode, form_id: str, answers: Answers, *, by: Actor) -> None:
    """While the complaint goes on; a small step is chosen or written."""
    check_may(by, Permission.ANSWER_FORM)
    if episode.closed_at is not None:
        raise NotPossible(_("Your treatment has ended. Your plan to stay well says how to go on."))
    if form_id == SMALL_STEP and not any(answers.get(name) for name in (*CHOICES.values(), OWN)):
        raise NotPossible(_("Choose one step, or write one down."))
    check_record_entry(episode, form_id, answers, by=by)


def take_step(episode: Episode, answers: Answers, *, by: Actor) -> Entry:
    """The one small step from now on. It takes the place of the one before, which stays in the record."""
    return _signed(episode, SMALL_STEP, answers, by=by)


def begin_step_up(episode: Episode, answers: Answers, *, by: Actor) -> Entry:
    """Begin, or begin anew, with the minutes that go well now."""
    return _signed(episode, STEP_UP, answers, by=by)


def _signed(episode: Episode, form_id: str, answers: Answers, *, by: Actor) -> Entry:
    check_take_step(episode, form_id, answers, by=by)
    with audit.event(f"{form_id}.signed", by=by, on=episode.audit_subject, action=Action.CREATE):
        return record_entry(episode, form_id, answers, by=by)
