"""What the tests of the phone stand on: Noor with two exercises, and a phone that sends."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import people
    from ruggespraak.dossier.models import Episode


@pytest.fixture
def prescribed(cast: "people.Cast", episode: "Episode") -> "Episode":
    """The bridge and walking, from Anna."""
    import said
    from ruggespraak.exercises.actions import prescribe

    said.up_to("screening", episode, by=cast.anna)
    prescribe(episode, said.exercises(), by=cast.anna)
    return episode
