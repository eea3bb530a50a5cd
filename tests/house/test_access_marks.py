"""Every address has an access mark: nobody can forget to say who may come in."""

from collections.abc import Iterator

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

MARKS = ("visitor", "own account", "patient: ", "staff: ", "ticket: ", "machine: ", "allauth")


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    """All addresses of the house, through every include."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern)
        else:
            yield pattern


def test_every_address_has_a_mark() -> None:
    found = {pattern: getattr(pattern.callback, "access_mark", "") for pattern in patterns(get_resolver())}
    assert len(found) > 30
    assert [str(pattern) for pattern, mark in found.items() if not mark.startswith(MARKS)] == []


def test_only_pages_of_allauth_carry_its_mark() -> None:
    theirs = [p.callback for p in patterns(get_resolver()) if getattr(p.callback, "access_mark", "") == "allauth"]
    assert [view.__module__ for view in theirs if not view.__module__.startswith("allauth.")] == []


def test_a_mark_can_not_be_stacked_on_another() -> None:
    for pattern in patterns(get_resolver()):
        inner = getattr(pattern.callback, "__wrapped__", None)
        while inner is not None and not hasattr(inner, "access_mark"):
            inner = getattr(inner, "__wrapped__", None)
        if inner is not None:  # a method guard on top copies the mark; a second mark would differ
            assert inner.access_mark == pattern.callback.access_mark, pattern


def test_there_is_no_admin_and_no_other_back_door(client: Client, db: None) -> None:
    for address in ("/admin/", "/account/", "/desk/", "/my/"):
        assert client.get(address, follow=False).status_code in (302, 404), address
