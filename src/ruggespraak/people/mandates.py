"""What lets somebody act for a client: as what, how far, until when, and on what ground (BW 7:465, 7:450).

From sixteen a client decides alone. Between twelve and sixteen client and parent both decide; below twelve the parent.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ruggespraak import clock
from ruggespraak.audit.actor import Subject
from ruggespraak.ids import uuid7

if TYPE_CHECKING:
    from ruggespraak.people.models import InvitationQuerySet, Patient, PatientAccount, Practice

HAS_A_SAY, DECIDES_ALONE = 12, 16
"""Ages from which a client decides with a parent, and without one."""


class Capacity(models.TextChoices):
    """As what somebody represents: the answers of the question `representative_role` of a pack."""

    PARENT = "role_parent", _("parent or guardian")
    CURATOR = "role_curator", _("court-appointed representative")
    AUTHORISED = "role_authorised", _("authorised in writing")
    PARTNER = "role_partner", _("partner")
    FAMILY = "role_family", _("child, brother or sister")

    @property
    def as_name(self) -> str:
        """How a log line and an entry call whoever acted: never by name, and for ever in these words."""
        return f"vertegenwoordiger ({_IN_THE_LOG[self]})"


_IN_THE_LOG: Mapping[Capacity, str] = MappingProxyType(
    {
        Capacity.PARENT: "ouder of voogd",
        Capacity.CURATOR: "curator of mentor",
        Capacity.AUTHORISED: "schriftelijk gemachtigd",
        Capacity.PARTNER: "partner",
        Capacity.FAMILY: "kind, broer of zus",
    }
)


def capacity_of(name: str) -> Capacity | None:
    """As what somebody acted whom a log line or an entry calls by this name."""
    return next((capacity for capacity in Capacity if capacity.as_name == name), None)


class Scope(models.TextChoices):
    """How far somebody may act for a client. What each may do: `permissions.py`."""

    READS = "reads", _("reads along")
    FILLS_IN = "fills_in", _("reads and fills in")
    DECIDES = "decides", _("reads, fills in and answers plans")


class Ground(models.TextChoices):
    """On what ground somebody was let in."""

    OWN_PAGES = "own_pages", _("the client asked for it in their own pages")
    CONSENT = "consent", _("the client agreed, and told the practice")
    LAW = "law", _("the law, or a decision of a court")


class State(models.TextChoices):
    """How it stands with a mandate today."""

    INVITED = "invited", _("invited")
    LAPSED = "lapsed", _("did not open the invitation in time")
    ACTS = "acts", _("acts now")
    PAST = "past", _("the end date has passed")
    ENDED = "ended", _("was ended")


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Finding who may act for whom."""

    def of_practice(self, practice: "Practice") -> "MandateQuerySet":
        """Mandates at this practice; of another they do not exist."""
        return self.filter(practice=practice)

    def of_patient(self, patient: "Patient") -> "MandateQuerySet":
        """For this client, newest first, with the account that came of it."""
        return self.filter(patient=patient).select_related("patient", "account__user").order_by("-given_at", "-id")


class Mandate(models.Model):
    """Somebody may act for a client. Never changed: another scope or date is another mandate."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey("people.Practice", on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey("people.Patient", on_delete=models.PROTECT, related_name="mandates")
    name = models.CharField(max_length=100)
    email = models.EmailField()
    capacity = models.CharField(max_length=20, choices=Capacity)
    scope = models.CharField(max_length=20, choices=Scope)
    ends_on = models.DateField(null=True, blank=True)
    """The last day on which it counts."""
    why_no_end = models.CharField(max_length=200, blank=True)
    ground = models.CharField(max_length=20, choices=Ground)
    words = models.CharField(max_length=200, blank=True)
    """What the practice saw or heard of the ground."""
    given_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MandateQuerySet.as_manager()
    account: "PatientAccount"
    invitations: "InvitationQuerySet"

    class Meta:
        indexes = [models.Index(fields=["practice", "patient"], name="mandate_of_patient")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False) | ~Q(why_no_end=""), name="mandate_ends_or_says_why_not"
            )
        ]

    personal: ClassVar[frozenset[str]] = frozenset(
        {"name", "email", "capacity", "why_no_end", "ground", "words", "given_at", "ends_on", "ended_at"}
    )
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice", "patient", "scope", "given_by"})

    def __str__(self) -> str:
        return f"{self.get_capacity_display()}, {self.get_scope_display()}"

    @property
    def audit_subject(self) -> Subject:
        """What a log line about this mandate says."""
        return Subject("mandate", str(self.id), self.patient.handle, "identity")

    @property
    def last_day(self) -> date | None:
        """The last day on which it counts; a parent's ends by itself before the sixteenth birthday."""
        days = [self.ends_on] if self.ends_on else []
        if self.capacity == Capacity.PARENT:
            days.append(birthday(self.patient.born_on, DECIDES_ALONE) - timedelta(days=1))
        return min(days, default=None)

    @property
    def holds(self) -> bool:
        """Whether it counts today."""
        last = self.last_day
        return self.ended_at is None and (last is None or clock.today() <= last)

    @property
    def accepted_at(self) -> datetime | None:
        """Since when they act; None when the invitation was not opened."""
        account = getattr(self, "account", None)
        return account.began_at if account else None

    @property
    def state(self) -> State:
        """How it stands today."""
        if self.ended_at is not None:
            return State.ENDED
        if not self.holds:
            return State.PAST
        if self.accepted_at is not None:
            return State.ACTS
        return State.INVITED if self.invitations.open().exists() else State.LAPSED

    @property
    def may_end(self) -> bool:
        """Whether there is still something to end."""
        return self.state in (State.INVITED, State.LAPSED, State.ACTS)


def holding(today: date) -> Q:
    """The condition on an account that its mandate, if it hangs on one, counts on this day: `Mandate.holds` in SQL."""
    goes_on = Q(mandate__ended_at=None) & (Q(mandate__ends_on=None) | Q(mandate__ends_on__gte=today))
    is_young = Q(patient__born_on__gt=born_by(today, DECIDES_ALONE))
    return Q(mandate=None) | goes_on & (~Q(mandate__capacity=Capacity.PARENT) | is_young)


def mandates_of(patient: "Patient") -> list[Mandate]:
    """Who acts for this client, who did, and who was invited to; newest first."""
    return list(Mandate.objects.of_patient(patient))


def mandates_shown_to(patient: "Patient", reader: UUID) -> list[Mandate]:
    """Those of this client that this person may know of: whoever acts, their own; everybody else, all."""
    mandates = mandates_of(patient)
    own = [mandate for mandate in mandates if mandate.accepted_at and mandate.account.user_id == reader]
    return own or mandates


def both_decide(patient: "Patient") -> bool:
    """Whether client and parent decide together (BW 7:450 paragraph 2)."""
    return HAS_A_SAY <= patient.age < DECIDES_ALONE


def birthday(born_on: date, age: int) -> date:
    """The day on which somebody becomes so old; who was born on a leap day, on 1 March in other years."""
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 3, 1)


def born_by(today: date, age: int) -> date:
    """The last day of birth of those who are at least so old today."""
    try:
        return today.replace(year=today.year - age)
    except ValueError:
        return date(today.year - age, 2, 28)
