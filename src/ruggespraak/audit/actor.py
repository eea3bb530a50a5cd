"""Who acts, and on what: the two nouns of every line. Plain values, so that the log knows no models of others."""

from dataclasses import dataclass, replace
from uuid import UUID

from ruggespraak.audit.models import NO_PRACTICE


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the system) in a role, at an access point, on a ground."""

    role: str
    practice_id: UUID = NO_PRACTICE
    user_id: UUID | None = None
    name: str = ""
    account: str = ""
    channel: str = "web"
    ip: str | None = None
    device: str = ""
    basis: str = ""
    """Why this person may: own_dossier, treatment_relation, stand_in, front_desk, public, system …"""
    relation_id: UUID | None = None
    purpose: str = ""
    """The stated reason, when there is no treatment relation."""
    scope: str = ""
    """How far a representative may go."""

    def with_ground(self, basis: str, *, relation_id: UUID | None = None, purpose: str = "") -> "Actor":
        """The same person on another ground."""
        return replace(self, basis=basis, relation_id=relation_id, purpose=purpose)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a line is about."""

    kind: str
    id: str = ""
    patient_handle: UUID | None = None
    category: str = ""


SYSTEM = Actor(role="system", channel="command", basis="system", name="Ruggespraak")
VISITOR = Actor(role="visitor", basis="public")
