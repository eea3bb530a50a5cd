"""A small pathway of its own, so that these tests speak of the record and not of a complaint."""

import threading
from collections.abc import Callable, Iterator
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


@pytest.fixture
def together() -> Callable[..., list[Exception]]:
    """Do these things at the same moment, each some times over in a thread of its own; returns what was raised."""
    from django.db import connection

    def run(*acts: Callable[[], object], times: int = 12) -> list[Exception]:
        ready, faults = threading.Barrier(len(acts)), list[Exception]()

        def repeat(act: Callable[[], object]) -> None:
            try:
                ready.wait()
                for _ in range(times):
                    act()
            except Exception as fault:
                faults.append(fault)
            finally:
                connection.close()

        threads = [threading.Thread(target=repeat, args=(act,)) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return faults

    return run
