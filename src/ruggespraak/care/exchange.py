"""What client and practice write to each other: messages, and questions about the plan with their answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ruggespraak.care import asked
from ruggespraak.care.course import day_of, in_place, text
from ruggespraak.dossier.reading import Reading


@dataclass(frozen=True)
class Exchange:
    """A question about the plan or an answer to one; a message either way."""

    by: str
    on: date
    words: str
    is_from_client: bool


def messages_in(readings: Sequence[Reading]) -> list[Exchange]:
    """The messages between client and practice, oldest first."""
    said = {asked.MESSAGE: asked.MESSAGE_WORDS, asked.MESSAGE_ANSWER: asked.MESSAGE_ANSWER_WORDS}
    return [
        Exchange(r.entry.author_name, day_of(r), text(r.answers, said[r.form]), r.form == asked.MESSAGE)
        for r in in_place(readings)
        if r.form in said
    ]


def exchanges_in(readings: Sequence[Reading], client: str) -> list[Exchange]:
    """Questions of the client about the plan, and the answers to them, oldest first."""
    found = []
    for reading in in_place(readings):
        is_question = text(reading.answers, asked.DECISION) == asked.QUESTION
        if is_question or reading.form == "plan_answer":
            words = text(reading.answers, asked.WORDS if is_question else asked.ANSWER_WORDS)
            by = client if is_question else reading.entry.author_name
            found.append(Exchange(by, day_of(reading), words, is_question))
    return found
