"""Planning what is asked, telling the client by mail, and ticking off what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ruggespraak import clock
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import SYSTEM, Actor
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.reading import read_all
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.outcomes.asks import mails_are_off, reader_of_mail
from ruggespraak.outcomes.kinds import KINDS, Story, Wanted, day_of, wanted
from ruggespraak.outcomes.models import Ask, MailChoice, Planned
from ruggespraak.people.actions import issue_ticket
from ruggespraak.people.models import Patient, PatientAccount
from ruggespraak.people.permissions import Permission, check_may
from ruggespraak.post.actions import send

LINK = "asked"
"""The purpose of the tickets in these mails."""


def check_plan_asks(episode: Episode, *, by: Actor) -> None:
    """The clock plans; whoever signs here may have it done at once."""
    if by.role != SYSTEM.role:
        check_may(by, Permission.SIGN_ENTRY)


def plan_asks(episode: Episode, *, by: Actor) -> tuple[Ask, ...]:
    """Lay down all that the entries of this episode ask for, now and later; again and again the same.

    What was answered stays. What is no longer wanted goes when nobody saw it yet; what was open is over at once when
    the episode has ended, and else runs its days. Returns what is new.
    """
    check_plan_asks(episode, by=by)
    readings = read_all(episode)
    plan = _Plan.of(Story.of(episode, readings), clock.today())
    by = replace(by, practice_id=episode.practice_id)
    seen = max((reading.entry.number for reading in readings), default=0)
    if not plan.is_empty:
        with audit.event("asks.planned", by=by, on=episode.audit_subject) as details:
            details.fields = {"new": len(plan.new), "changed": len(plan.changed), "gone": len(plan.gone)}
            plan.lay_down()
            _remember(episode, seen)
    else:
        _remember(episode, seen)
    return plan.new


@dataclass(frozen=True)
class _Plan:
    """What stands, brought in line with what is wanted."""

    new: tuple[Ask, ...]
    changed: tuple[Ask, ...]
    gone: tuple[Ask, ...]

    @classmethod
    def of(cls, story: Story, today: date) -> "_Plan":
        standing = {(ask.kind, ask.moment): ask for ask in Ask.objects.of_episode(story.episode)}
        found = wanted(story)
        open_ones = [ask for ask in standing.values() if ask.entry_id is None]
        changed = [ask for ask in open_ones if _is_changed(ask, found.get((ask.kind, ask.moment)), story, today)]
        unwanted = [ask for ask in open_ones if (ask.kind, ask.moment) not in found and ask.entry is None]
        gone = [ask for ask in unwanted if ask.mailed_at is None and ask.opens_on >= today]
        return cls(
            new=tuple(
                _new(kind, window, story.episode)
                for (kind, moment), window in found.items()
                if (kind, moment) not in standing and window.closes_on >= today
            ),
            changed=tuple(ask for ask in changed if ask not in gone),
            gone=tuple(gone),
        )

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.gone)

    def lay_down(self) -> None:
        Ask.objects.bulk_create(self.new, ignore_conflicts=True)  # another round may have come first
        for ask in self.changed:
            ask.save()
        for ask in self.gone:
            ask.delete()


def _new(kind: str, window: Wanted, episode: Episode) -> Ask:
    return Ask(
        practice_id=episode.practice_id,
        episode=episode,
        kind=kind,
        form=KINDS[kind].form,
        moment=window.moment,
        opens_on=window.opens_on,
        closes_on=window.closes_on,
    )


def _is_changed(ask: Ask, window: Wanted | None, story: Story, today: date) -> bool:
    """Bring a standing ask in line with what is wanted now; whether that changed it."""
    before = ask.closes_on, ask.opens_on, ask.entry_id
    ask.entry = _answered_elsewhere(ask, story)
    yesterday = today - timedelta(days=1)
    if ask.entry is None and window and ask.mailed_at is None:
        ask.opens_on, ask.closes_on = window.opens_on, window.closes_on
    elif ask.entry is None and window is None and story.closing and ask.closes_on > yesterday:
        ask.opens_on, ask.closes_on = min(ask.opens_on, yesterday), yesterday
    return before != (ask.closes_on, ask.opens_on, ask.entry_id)


def _answered_elsewhere(ask: Ask, story: Story) -> Entry | None:
    """The same form filled in while this was open, in another way: at the practice, or on paper."""
    taken = set(Ask.objects.of_episode(story.episode).exclude(entry=None).values_list("entry_id", flat=True))
    for reading in story.all(ask.form):
        if ask.opens_on <= day_of(reading) <= ask.closes_on and reading.entry.id not in taken:
            return reading.entry
    return None


def _remember(episode: Episode, seen: int) -> None:
    Planned.objects.update_or_create(episode=episode, defaults={"practice_id": episode.practice_id, "seen": seen})


# Answering


def check_settle_ask(ask: Ask, *, by: Actor) -> None:
    """Whoever may fill in the form, while it is asked; the same thing is answered once."""
    check_may(by, Permission.ANSWER_FORM)
    if by.practice_id != ask.practice_id:
        raise NotAllowed(_("This record belongs to another practice."))
    if ask.entry_id is not None:
        raise NotPossible(_("You filled this in already."))
    if not ask.is_open(clock.today()):
        raise NotPossible(_("This was asked for a while. It cannot be filled in any more."))


def settle_ask(ask: Ask, entry: Entry, *, by: Actor) -> None:
    """The entry is the answer to this ask. Of two answers at the same moment the second is refused."""
    check_settle_ask(ask, by=by)
    with audit.event("ask.answered", by=by, on=ask.audit_subject) as details:
        details.fields = {"kind": ask.kind, "number": entry.number}
        if not Ask.objects.filter(pk=ask.pk, entry=None).update(entry=entry):
            raise NotPossible(_("You filled this in already."))
        ask.entry = entry


# Mail


def check_mail_asks(patient: Patient, *, by: Actor) -> None:
    """The clock tells; and never somebody who does not want that, or has no way in."""
    if by.role != SYSTEM.role:
        raise NotAllowed(_("These mails go out by themselves."))
    if mails_are_off(patient):
        raise NotPossible(_("This client wants no mail when something is asked."))
    if reader_of_mail(patient) is None:
        raise NotPossible(_("This person has no account for this record."))


def mail_asks(patient: Patient, asks: Sequence[Ask], *, by: Actor, again: bool = False) -> None:
    """One mail about all that waits: only that there is something, with a link that opens nothing without a log-in."""
    by = replace(by, practice_id=patient.practice_id)
    check_mail_asks(patient, by=by)
    account, now = reader_of_mail(patient), clock.now()
    assert account is not None
    with audit.event("ask.mailed", by=by, on=patient.audit_subject) as details:
        details.fields = {"count": len(asks), "is_reminder": again}
        links = _links(account, asks, now, by=by)
        send(
            patient.practice,
            to=account.user.email,
            template="something_asked_again" if again else "something_asked",
            context={"name": account.user.name if account.mandate else patient.given_name, **links},
            language=account.user.language if account.mandate else patient.language,
            by=by,
            headers={"List-Unsubscribe": f"<{links['stop']}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        )
        Ask.objects.filter(pk__in=[ask.pk for ask in asks]).update(**{"reminded_at" if again else "mailed_at": now})


def _links(account: PatientAccount, asks: Sequence[Ask], now: datetime, *, by: Actor) -> dict[str, str]:
    """Where to fill it in, and where to stop these mails; by the same secret, which is over when the last ask is."""
    over = datetime.combine(
        max(ask.closes_on for ask in asks) + timedelta(days=1), time(), timezone.get_current_timezone()
    )
    about = asks[0].pk if len(asks) == 1 else None
    patient = account.patient
    token = issue_ticket(patient, LINK, holder=account.user, about=about, lasts=over - now, by=by)
    with translation.override(patient.language):
        to_fill_in, to_stop = reverse("portal:ask_link", args=[token]), reverse("portal:ask_mails_link", args=[token])
    return {"link": f"{settings.ADDRESS}{to_fill_in}", "stop": f"{settings.ADDRESS}{to_stop}"}


def check_choose_mails(patient: Patient, *, by: Actor) -> None:
    """The client decides, on their own pages or by the link in a mail."""
    check_may(by, Permission.STOP_MAIL)
    if by.practice_id != patient.practice_id:
        raise NotAllowed(_("This record belongs to another practice."))


def choose_mails(patient: Patient, *, are_off: bool, by: Actor) -> None:
    """Whether a mail says that something is asked. Off: everything is still asked on the client's own pages."""
    check_choose_mails(patient, by=by)
    if mails_are_off(patient) == are_off:
        return
    with audit.event("ask_mails.chosen", by=by, on=patient.audit_subject) as details:
        details.fields = {"are_off": are_off}
        MailChoice.objects.update_or_create(
            patient=patient,
            defaults={"practice_id": patient.practice_id, "is_off": are_off, "changed_at": clock.now()},
        )
