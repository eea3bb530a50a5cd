"""The fixed cast: one practice, its people and its clients, made through the same actions as in real life.

cast = people.cast()
cast.anna          a therapist as actor
cast.noor          a client of hers
"""

from dataclasses import dataclass, replace
from datetime import date

from ruggespraak.audit.actor import SYSTEM, Actor
from ruggespraak.people.actions import found_practice, hire, register_patient
from ruggespraak.people.mandates import Capacity, Ground, Mandate, Scope
from ruggespraak.people.models import Membership, Patient, PatientAccount, Practice, Relation, Role, User

PASSWORD = "een-lange-zin-om-binnen-te-komen"
ADDRESS = {"street": "Dorpsstraat 1", "postcode": "1234 AB", "city": "Beemster", "phone": "0299 123456"}


@dataclass(frozen=True)
class Cast:
    """A practice with an owner, three therapists and a front desk, and three clients."""

    practice: Practice
    owner_at_work: Membership
    anna_at_work: Membership
    bram_at_work: Membership
    chris_at_work: Membership
    desk_at_work: Membership
    noor: Patient
    adem: Patient
    sven: Patient

    @property
    def owner(self) -> Actor:
        """Iris Vermeer, who owns the practice and treats too."""
        return self.owner_at_work.as_actor()

    @property
    def anna(self) -> Actor:
        """Anna Smit, therapist of Noor and Adem."""
        return self.anna_at_work.as_actor()

    @property
    def bram(self) -> Actor:
        """Bram Kuipers, therapist of Sven."""
        return self.bram_at_work.as_actor()

    @property
    def chris(self) -> Actor:
        """Chris Maas, a therapist who treats none of the three."""
        return self.chris_at_work.as_actor()

    @property
    def front_desk(self) -> Actor:
        """Els Brouwer, front desk."""
        return self.desk_at_work.as_actor()


def cast(slug: str = "de-beemster", name: str = "Manuele therapie De Beemster") -> Cast:
    """A practice full of people. Another `slug` makes another practice, with other people of the same names."""
    by = system()
    practice = found_practice(by=by, name=name, slug=slug, email=f"info@{slug}.example", **ADDRESS)
    at_work = {
        key: hire(practice, by=by, email=f"{key}@{slug}.example", name=full_name, role=role, password=PASSWORD)
        for key, full_name, role in (
            ("iris", "Iris Vermeer", Role.OWNER),
            ("anna", "Anna Smit", Role.THERAPIST),
            ("bram", "Bram Kuipers", Role.THERAPIST),
            ("chris", "Chris Maas", Role.THERAPIST),
            ("els", "Els Brouwer", Role.FRONT_DESK),
        )
    }
    anna, bram = at_work["anna"], at_work["bram"]
    return Cast(
        practice,
        *at_work.values(),
        noor=client(anna, "Noor", "Hendriks", date(1984, 3, 9), "F"),
        adem=client(anna, "Adem", "Yıldız", date(1991, 11, 30), "M"),
        sven=client(bram, "Sven", "Jansen", date(1957, 6, 2), "M"),
    )


def client(therapist: Membership, given_name: str, family_name: str, born_on: date, sex: str) -> Patient:
    """Someone whom this therapist treats."""
    return register_patient(
        therapist.practice,
        by=therapist.as_actor(),
        given_name=given_name,
        family_name=family_name,
        born_on=born_on,
        sex=sex,
        email=f"{given_name.lower()}@{therapist.practice.slug}.example",
        phone="06 12345678",
        therapist=therapist.user,
    )


def account_of(patient: Patient) -> PatientAccount:
    """The client has accepted the invitation and can log in with `PASSWORD` (the second factor is not set up)."""
    user = User.objects.known_as(patient.email) or User.objects.new(patient.email, patient.name, password=PASSWORD)
    account, _ = PatientAccount.objects.get_or_create(
        practice=patient.practice, patient=patient, user=user, relation=Relation.SELF
    )
    return account


def representative_of(
    patient: Patient,
    *,
    scope: Scope = Scope.DECIDES,
    capacity: Capacity = Capacity.PARTNER,
    ends_on: date | None = None,
    name: str = "Jo Hendriks",
    email: str = "",
) -> PatientAccount:
    """Somebody else who acts for this client, on an account of their own (the second factor is not set up)."""
    email = email or f"{name.split()[0].lower()}@{patient.practice.slug}.example"
    user = User.objects.known_as(email) or User.objects.new(email, name, password=PASSWORD)
    mandate = Mandate.objects.create(
        practice=patient.practice,
        patient=patient,
        name=name,
        email=email,
        capacity=capacity,
        scope=scope,
        ends_on=ends_on,
        why_no_end="" if ends_on else "Zolang het nodig is",
        ground=Ground.CONSENT,
        words="Gezegd aan de balie",
        given_by=user,
    )
    return PatientAccount.objects.create(
        practice=patient.practice, patient=patient, user=user, relation=Relation.REPRESENTATIVE, mandate=mandate
    )


def system() -> Actor:
    """The system, before there is anyone else."""
    return replace(SYSTEM, name="Ruggespraak")
