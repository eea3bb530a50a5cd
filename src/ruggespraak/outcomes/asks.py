"""What is asked of a client now, and what a page needs to ask it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from ruggespraak import clock
from ruggespraak.dossier.models import Entry, Episode, EpisodeQuerySet
from ruggespraak.outcomes.kinds import KINDS, LATEST, Kind
from ruggespraak.outcomes.models import Ask, MailChoice
from ruggespraak.people.models import Patient, PatientAccount, Relation
from ruggespraak.people.permissions import Permission, may


def open_asks(patient: Patient, today: date) -> tuple[Ask, ...]:
    """What waits for this client, what closes soonest first."""
    return tuple(Ask.objects.of_patient(patient).waiting(today))


def kind_of(ask: Ask) -> Kind:
    """Its row in the table of kinds."""
    return KINDS[ask.kind]


def mails_are_off(patient: Patient) -> bool:
    """Whether this client wants no mail when something is asked."""
    return MailChoice.objects.filter(patient=patient, is_off=True).exists()


def reader_of_mail(patient: Patient) -> PatientAccount | None:
    """Who gets the mail: the client, or else who may fill in for them; None when nobody can."""
    accounts = PatientAccount.objects.in_force().filter(patient=patient, user__is_active=True)
    able = [
        account
        for account in accounts.select_related("user", "patient", "mandate")
        if may(account.as_actor(), Permission.ANSWER_FORM)
    ]
    found = sorted(able, key=lambda account: (account.relation != Relation.SELF, account.began_at))
    return found[0] if found else None


def to_plan() -> EpisodeQuerySet:
    """Episodes with entries that were not read yet to plan what is asked."""
    newer = Entry.objects.filter(
        practice_id=OuterRef("practice_id"),
        episode=OuterRef("pk"),
        number__gt=Coalesce(OuterRef("asks_planned__seen"), -1),
    )
    is_recent = Q(closed_at=None) | Q(closed_at__gt=clock.now() - LATEST)
    return Episode.objects.filter(is_recent, Exists(newer)).select_related("patient", "dossier", "practice")


def due_to_mail(asks: Iterable[Ask], now: datetime) -> tuple[list[Ask], list[Ask]]:
    """Of what waits for one client: what they were not told yet, and what they may be reminded of, once."""
    mailed = [ask for ask in asks if kind_of(ask).is_mailed]
    new = [ask for ask in mailed if ask.mailed_at is None]
    return new, [ask for ask in mailed if ask.mailed_at and ask.reminded_at is None and _is_late(ask, now)]


def _is_late(ask: Ask, now: datetime) -> bool:
    wait = kind_of(ask).remind_after
    return wait is not None and ask.mailed_at is not None and ask.mailed_at + wait <= now
