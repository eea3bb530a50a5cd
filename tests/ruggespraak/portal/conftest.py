"""What the tests of the portal stand on."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    import people


@pytest.fixture(autouse=True)
def dutch() -> "Iterator[None]":
    """A page that was asked for in English leaves its language behind; the next test begins in Dutch."""
    from django.utils import translation

    with translation.override("nl"):
        yield


@pytest.fixture
def noor(cast: "people.Cast", client: "Client") -> "Client":
    """Noor's browser, logged in."""
    import people
    from login import log_in

    return log_in(client, people.account_of(cast.noor).user)
