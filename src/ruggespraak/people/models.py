"""Practices, staff, patients, and who is treated by whom."""

from dataclasses import replace
from typing import ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from ruggespraak import clock, keys
from ruggespraak.audit.actor import VISITOR, Actor, Subject
from ruggespraak.ids import uuid7
from ruggespraak.people.mandates import Capacity, Mandate, holding


class Practice(models.Model):
    """One practice: the fence around everything that belongs to its patients."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=100)
    slug = models.SlugField(unique=True)
    street = models.CharField(max_length=100)
    postcode = models.CharField(max_length=10)
    city = models.CharField(max_length=60)
    phone = models.CharField(max_length=20)
    email = models.EmailField()
    agb = models.CharField(max_length=8, blank=True)
    out_of_hours_phone = models.CharField(max_length=20, blank=True)

    personal: ClassVar[frozenset[str]] = frozenset()
    impersonal: ClassVar[frozenset[str]] = frozenset(
        {"id", "name", "slug", "street", "postcode", "city", "phone", "email", "agb", "out_of_hours_phone"}
    )

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Django asks for this; accounts are made by the actions of `people`."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def known_as(self, email: str) -> "User | None":
        """Who has this address, capitals or not."""
        return self.filter(email__iexact=email).first()

    def new(self, email: str, name: str, *, password: str | None = None, language: str = "nl") -> "User":
        """Someone new. Without a password the account opens only by a passkey, or by one that is set later."""
        user = self.model(email=email.lower(), name=name, language=language)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Someone who logs in, with an e-mail address as name. What they may do is in `Membership` and `PatientAccount`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100)
    language = models.CharField(max_length=2, default="nl")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    personal: ClassVar[frozenset[str]] = frozenset({"email", "name", "password", "last_login", "joined_at"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "language", "is_active"})

    def __str__(self) -> str:
        return self.name

    def as_actor(self, *, ip: str | None = None) -> Actor:
        """Staff first, then a client; an account of neither is a visitor with an account."""
        belongs = self._belongs()
        return belongs.as_actor(ip=ip) if belongs else replace(VISITOR, user_id=self.id, ip=ip)

    @property
    def practice(self) -> Practice | None:
        """In whose name this person is written to."""
        belongs = self._belongs()
        return belongs.practice if belongs else None

    @property
    def audit_subject(self) -> Subject:
        """What a log line about this account says."""
        return Subject("account", str(self.id), category="identity")

    def _belongs(self) -> "Membership | PatientAccount | None":
        return Membership.objects.of_user(self.id) or PatientAccount.objects.of_user(self.id).first()


class Role(models.TextChoices):
    """What someone is in a practice. What each may do: `permissions.py`."""

    FRONT_DESK = "front_desk", _("Front desk")
    THERAPIST = "therapist", _("Therapist")
    OWNER = "owner", _("Practice owner")
    PRIVACY_OFFICER = "privacy_officer", _("Privacy officer")
    AUTHOR = "author", _("Author of packs")
    OPERATOR = "operator", _("Operator")


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Finding who works where."""

    def of_practice(self, practice: Practice) -> "MembershipQuerySet":
        """Everyone who works or worked for this practice."""
        return self.filter(practice=practice)

    def active(self) -> "MembershipQuerySet":
        """Those who work there now."""
        return self.filter(is_active=True, user__is_active=True)

    def who_treat(self) -> "MembershipQuerySet":
        """Therapists, the owner included, by name."""
        return self.active().filter(role__in=(Role.THERAPIST, Role.OWNER)).order_by("user__name")

    def of_user(self, user_id: UUID) -> "Membership | None":
        """What this person is now; the first practice when there are more."""
        return self.active().filter(user_id=user_id).select_related("practice", "user").order_by("id").first()


class Membership(models.Model):
    """A person works for a practice in a role."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    big = models.CharField(max_length=11, blank=True)
    agb = models.CharField(max_length=8, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "user"], name="member_once")]

    personal: ClassVar[frozenset[str]] = frozenset({"big", "agb", "phone"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice", "user", "role", "is_active"})

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"

    @property
    def audit_subject(self) -> Subject:
        """What a log line about this membership says."""
        return Subject("membership", str(self.id))

    def as_actor(self, *, ip: str | None = None) -> Actor:
        """This person at work. The ground to open a dossier is added where one is opened."""
        return Actor(
            role=self.role,
            practice_id=self.practice_id,
            user_id=self.user_id,
            name=self.user.name,
            account=self.user.email,
            ip=ip,
            basis="office",
        )


class PatientQuerySet(models.QuerySet["Patient"]):
    """Finding patients inside one practice."""

    def of_practice(self, practice: Practice) -> "PatientQuerySet":
        """Patients of this practice; of another they do not exist."""
        return self.filter(practice=practice)

    def named(self, words: str) -> "PatientQuerySet":
        """Those whose name holds every word, by name."""
        found = self
        for word in words.split():
            found = found.filter(models.Q(given_name__icontains=word) | models.Q(family_name__icontains=word))
        return found.order_by("family_name", "given_name", "born_on", "id")


class Sex(models.TextChoices):
    """Administrative gender, as in the zib."""

    FEMALE = "F", _("Female")
    MALE = "M", _("Male")
    OTHER = "UN", _("Other")
    UNKNOWN = "UNK", _("Unknown")


class Patient(models.Model):
    """A person known to one practice. The same person at two practices is two patients."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="patients")
    handle = models.UUIDField(default=uuid7, unique=True, editable=False)
    """The name of this patient in the log; it means nothing once this row is destroyed."""
    given_name = models.CharField(max_length=60)
    initials = models.CharField(max_length=20, blank=True)
    family_name = models.CharField(max_length=80)
    born_on = models.DateField()
    sex = models.CharField(max_length=3, choices=Sex)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    street = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    city = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=2, default="nl")
    gp_name = models.CharField(max_length=100, blank=True)
    gp_practice = models.CharField(max_length=100, blank=True)
    gp_phone = models.CharField(max_length=20, blank=True)
    bsn_sealed = models.BinaryField(default=b"", blank=True)
    bsn_fingerprint = models.CharField(max_length=64, blank=True)
    registered_at = models.DateTimeField(default=clock.now)

    objects = PatientQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["practice", "family_name"], name="patient_by_name"),
            models.Index(fields=["practice", "born_on"], name="patient_by_birth"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "bsn_fingerprint"],
                condition=~models.Q(bsn_fingerprint=""),
                name="bsn_once_per_practice",
            )
        ]

    personal: ClassVar[frozenset[str]] = frozenset(
        {
        "handle", "given_name", "initials", "family_name", "born_on", "sex", "email", "phone", "street", "postcode",
        "city", "language", "gp_name", "gp_practice", "gp_phone", "bsn_sealed", "bsn_fingerprint", "registered_at",
    }
    )  # fmt: skip
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice"})

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As one says it: given name and family name."""
        return f"{self.given_name} {self.family_name}"

    @property
    def age(self) -> int:
        """Whole years, today."""
        today = clock.today()
        had_birthday = (today.month, today.day) >= (self.born_on.month, self.born_on.day)
        return today.year - self.born_on.year - (not had_birthday)

    @property
    def bsn(self) -> str:
        """The citizen service number, or an empty text when none is recorded."""
        if not self.bsn_sealed:
            return ""
        key = keys.practice_key(self.practice_id)
        return keys.unseal(self.bsn_sealed, key=key, place=f"patient.bsn:{self.id}").decode()

    @property
    def audit_subject(self) -> Subject:
        """What a log line about this patient says."""
        return Subject("patient", str(self.id), self.handle, "identity")


class Relation(models.TextChoices):
    """In which quality someone sees a dossier through the portal."""

    SELF = "patient", _("The patient")
    REPRESENTATIVE = "representative", _("A representative")


OWN_ROLES = frozenset(Relation.values)
"""The roles of who acts in their own record, or in that of whom they represent; all others are the practice's."""


class PatientAccountQuerySet(models.QuerySet["PatientAccount"]):
    """Finding whose record someone may see."""

    def of_user(self, user_id: UUID) -> "PatientAccountQuerySet":
        """The records this person may see now, oldest first."""
        mine = self.in_force().filter(user_id=user_id)
        return mine.select_related("practice", "patient", "user", "mandate").order_by("began_at", "id")

    def in_force(self) -> "PatientAccountQuerySet":
        """Those that open a record today: not ended, and not on a mandate that is past."""
        return self.filter(holding(clock.today()), ended_at=None)

    def own(self) -> "PatientAccountQuerySet":
        """Those of clients in person."""
        return self.filter(relation=Relation.SELF)


class PatientAccount(models.Model):
    """A person who logs in may see one patient's dossier: their own, or as representative."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="accounts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="patient_accounts")
    relation = models.CharField(max_length=20, choices=Relation, default=Relation.SELF)
    mandate = models.OneToOneField(Mandate, on_delete=models.PROTECT, related_name="account", null=True, blank=True)
    began_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PatientAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "user"], condition=models.Q(ended_at=None), name="account_once_per_patient"
            ),
            models.CheckConstraint(
                condition=models.Q(relation=Relation.SELF, mandate=None)
                | models.Q(relation=Relation.REPRESENTATIVE, mandate__isnull=False),
                name="who_represents_has_a_mandate",
            ),
        ]

    personal: ClassVar[frozenset[str]] = frozenset({"relation", "began_at", "ended_at"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice", "patient", "user", "mandate"})

    def __str__(self) -> str:
        return f"{self.user} → {self.patient_id}"

    @property
    def audit_subject(self) -> Subject:
        """What a log line about this way into a record says."""
        return Subject("record", str(self.id), self.patient.handle, "identity")

    def as_actor(self, *, ip: str | None = None) -> Actor:
        """This client or representative, in their own record.

        Without name and address: log lines and entry headers outlive a dossier that was destroyed (BW 7:455).
        """
        mandate = self.mandate
        return Actor(
            role=self.relation,
            practice_id=self.practice_id,
            user_id=self.user_id,
            name=Capacity(mandate.capacity).as_name if mandate else "cliënt",
            ip=ip,
            basis="representative" if mandate else "own_dossier",
            scope=mandate.scope if mandate else "",
        )


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Finding invitations."""

    def open(self) -> "InvitationQuerySet":
        """Those that may still be tried."""
        return self.filter(used_at=None, tries_left__gt=0, expires_at__gt=clock.now())

    def of_practice(self, practice: Practice) -> "InvitationQuerySet":
        """Invitations by this practice."""
        return self.filter(practice=practice)


class Invitation(models.Model):
    """A way in for a patient or a representative: a link by mail and a code handed over, both kept hashed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="invitations")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="invitations", null=True, blank=True)
    """What somebody else than the client is invited for."""
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64)
    tries_left = models.PositiveSmallIntegerField(default=5)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = InvitationQuerySet.as_manager()

    personal: ClassVar[frozenset[str]] = frozenset({"token_hash", "code_hash", "expires_at", "used_at", "tries_left"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice", "patient", "mandate", "invited_by"})

    def __str__(self) -> str:
        return f"{self.patient_id} until {self.expires_at:%Y-%m-%d}"

    @property
    def audit_subject(self) -> Subject:
        """What a log line about this invitation says."""
        return Subject("invitation", str(self.id), self.patient.handle, "identity")


class TreatmentRelationQuerySet(models.QuerySet["TreatmentRelation"]):
    """Finding who treats whom."""

    def now(self) -> "TreatmentRelationQuerySet":
        """Those that go on."""
        return self.filter(ended_at=None)

    def between(self, therapist_id: UUID | None, patient_handle: UUID) -> "TreatmentRelation | None":
        """What ties these two now, if anything."""
        return self.now().filter(therapist_id=therapist_id, patient__handle=patient_handle).first()


class TreatmentRelation(models.Model):
    """A therapist treats a patient for a time. Without it, opening the dossier needs a stated reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="relations")
    therapist = models.ForeignKey(User, on_delete=models.PROTECT, related_name="relations")
    began_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TreatmentRelationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "therapist"], condition=models.Q(ended_at=None), name="relation_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("began_at")),
                name="relation_ends_after_start",
            ),
        ]

    personal: ClassVar[frozenset[str]] = frozenset({"began_at", "ended_at"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice", "patient", "therapist"})

    def __str__(self) -> str:
        return f"{self.therapist_id} treats {self.patient_id}"


BEARER = "bearer"
"""The role of whoever has a secret link."""


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Finding tickets."""

    def of_practice(self, practice: Practice) -> "TicketQuerySet":
        """Tickets of this practice."""
        return self.filter(practice=practice)

    def of_patient(self, patient: Patient) -> "TicketQuerySet":
        """Tickets about this patient."""
        return self.filter(practice_id=patient.practice_id, patient=patient)

    def valid(self) -> "TicketQuerySet":
        """Those that still open what they are for."""
        is_over = models.Q(expires_at__lte=clock.now())
        return self.filter(ended_at=None, holder__is_active=True).exclude(is_over)


class Ticket(models.Model):
    """A secret address that opens one thing about one patient, for the person it was sent to; it can be revoked.

    `purpose` is a word of the room that issued it, `about` the row it is for. The secret is kept hashed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="tickets")
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tickets")
    purpose = models.CharField(max_length=30)
    about = models.UUIDField(null=True)
    token_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["practice", "patient", "purpose"], name="ticket_of_patient")]

    personal: ClassVar[frozenset[str]] = frozenset({"token_hash", "issued_at", "expires_at", "ended_at", "used_at"})
    impersonal: ClassVar[frozenset[str]] = frozenset({"id", "practice", "patient", "holder", "purpose", "about"})

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"

    @property
    def audit_subject(self) -> Subject:
        """What a log line about this ticket says."""
        return Subject("ticket", str(self.id), self.patient.handle, "identity")

    def as_actor(self, *, ip: str | None = None) -> Actor:
        """Whoever has the address: its holder probably, but nobody showed so. It is a role with few rights."""
        return Actor(
            role=BEARER, practice_id=self.practice_id, user_id=self.holder_id, name="link", ip=ip, basis="ticket"
        )


class Once(models.Model):
    """What a form post led to, so that the same post sent again leads there too and changes nothing more."""

    key = models.CharField(max_length=64, primary_key=True)
    """SHA-256 over who posted, where, and the form's own random key."""
    location = models.CharField(max_length=500, blank=True)
    posted_at = models.DateTimeField(default=clock.now, db_index=True)

    personal: ClassVar[frozenset[str]] = frozenset({"key", "location", "posted_at"})
    impersonal: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return self.key[:12]
