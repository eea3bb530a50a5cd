"""Which menu a page shows: the one of the door that its reader came in by. Wiring only; doors own the pages."""

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

MENUS = {
    "desk": [
        (N_("Today"), "desk:today"),
        (N_("Clients"), "desk:clients"),
        (N_("Requests"), "desk:requests"),
        (N_("Outgoing mail"), "post:outbox"),
        (N_("Practice"), "desk:practice"),
    ],
    "portal": [
        (N_("Home"), "portal:home"),
        (N_("My plan"), "portal:plan"),
        (N_("My record"), "portal:record"),
        (N_("Who looked"), "portal:looks"),
    ],
    "public": [
        (N_("Understand"), "public:complaint"),
        (N_("The self-check"), "public:check"),
        (N_("Look after yourself"), "public:self_care"),
        (N_("Appointment"), "public:request"),
        (N_("Log in"), "account_login"),
    ],
}
"""Door → label and URL name, in the order of the menu."""


def menus(request: HttpRequest) -> dict[str, object]:
    """Template context: `menu`, and on the desk and the portal who is logged in where."""
    door = door_of(request)
    practice, actor = getattr(request, "practice", None), getattr(request, "actor", None)
    return {
        "menu": [(label, url, is_here(request, url)) for label, url in _addresses(door)],
        "account_name": str(request.user) if actor and door != "public" else "",
        "practice_name": practice.name if practice else "",
        "logout_url": reverse("account_logout"),
    }


def door_of(request: HttpRequest) -> str:
    """The door that this person came in by; the access mark set the role."""
    role = getattr(getattr(request, "actor", None), "role", "visitor")
    if role in ("patient", "representative"):
        return "portal"
    return "public" if role == "visitor" else "desk"


def is_here(request: HttpRequest, url: str) -> bool:
    """Whether this page is the menu's own page or lies below it."""
    return request.path == url or (url.removeprefix("/en").count("/") > 2 and request.path.startswith(url))


def _addresses(door: str) -> list[tuple[str, str]]:
    found = []
    for label, name in MENUS[door]:
        try:
            found.append((_(label), reverse(name)))
        except NoReverseMatch:
            continue
    return found
