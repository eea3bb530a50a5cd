"""Choose to be reminded, stop it, remind, and hand out a calendar."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ruggespraak import clock
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import SYSTEM, Actor
from ruggespraak.dossier.models import Episode
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.exercises.models import Reminding
from ruggespraak.exercises.prescription import prescription_now
from ruggespraak.exercises.reminders import moments
from ruggespraak.people.actions import end_tickets, issue_ticket
from ruggespraak.people.models import OWN_ROLES, PatientAccount, Relation, Ticket, User
from ruggespraak.people.permissions import Permission, check_may
from ruggespraak.post.actions import send


def check_choose_reminders(episode: Episode, hours: Sequence[int], *, by: Actor) -> None:
    """By the client or who represents them, while there is something to be reminded of; a few times a day at most."""
    _check_own(by)
    if not set(hours) <= set(moments.HOURS) or len(set(hours)) > moments.MOST_MOMENTS:
        raise NotPossible(_("Choose one, two or three hours of the day."))
    if hours and prescription_now(episode) is None:
        raise NotPossible(_("No exercises are prescribed now."))


def choose_reminders(episode: Episode, hours: Sequence[int], *, repeats: bool, by: Actor) -> Reminding:
    """Be reminded by mail at these hours from now on; without hours no more, and the question is answered."""
    check_choose_reminders(episode, hours, by=by)
    choice = _choice(episode, by)
    choice.hours, choice.repeats = sorted(set(hours)), repeats
    choice.next_at = moments.next_moment(clock.now(), choice.hours, repeats=repeats)
    return _kept(choice, by=by)


def check_stop_reminders(choice: Reminding, *, by: Actor) -> None:
    """Whoever gets the mail, also by the link in it without logging in; and the clock, when there is nothing left."""
    if by.role != SYSTEM.role:
        check_may(by, Permission.STOP_MAIL)
    if by.user_id != choice.user_id and by.role != SYSTEM.role:
        raise NotAllowed(_("Who gets a reminder chooses it."))


def stop_reminders(choice: Reminding, *, by: Actor) -> Reminding:
    """No mails any more. Twice is once."""
    check_stop_reminders(choice, by=by)
    if not choice.is_on:
        return choice
    choice.hours, choice.next_at = [], None
    return _kept(choice, by=by)


def check_remind(choice: Reminding, *, by: Actor) -> None:
    """Only of what is left of today, and only somebody who still has a way into the record."""
    if by.role != SYSTEM.role:
        raise NotAllowed(_("Only the clock reminds."))
    _account(choice)
    if not moments.is_something_left(choice.episode):
        raise NotPossible(_("Nothing is left for today."))


def remind(choice: Reminding, now: datetime, *, by: Actor = SYSTEM) -> bool:
    """Write the mail of the moment that has come, if there is still reason to; True when one was written.

    Two clocks at once write one mail: only who moved the next moment on may write.
    """
    by, moment = replace(by, practice_id=choice.practice_id), choice.next_at
    with transaction.atomic():
        if moment is None or not _moved_on(choice, now):
            return False
        if _is_over(choice.episode):
            stop_reminders(choice, by=by)
            return False
        if now - moment >= moments.LATE or not _has_reason(choice, by):
            return False
        _write(choice, moment, by=by)
    return True


def check_give_calendar(episode: Episode, hour: int, *, by: Actor) -> None:
    """By the client or who represents them, while exercises are prescribed."""
    _check_own(by)
    if hour not in moments.HOURS:
        raise NotPossible(_("Choose an hour of the day."))
    if prescription_now(episode) is None:
        raise NotPossible(_("No exercises are prescribed now."))


def give_calendar(episode: Episode, hour: int, *, by: Actor) -> str:
    """A secret address with the days to come, at this hour; readable once. The one before no longer works."""
    check_give_calendar(episode, hour, by=by)
    with transaction.atomic():
        choice = _choice(episode, by)
        choice.calendar_hour = hour
        _kept(choice, by=by)
        end_tickets(episode.patient, moments.CALENDAR, by=by, holder=choice.user)
        token = issue_ticket(episode.patient, moments.CALENDAR, holder=choice.user, about=choice.id, by=by)
    with translation.override(choice.user.language):
        return settings.ADDRESS + reverse("portal:calendar_feed", args=[token])


def check_end_calendar(choice: Reminding, *, by: Actor) -> None:
    """By who asked for it."""
    check_stop_reminders(choice, by=by)


def end_calendar(choice: Reminding, *, by: Actor) -> None:
    """The address opens nothing any more."""
    check_end_calendar(choice, by=by)
    with transaction.atomic():
        end_tickets(choice.episode.patient, moments.CALENDAR, by=by, holder=choice.user)
        choice.calendar_hour = None
        _kept(choice, by=by)


def choice_of(episode: Episode, by: Actor) -> Reminding | None:
    """What this person chose for this complaint; None when they were never asked."""
    found = Reminding.objects.of_patient(episode.patient).filter(episode=episode)
    return found.filter(user_id=by.user_id).first() if by.user_id else None


def choice_by(ticket: Ticket) -> Reminding | None:
    """The row that a secret link is about, if it is of its holder and its patient."""
    found = Reminding.objects.of_patient(ticket.patient).filter(user=ticket.holder)
    return found.filter(pk=ticket.about).first() if ticket.about else None


def _check_own(by: Actor) -> None:
    check_may(by, Permission.STOP_MAIL)
    if by.role not in OWN_ROLES or by.user_id is None:
        raise NotAllowed(_("Who gets a reminder chooses it."))


def _choice(episode: Episode, by: Actor) -> Reminding:
    new = Reminding(practice_id=episode.practice_id, episode=episode, user=User.objects.get(pk=str(by.user_id)))
    return choice_of(episode, by) or new


def _kept(choice: Reminding, *, by: Actor) -> Reminding:
    choice.changed_at = clock.now()
    by = replace(by, practice_id=choice.practice_id)
    with audit.event("reminders.chosen", by=by, on=choice.audit_subject) as details:
        details.fields = {"is_on": choice.is_on, "has_calendar": choice.calendar_hour is not None}
        choice.save()
    return choice


def _moved_on(choice: Reminding, now: datetime) -> bool:
    following = moments.next_moment(now, choice.hours, repeats=choice.repeats)
    standing = Reminding.objects.filter(pk=choice.pk, next_at=choice.next_at)
    choice.next_at = following
    return bool(standing.update(next_at=following))


def _has_reason(choice: Reminding, by: Actor) -> bool:
    try:
        check_remind(choice, by=by)
    except NotPossible:
        return False
    return True


def _is_over(episode: Episode) -> bool:
    return episode.closed_at is not None or prescription_now(episode) is None


def _account(choice: Reminding) -> PatientAccount:
    account = PatientAccount.objects.of_user(choice.user_id).filter(patient=choice.episode.patient).first()
    if account is None or not choice.user.is_active:
        raise NotPossible(_("This person has no account for this record."))
    return account


def _write(choice: Reminding, moment: datetime, *, by: Actor) -> None:
    """No word in it says what it is about: whoever reads over a shoulder learns nothing."""
    patient, reader = choice.episode.patient, choice.user
    is_self = _account(choice).relation == Relation.SELF
    token = issue_ticket(patient, moments.STOP, holder=reader, about=choice.id, lasts=moments.STOP_LASTS, by=by)
    with translation.override(reader.language):
        pages, stop = reverse("portal:home"), settings.ADDRESS + reverse("portal:no_more", args=[token])
    send(
        patient.practice,
        to=reader.email,
        template="something_is_ready",
        context={
            "name": patient.given_name if is_self else reader.name,
            "link": settings.ADDRESS + pages,
            "stop": stop,
        },
        language=reader.language,
        by=by,
        key=f"reminder:{choice.id}:{moment:%Y%m%d%H%M}",
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
