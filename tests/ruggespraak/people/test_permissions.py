"""The policy as a table: who may do what. A changed right is a changed line here, and is meant to be noticed."""

import pytest

from ruggespraak.audit.actor import VISITOR, Actor
from ruggespraak.errors import NotAllowed
from ruggespraak.people.mandates import Scope
from ruggespraak.people.permissions import NEEDS_RELATION, ROLES, SCOPES, WORDS, Permission, check_may, may

COLUMNS = ("patient", "representative", "front_desk", "therapist", "owner", "privacy_officer", "author", "operator", "system", "bearer")  # fmt: skip  # noqa: E501
TABLE = """
see_desk          . . x x x x x x . .
see_requests      . . x x x . . . . .
see_patients      . . x x x . . . . .
register_patient  . . x x x . . . . .
invite_patient    . . x x x . . . . .
record_bsn        . . x x x . . . . .
read_dossier      . . . x x . . . . .
write_dossier     . . . x x . . . . .
sign_entry        . . . x x . . . . .
assign_therapist  . . x x x . . . . .
send_letter       . . . x x . . . . .
see_post          . . x x x x . . . .
see_log           . . . . x x . . . .
manage_staff      . . . . x . . . x .
found_practice    . . . . . . . . x .
read_own_dossier  x x . . . . . . . .
answer_plan       x x . . . . . . . .
answer_form       x x . . . . . . . .
name_representative x . . . . . . . . .
see_moments       x x . . . . . . . x
stop_mail         x x . . . . . . . x
"""
ROWS = [
    (role, Permission(permission), mark == "x")
    for permission, *marks in (line.split() for line in TABLE.strip().splitlines())
    for role, mark in zip(COLUMNS, marks, strict=True)
]


@pytest.mark.parametrize(("role", "permission", "is_allowed"), ROWS)
def test_each_role_may_exactly_this(role: str, permission: Permission, is_allowed: bool) -> None:
    actor = Actor(role=role, scope="decides" if role == "representative" else "")
    assert may(actor, permission) is is_allowed
    if is_allowed:
        check_may(actor, permission)
    else:
        with pytest.raises(NotAllowed) as refused:
            check_may(actor, permission)
        assert str(WORDS[permission]) in str(refused.value)
        assert str(ROLES[role].name) in str(refused.value)


def test_the_table_is_complete() -> None:
    assert {row[0] for row in ROWS} == set(ROLES)
    assert {row[1] for row in ROWS} == set(Permission) == set(WORDS)


@pytest.mark.parametrize("permission", Permission)
def test_a_visitor_or_an_unknown_role_may_nothing(permission: Permission) -> None:
    for actor in (VISITOR, Actor(role="superuser"), Actor(role="")):
        with pytest.raises(NotAllowed):
            check_may(actor, permission)


def test_who_keeps_the_software_running_can_not_read_a_dossier() -> None:
    for role in ("operator", "author", "privacy_officer", "front_desk", "system"):
        assert not ROLES[role].permissions & NEEDS_RELATION


@pytest.mark.parametrize(
    ("scope", "is_more"),
    [("reads", set()), ("fills_in", {"answer_form"}), ("decides", {"answer_form", "answer_plan"}), ("", None)],
)
def test_a_representative_may_as_much_as_was_agreed(scope: str, is_more: set[str] | None) -> None:
    actor = Actor(role="representative", scope=scope)
    reads = {"read_own_dossier", "see_moments", "stop_mail"}
    assert {str(p) for p in Permission if may(actor, p)} == (set() if is_more is None else reads | is_more)
    with pytest.raises(NotAllowed, match="niet afgesproken"):
        check_may(actor, Permission.NAME_REPRESENTATIVE)


def test_every_scope_says_what_it_allows_and_no_more_than_the_role() -> None:
    assert set(SCOPES) == set(Scope.values)
    assert all(allowed <= ROLES["representative"].permissions for allowed in SCOPES.values())


def test_a_scope_widens_nobody_else() -> None:
    assert not may(Actor(role="front_desk", scope="decides"), Permission.READ_OWN_DOSSIER)
