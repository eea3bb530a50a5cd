"""All addresses of the house, each with its methods and its access mark: what the rights matrix is generated from."""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from ruggespraak.people.permissions import NEEDS_RELATION, ROLES, Permission

ALL = ("GET", "POST")
ONLY_WITH_DEBUG = "ui:"
"""The style page, which is no page of a practice."""


@dataclass(frozen=True)
class Route:
    """One address."""

    name: str
    address: str
    methods: tuple[str, ...]
    mark: str
    names: tuple[str, ...]
    """What the address asks for: `entry_id`."""

    @property
    def who(self) -> str:
        """The part of the mark before the colon."""
        return self.mark.partition(":")[0]

    @property
    def permission(self) -> Permission | None:
        """What one must be allowed to do, where the mark says so."""
        return Permission(self.mark.partition(": ")[2]) if self.who in ("staff", "patient") else None

    @property
    def has_objects(self) -> bool:
        """Whether something of somebody stands in the address."""
        return any(name.endswith("_id") and f"<uuid:{name}>" in self.address for name in self.names)

    def at(self, given: Mapping[str, object]) -> str:
        """The address with these things in it."""
        return reverse(self.name, kwargs={name: given[name] for name in self.names})


def routes() -> list[Route]:
    """Every address, in the order of the house; without the style page."""
    found = [_route(pattern, before, space) for pattern, before, space in _patterns(get_resolver())]
    return [route for route in found if not route.name.startswith(ONLY_WITH_DEBUG)]


def _patterns(resolver: URLResolver, before: str = "", space: str = "") -> Iterator[tuple[URLPattern, str, str]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _patterns(pattern, before + str(pattern.pattern), inner)
        else:
            yield pattern, before, space


def _route(pattern: URLPattern, before: str, space: str) -> Route:
    address = before + str(pattern.pattern)
    names = re.findall(r"(?<!\?P)<(?:\w+:)?(\w+)>|\?P<(\w+)>", address)
    return Route(
        f"{space}{pattern.name}",
        f"/{address}",
        methods_of(pattern.callback),
        getattr(pattern.callback, "access_mark", ""),
        tuple(dict.fromkeys(one or other for one, other in names)),
    )


def methods_of(view: Callable[..., Any]) -> tuple[str, ...]:
    """GET, POST or both, as `require_safe`, `require_POST` or `require_http_methods` above a view says; else none."""
    layer: Any = view
    while layer is not None:
        allowed = inspect.getclosurevars(layer).nonlocals.get("request_method_list") if _is_plain(layer) else None
        if allowed is not None:
            return tuple(method for method in ALL if method in allowed)
        layer = getattr(layer, "__wrapped__", None)
    return ()


def _is_plain(layer: object) -> bool:
    return inspect.isfunction(layer)


WHO = {
    "visitor": "everybody",
    "own account": "whoever is logged in, about their own account",
    "allauth": "everybody, each about their own account",
    "ticket": "whoever has a link of this kind that holds",
}


def who_may(route: Route) -> str:
    """In words, from the mark and the table of permissions."""
    permission = route.permission
    if permission is None:
        return WHO[route.who]
    roles = ", ".join(str(role.name).lower() for role in ROLES.values() if permission in role.permissions)
    return f"{roles}; of whom they treat, or with a reason" if permission in NEEDS_RELATION else roles


def report() -> str:
    """Route × mark × who may, for an auditor; a new address is a new line."""
    with translation.override("nl"):  # Dutch addresses have no prefix
        found = routes()
    rows = [
        f"| `{route.address}` | {' '.join(route.methods) or 'any'} | {route.mark} | {who_may(route)} |"
        for route in found
    ]
    return (
        "# Who may open which address\n\n"
        "Every address of the house, from the address table itself. A client opens only what is theirs, staff only\n"
        "what is of their practice; anything else does not exist for them. `tests/ruggespraak/test_rights.py` tries\n"
        "each address with each method as everybody, and holds it to this table.\n\n"
        "| address | method | mark | who may |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )
