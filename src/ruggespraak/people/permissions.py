"""Who may do what: the whole policy on one page. What no role is given, nobody may (deny by default).

*Who* is answered here; *when* (the state of the record) by the check beside each action; *whose* (practice, treatment
relation, own dossier) by the access marks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruggespraak.audit.actor import Actor
from ruggespraak.errors import NotAllowed


class Permission(StrEnum):
    """What one may be allowed to do. `WORDS` says each as it stands in a refusal."""

    SEE_DESK = "see_desk"
    SEE_REQUESTS = "see_requests"
    SEE_PATIENTS = "see_patients"
    REGISTER_PATIENT = "register_patient"
    INVITE_PATIENT = "invite_patient"
    RECORD_BSN = "record_bsn"
    READ_DOSSIER = "read_dossier"
    WRITE_DOSSIER = "write_dossier"
    SIGN_ENTRY = "sign_entry"
    ASSIGN_THERAPIST = "assign_therapist"
    SEND_LETTER = "send_letter"
    SEE_POST = "see_post"
    SEE_LOG = "see_log"
    MANAGE_STAFF = "manage_staff"
    FOUND_PRACTICE = "found_practice"
    READ_OWN_DOSSIER = "read_own_dossier"
    ANSWER_PLAN = "answer_plan"
    ANSWER_FORM = "answer_form"
    NAME_REPRESENTATIVE = "name_representative"
    SEE_MOMENTS = "see_moments"
    STOP_MAIL = "stop_mail"

    @property
    def words(self) -> Promise:
        """What this is in plain words, after "may (not)"."""
        return WORDS[self]


WORDS: Mapping[Permission, Promise] = MappingProxyType(
    {
        Permission.SEE_DESK: gettext_lazy("see the working day of the practice"),
        Permission.SEE_REQUESTS: gettext_lazy("see requests for an appointment"),
        Permission.SEE_PATIENTS: gettext_lazy("see names and addresses of clients"),
        Permission.REGISTER_PATIENT: gettext_lazy("register a client or change their details"),
        Permission.INVITE_PATIENT: gettext_lazy("invite a client to their own record"),
        Permission.RECORD_BSN: gettext_lazy("record a citizen service number"),
        Permission.READ_DOSSIER: gettext_lazy("read a dossier"),
        Permission.WRITE_DOSSIER: gettext_lazy("write in a dossier"),
        Permission.SIGN_ENTRY: gettext_lazy("sign an entry in a dossier"),
        Permission.ASSIGN_THERAPIST: gettext_lazy("say who treats a client"),
        Permission.SEND_LETTER: gettext_lazy("send a letter from a dossier"),
        Permission.SEE_POST: gettext_lazy("see outgoing mail"),
        Permission.SEE_LOG: gettext_lazy("see who looked at what"),
        Permission.MANAGE_STAFF: gettext_lazy("hire staff or change the practice"),
        Permission.FOUND_PRACTICE: gettext_lazy("found a practice"),
        Permission.READ_OWN_DOSSIER: gettext_lazy("read their own record"),
        Permission.ANSWER_PLAN: gettext_lazy("agree to a plan or decline it"),
        Permission.ANSWER_FORM: gettext_lazy("fill in a form at home"),
        Permission.NAME_REPRESENTATIVE: gettext_lazy("let somebody act for them"),
        Permission.SEE_MOMENTS: gettext_lazy("see when something is planned, and not what"),
        Permission.STOP_MAIL: gettext_lazy("stop a mail that they get"),
    }
)

NEEDS_RELATION = frozenset(
    {Permission.READ_DOSSIER, Permission.WRITE_DOSSIER, Permission.SIGN_ENTRY, Permission.SEND_LETTER}
)
"""What reveals health: besides the permission it takes a treatment relation with this patient, or a stated reason."""


@dataclass(frozen=True)
class RoleOf:
    """A role in one sentence, and all that it may do."""

    name: Promise
    sentence: Promise
    permissions: frozenset[Permission]


REPRESENTATIVE = "representative"
_OFFICE = {Permission.SEE_DESK, Permission.SEE_REQUESTS, Permission.SEE_PATIENTS, Permission.SEE_POST}
_REGISTRATION = {Permission.REGISTER_PATIENT, Permission.INVITE_PATIENT, Permission.RECORD_BSN}
_CARE = set(NEEDS_RELATION) | {Permission.ASSIGN_THERAPIST}
_LINK = {Permission.SEE_MOMENTS, Permission.STOP_MAIL}
_READS = {Permission.READ_OWN_DOSSIER} | _LINK
_FILLS_IN = _READS | {Permission.ANSWER_FORM}
_OWN = _FILLS_IN | {Permission.ANSWER_PLAN}

SCOPES: Mapping[str, frozenset[Permission]] = MappingProxyType(
    {
        "reads": frozenset(_READS),
        "fills_in": frozenset(_FILLS_IN),
        "decides": frozenset(_OWN),
    }
)
"""How far a representative may go (`mandates.Scope`): of what the role has, this. Letting in others is never in it."""

ROLES: Mapping[str, RoleOf] = MappingProxyType(
    {
        "patient": RoleOf(
            gettext_lazy("Client"),
            gettext_lazy("Reads their own record, answers their plan, fills in forms, and says who may act for them."),
            frozenset(_OWN | {Permission.NAME_REPRESENTATIVE}),
        ),
        "representative": RoleOf(
            gettext_lazy("Representative"),
            gettext_lazy("Does for one client what that client may do, as far and as long as was agreed."),
            frozenset(_OWN),
        ),
        "bearer": RoleOf(
            gettext_lazy("Bearer of a link"),
            gettext_lazy("Has a secret link that was sent to a client: it opens that one thing, and no record."),
            frozenset(_LINK),
        ),
        "front_desk": RoleOf(
            gettext_lazy("Front desk"),
            gettext_lazy("Registers and invites clients and handles requests and mail; reads no dossier."),
            frozenset(_OFFICE | _REGISTRATION | {Permission.ASSIGN_THERAPIST}),
        ),
        "therapist": RoleOf(
            gettext_lazy("Therapist"),
            gettext_lazy("Treats clients: reads, writes and signs their dossiers and sends letters."),
            frozenset(_OFFICE | _REGISTRATION | _CARE),
        ),
        "owner": RoleOf(
            gettext_lazy("Practice owner"),
            gettext_lazy("Is a therapist who also runs the practice: hires staff and sees the log."),
            frozenset(_OFFICE | _REGISTRATION | _CARE | {Permission.MANAGE_STAFF, Permission.SEE_LOG}),
        ),
        "privacy_officer": RoleOf(
            gettext_lazy("Privacy officer"),
            gettext_lazy("Watches who looked at what; reads no dossier."),
            frozenset({Permission.SEE_DESK, Permission.SEE_LOG, Permission.SEE_POST}),
        ),
        "author": RoleOf(
            gettext_lazy("Author of packs"),
            gettext_lazy("Writes the content of the pathways; sees nobody."),
            frozenset({Permission.SEE_DESK}),
        ),
        "operator": RoleOf(
            gettext_lazy("Operator"),
            gettext_lazy("Keeps the software running; sees no client and no dossier."),
            frozenset({Permission.SEE_DESK}),
        ),
        "system": RoleOf(
            gettext_lazy("Ruggespraak"),
            gettext_lazy("The command line of whoever keeps the server: founds a practice and hires its first people."),
            frozenset({Permission.FOUND_PRACTICE, Permission.MANAGE_STAFF}),
        ),
    }
)


def may(actor: Actor, permission: Permission) -> bool:
    """Whether this role has the permission, and a representative the scope. A role not in the table has none."""
    role = ROLES.get(actor.role)
    return role is not None and permission in role.permissions and _is_in_scope(actor, permission)


def check_may(actor: Actor, permission: Permission) -> None:
    """Raise NotAllowed, with the reason in a sentence, unless the actor may do this."""
    if may(actor, permission):
        return
    role = ROLES.get(actor.role)
    if role is None:
        sentence = _("You are not known here, so you may not %(what)s.")
    elif actor.role == REPRESENTATIVE:
        sentence = _("%(role)s: you may not %(what)s. That was not agreed.")
    else:
        sentence = _("%(role)s: you may not %(what)s.")
    raise NotAllowed(sentence % {"role": role.name if role else "", "what": permission.words})


def _is_in_scope(actor: Actor, permission: Permission) -> bool:
    return actor.role != REPRESENTATIVE or permission in SCOPES.get(actor.scope, ())
