"""What the tests of letters stand on."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import people
    from ruggespraak.dossier.models import Entry, Episode


@pytest.fixture
def episode(cast: "people.Cast") -> "Episode":
    """Noor's low back pain, at Anna's, screened and pluis; the GP may know."""
    import said

    episode = said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)
    said.up_to("screening", episode, by=cast.anna)
    return episode


@pytest.fixture
def signed(cast: "people.Cast", episode: "Episode") -> "Entry":
    """A signed letter, not made into a PDF yet."""
    import said
    from ruggespraak.care.actions import sign

    return sign(episode, "letter_gp", said.letter_gp(), by=cast.anna)
