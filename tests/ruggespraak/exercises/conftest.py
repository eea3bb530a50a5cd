"""What the tests of exercises stand on: Noor, screened and pluis, with two exercises from Anna."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import people
    from ruggespraak.dossier.models import Entry, Episode


@pytest.fixture
def screened(cast: "people.Cast", episode: "Episode") -> "Episode":
    """Noor's episode after a screening without alarms."""
    import said

    said.up_to("screening", episode, by=cast.anna)
    return episode


@pytest.fixture
def prescribed(cast: "people.Cast", screened: "Episode") -> "Entry":
    """Bridge on three days a week, walking on five."""
    import said
    from ruggespraak.exercises.actions import prescribe

    return prescribe(screened, said.exercises(), by=cast.anna)
