"""Who hears that something waits in a record: the client with an account, and whoever acts for them."""

from dataclasses import dataclass

from ruggespraak.audit.actor import Actor
from ruggespraak.people.models import Patient, PatientAccount
from ruggespraak.people.permissions import Permission, may
from ruggespraak.post.actions import send


@dataclass(frozen=True)
class Reader:
    """Where a mail goes, and how it greets."""

    email: str
    name: str
    language: str
    account: PatientAccount

    @property
    def mark(self) -> str:
        """What tells this reader's mail from the client's own."""
        return f":{self.account.id}" if self.account.mandate else ""


def readers_of(patient: Patient, *, who_may: Permission = Permission.READ_OWN_DOSSIER) -> list[Reader]:
    """Everybody who can open this record today and may do this in it."""
    found = PatientAccount.objects.in_force().filter(patient=patient, user__is_active=True)
    accounts = found.select_related("user", "mandate", "patient").order_by("began_at", "id")
    return [_reader(account) for account in accounts if may(account.as_actor(), who_may)]


def tell_readers(
    patient: Patient, template: str, *, key: str, by: Actor, who_may: Permission = Permission.READ_OWN_DOSSIER
) -> None:
    """One mail to each of them, which says that something waits and not what; once for each `key`."""
    for reader in readers_of(patient, who_may=who_may):
        send(
            patient.practice,
            to=reader.email,
            template=template,
            context={"name": reader.name},
            language=reader.language,
            by=by,
            key=f"{key}{reader.mark}",
        )


def _reader(account: PatientAccount) -> Reader:
    """The client at the address that the practice knows; a representative at their own."""
    patient, user = account.patient, account.user
    if account.mandate:
        return Reader(user.email, user.name, user.language, account)
    return Reader(patient.email or user.email, patient.given_name, patient.language, account)
