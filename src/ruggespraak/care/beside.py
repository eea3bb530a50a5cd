"""What stands beside an entry: the client's own additions and requests to correct it, with the answers to those.

Kept beside, never over (BW 7:454 lid 2; AVG 16). A request is answered within a month (AVG 12 lid 3).
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pathways.explain import say
from ruggespraak.care import asked
from ruggespraak.care.course import day_of, text
from ruggespraak.dossier.models import Entry
from ruggespraak.dossier.reading import Reading


@dataclass(frozen=True)
class Addition:
    """Own words of the client about an entry."""

    entry: Entry
    on: date
    words: str


@dataclass(frozen=True)
class Answer:
    """What the practice said to a request."""

    entry: Entry
    on: date
    decision: str
    words: str
    is_refused: bool
    correction: UUID | None
    """The entry that was signed in the place of the one that was asked about."""


@dataclass(frozen=True)
class Request:
    """What the client wants corrected; without an answer it waits until `due_on`."""

    entry: Entry
    on: date
    due_on: date
    wrong: str
    wanted: str
    answer: Answer | None

    def days_left(self, today: date) -> int:
        """Days until the month is over; below zero it is."""
        return (self.due_on - today).days


@dataclass(frozen=True)
class Beside:
    """All that stands beside one entry, oldest first."""

    additions: tuple[Addition, ...] = ()
    requests: tuple[Request, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.additions or self.requests)


def due_on(asked_on: date) -> date:
    """A month later; from the last days of a month the last day of the next."""
    year, month = asked_on.year + asked_on.month // 12, asked_on.month % 12 + 1
    return date(year, month, min(asked_on.day, monthrange(year, month)[1]))


def beside(readings: Sequence[Reading], entry: Entry, language: str) -> Beside:
    """What stands beside this entry, or beside an older one in whose place it stands."""
    here = set(_itself_and_older(readings, entry))
    about = [reading for reading in readings if reading.entry.about_id in here]
    return Beside(
        additions=tuple(_addition(reading) for reading in about if reading.form == asked.OWN_ADDITION),
        requests=tuple(
            request_of(readings, reading, language) for reading in about if reading.form == asked.CORRECTION_REQUEST
        ),
    )


def _itself_and_older(readings: Sequence[Reading], entry: Entry) -> Iterator[UUID]:
    corrects: Mapping[UUID, UUID | None] = {reading.entry.id: reading.entry.corrects_id for reading in readings}
    at: UUID | None = entry.id
    while at is not None:
        yield at
        at = corrects.get(at)


def _addition(reading: Reading) -> Addition:
    return Addition(reading.entry, day_of(reading), text(reading.answers, asked.ADDITION_WORDS))


def request_of(readings: Sequence[Reading], request: Reading, language: str) -> Request:
    """A request to correct, with its answer when there is one; a corrected answer counts as corrected."""
    answers = [
        one for one in readings if one.form == asked.CORRECTION_ANSWER and one.entry.about_id == request.entry.id
    ]
    return Request(
        entry=request.entry,
        on=day_of(request),
        due_on=due_on(day_of(request)),
        wrong=text(request.answers, asked.CORRECTION_WRONG),
        wanted=text(request.answers, asked.CORRECTION_WANTED),
        answer=_answer(answers[-1], language) if answers else None,
    )


def _answer(reading: Reading, language: str) -> Answer:
    decision = text(reading.answers, asked.CORRECTION_DECISION)
    kept = reading.also.get("correction")
    return Answer(
        entry=reading.entry,
        on=day_of(reading),
        decision=say(reading.pathway.questions[asked.CORRECTION_DECISION], decision, language, "patient"),
        words=text(reading.answers, asked.CORRECTION_WORDS),
        is_refused=decision == asked.NOT_MADE,
        correction=UUID(str(kept)) if kept else None,
    )
