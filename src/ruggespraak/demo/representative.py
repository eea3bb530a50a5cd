"""A daughter who decides for her mother and reads along for her uncle; and somebody who no longer acts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from ruggespraak import clock
from ruggespraak.audit.actor import VISITOR, Actor
from ruggespraak.people import actions as people
from ruggespraak.people.mandates import Capacity, Ground, Scope
from ruggespraak.people.models import Membership, Patient, PatientAccount, Practice, Role, User

MARJA = {"name": "Marja Jacobs", "email": "marja@example.org"}
TOOS = {"name": "Toos van Veen", "email": "toos@example.org"}


@dataclass(frozen=True)
class Representative:
    """What one needs to look around as somebody who acts for others."""

    email: str
    codes: Sequence[str]
    whom: Sequence[str]


def let_somebody_act(practice: Practice, password: str) -> Representative:
    """Through the front desk, as after a telephone call with each client."""
    desk = Membership.objects.of_practice(practice).get(role=Role.FRONT_DESK).as_actor()
    greet, gerrit = (_client(practice, name) for name in ("Greet Jacobs", "Gerrit Vos"))
    with clock.standing_at(datetime.now(UTC) - timedelta(days=40)):
        neighbour = _let_in(greet, TOOS, Capacity.AUTHORISED, Scope.READS, by=desk)
    with clock.standing_at(datetime.now(UTC) - timedelta(days=8)):
        assert neighbour.mandate is not None
        people.end_mandate(neighbour.mandate, by=desk)
        daughter = _let_in(greet, MARJA, Capacity.FAMILY, Scope.DECIDES, by=desk).user
    with clock.standing_at(datetime.now(UTC) - timedelta(days=7)):
        _let_in(gerrit, MARJA, Capacity.AUTHORISED, Scope.READS, by=desk, user=daughter)
    daughter.set_password(password)
    daughter.save()
    TOTP.activate(daughter, generate_totp_secret())
    codes = RecoveryCodes.activate(daughter).get_unused_codes()
    return Representative(daughter.email, codes, (greet.name, gerrit.name))


def _client(practice: Practice, name: str) -> Patient:
    return Patient.objects.of_practice(practice).named(name).get()


def _let_in(
    patient: Patient,
    person: dict[str, str],
    capacity: Capacity,
    scope: Scope,
    *,
    by: Actor,
    user: User | None = None,
) -> PatientAccount:
    invited = people.name_representative(
        patient,
        by=by,
        capacity=capacity,
        scope=scope,
        ground=Ground.CONSENT,
        words=f"{patient.given_name} zei het aan de telefoon.",
        ends_on=clock.today() + timedelta(days=365),
        **person,
    )
    token = invited.link.rstrip("/").rsplit("/", 1)[1]
    account = people.accept_invitation(token, by=VISITOR, code=invited.code, user=user)
    assert account is not None
    return account
