"""The measures on the page of an episode: each small and by itself, and what is asked and not answered yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ruggespraak import clock
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import Reading
from ruggespraak.language import language
from ruggespraak.outcomes.asks import kind_of, mails_are_off, reader_of_mail
from ruggespraak.outcomes.instruments import FORMS, Instruments
from ruggespraak.outcomes.models import Ask
from ruggespraak.outcomes.taken import series_of
from ruggespraak.outcomes.told import Brief, for_desk


@dataclass(frozen=True)
class Waiting:
    """Something that was asked and is not answered yet."""

    name: str
    form: str
    since: date
    until: date
    mailed_on: date | None


@dataclass(frozen=True)
class Measured:
    """All measures of one episode, for its therapist."""

    briefs: tuple[Brief, ...]
    waiting: tuple[Waiting, ...]
    next_on: date | None
    has_account: bool
    mails_are_off: bool

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to see."""
        return bool(self.briefs or self.waiting or self.next_on)


def on_desk(episode: Episode, readings: Sequence[Reading]) -> dict[str, Measured]:
    """What the page needs of the measures. Give all entries of the episode."""
    today, asks, known = (
        clock.today(),
        Ask.objects.of_episode(episode).filter(form__in=FORMS),
        pathway(episode.complaint),
    )
    on = Instruments.of(episode.practice, known, today).on
    series = [one for one in series_of(readings, known) if one.measure.id in on or len(one.taken) > 1]
    coming = asks.filter(entry=None, opens_on__gt=today).first()
    return {
        "measured": Measured(
            briefs=tuple(for_desk(one, language()) for one in series),
            waiting=tuple(_waiting(ask) for ask in asks.waiting(today)),
            next_on=coming.opens_on if coming else None,
            has_account=reader_of_mail(episode.patient) is not None,
            mails_are_off=mails_are_off(episode.patient),
        )
    }


def _waiting(ask: Ask) -> Waiting:
    mailed_on = ask.mailed_at.date() if ask.mailed_at else None
    return Waiting(str(kind_of(ask).name), ask.form, ask.opens_on, ask.closes_on, mailed_on)
