"""What changes, by the measures: each on its own scale, with what a change amounts to."""

from dataclasses import dataclass
from datetime import date

from ruggespraak import clock
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import read_all
from ruggespraak.outcomes.asks import kind_of
from ruggespraak.outcomes.instruments import Instruments
from ruggespraak.outcomes.kinds import Kind
from ruggespraak.outcomes.models import Ask
from ruggespraak.outcomes.taken import series_of
from ruggespraak.outcomes.told import Told, for_client


@dataclass(frozen=True)
class Measured:
    """The measures of an episode, what waits to be filled in, and when it is asked again."""

    told: tuple[Told, ...]
    waiting: tuple[tuple[Ask, Kind], ...]
    next_on: date | None


def measured(episode: Episode, language: str) -> Measured:
    """All that was taken more than once, and what is asked in this practice; the rest is a page of the record."""
    today, known = clock.today(), pathway(episode.complaint)
    asked = Instruments.of(episode.practice, known, today).on
    series = [one for one in series_of(read_all(episode), known) if one.measure.id in asked or len(one.taken) > 1]
    asks = Ask.objects.of_episode(episode)
    coming = asks.filter(entry=None, opens_on__gt=today, form__startswith="measures_").first()
    return Measured(
        told=tuple(for_client(one, language) for one in series),
        waiting=tuple((ask, kind_of(ask)) for ask in asks.waiting(today)),
        next_on=coming.opens_on if coming else None,
    )
