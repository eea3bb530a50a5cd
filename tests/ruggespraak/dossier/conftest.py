"""A small pathway of its own, so that these tests speak of the record and not of a complaint."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from people import Cast
    from ruggespraak.dossier.models import Episode

PACKS = Path(__file__).parent / "packs"


@pytest.fixture(autouse=True)
def ankle(settings: object) -> Iterator[None]:
    """The pathway `ankle_pain`: two patient questions, three of the therapist, a level."""
    from ruggespraak.dossier import packs

    settings.PACKS = PACKS
    forget = packs.pathway.cache_clear
    forget()
    yield
    forget()


@pytest.fixture
def episode(cast: "Cast") -> "Episode":
    """Noor's ankle, treated by Anna."""
    from ruggespraak.dossier.actions import open_episode

    return open_episode(cast.noor, "ankle_pain", cast.anna_at_work.user, by=cast.anna)
