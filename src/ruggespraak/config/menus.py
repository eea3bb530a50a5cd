"""Which menu a page shows: the one of the door that its reader came in by. Wiring only; doors own the pages."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from ruggespraak.audit.actor import Actor
from ruggespraak.people.models import OWN_ROLES, PatientAccount
from ruggespraak.people.permissions import Permission, may

MENUS: Mapping[str, Sequence[tuple[str, ...]]] = {
    "desk": [
        (N_("Today"), "desk:today"),
        (N_("Clients"), "desk:clients"),
        (N_("Requests"), "desk:requests"),
        (N_("Outgoing mail"), "post:outbox"),
        (N_("Practice"), "desk:practice"),
    ],
    "portal": [
        (N_("Today"), "portal:home"),
        (N_("Exercises"), "portal:exercises"),
        (N_("Diary"), "portal:diary"),
        (N_("Messages"), "portal:messages"),
        (N_("My plan"), "portal:plan"),
        (N_("My record"), "portal:record"),
    ],
    "public": [
        (N_("Understand"), "public:complaint"),
        (N_("The self-check"), "public:check"),
        (N_("Self-care"), "public:information", "self-care"),
        (N_("Appointment"), "public:ask_appointment"),
        (N_("Log in"), "account_login"),
    ],
}
"""Door → label, URL name and what else is in the address, in the order of the menu."""

HEADS = {"portal": "portal/phone/_head.html"}
"""Door → what the head of each of its pages holds."""

ASKS = {
    "desk:clients": Permission.SEE_PATIENTS,
    "desk:requests": Permission.SEE_REQUESTS,
    "post:outbox": Permission.SEE_POST,
}
"""What somebody must be allowed before an entry is offered to them; the page itself refuses all the same."""

DOORS = ("/desk/", "/my/")
"""Every page of a door lies below its first one, which is not the place for that."""


def menus(request: HttpRequest) -> dict[str, object]:
    """Template context: `menu`, and on the desk and the portal who is logged in where."""
    door = door_of(request)
    practice, actor = getattr(request, "practice", None), getattr(request, "actor", None)
    addresses = _addresses(door, actor)
    current = here(request.path, [url for _label, url in addresses])
    return {
        "menu": [(label, url, url == current) for label, url in addresses],
        "account_name": str(request.user) if actor and door != "public" else "",
        "practice_name": practice.name if practice else "",
        "logout_url": reverse("account_logout"),
        "door_head": HEADS.get(door),
        "acting_for": acting_for(getattr(request, "account", None)),
        "may_fill_in": actor is not None and may(actor, Permission.ANSWER_FORM),
    }


def acting_for(account: PatientAccount | None) -> str:
    """For whom a representative acts, as what, and until when: said on every page."""
    if account is None or account.mandate is None:
        return ""
    mandate = account.mandate
    words = {"name": account.patient.name, "capacity": mandate.get_capacity_display()}
    if mandate.last_day is None:
        return _("You act for %(name)s, as %(capacity)s.") % words
    until = {"day": date_format(mandate.last_day, "j F Y")}
    return _("You act for %(name)s, as %(capacity)s, up to and including %(day)s.") % (words | until)


def door_of(request: HttpRequest) -> str:
    """The door that this person came in by; the access mark set the role."""
    role = getattr(getattr(request, "actor", None), "role", "visitor")
    if role in OWN_ROLES:
        return "portal"
    return "public" if role == "visitor" else "desk"


def here(path: str, urls: Sequence[str]) -> str:
    """The entry of a menu that this page is or lies below: the longest, as self-care lies below low back pain."""
    above = [url for url in urls if path == url or (url.removeprefix("/en") not in DOORS and path.startswith(url))]
    return max(above, key=len, default="")


def _addresses(door: str, actor: Actor | None) -> list[tuple[str, str]]:
    offered = [entry for entry in MENUS[door] if entry[1] not in ASKS or (actor and may(actor, ASKS[entry[1]]))]
    return [(_(label), reverse(name, args=rest)) for label, name, *rest in offered]
