"""What the tests of doors and rooms stand on: one complaint, and the therapist's browser."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    import people
    from ruggespraak.dossier.models import Episode


@pytest.fixture
def episode(cast: "people.Cast") -> "Episode":
    """Noor's low back pain, at Anna's, just opened."""
    import said

    return said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)


@pytest.fixture
def anna(cast: "people.Cast", client: "Client") -> "Client":
    """Anna's browser, logged in."""
    from login import log_in

    return log_in(client, cast.anna_at_work.user)
