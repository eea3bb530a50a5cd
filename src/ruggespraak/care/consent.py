"""What the client has before them when they answer a plan: one version, its exact text, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ruggespraak.care import asked
from ruggespraak.care.actions import Seen, Situation
from ruggespraak.care.course import Version, day_of, in_place, reading_of, text
from ruggespraak.care.plan_text import Section, differences, mark, sections_of, text_hash
from ruggespraak.dossier.reading import Reading


@dataclass(frozen=True)
class Exchange:
    """A question about the plan or an answer to one; a message either way."""

    by: str
    on: date
    words: str
    is_from_client: bool


@dataclass(frozen=True)
class PlanShown:
    """A plan version ready to be read and answered. `seen` goes back with the answer: it binds the two."""

    version: Version
    language: str
    sections: tuple[Section, ...]
    seen: Seen
    mark: str
    written_by: str
    counts_until_then: int
    """The number of the older version that is treated by until this one is answered; 0 without one."""
    differences: tuple[str, ...]
    exchanges: tuple[Exchange, ...]

    @property
    def is_agreed(self) -> bool:
        """Whether the client said yes to exactly this version."""
        return self.version.answer == asked.GIVEN


def plan_shown(situation: Situation, language: str) -> PlanShown | None:
    """The newest version as it is shown in this language; None without a plan."""
    plan, agreed = situation.course.plan, situation.course.agreed
    if plan is None:
        return None
    reading = reading_of(situation.readings, plan)
    words = reading.text[language]
    before = reading_of(situation.readings, _before(situation)) if len(situation.course.versions) > 1 else None
    changed = differences(before.answers, reading.answers, reading.pathway, language) if before else ()
    return PlanShown(
        version=plan,
        language=language,
        sections=sections_of(words),
        seen=Seen(plan.hash, text_hash(words)),
        mark=mark(plan.hash),
        written_by=reading.entry.author_name,
        counts_until_then=agreed.number if agreed and agreed is not plan else 0,
        differences=changed,
        exchanges=tuple(exchanges_in(situation.readings, situation.episode.patient.given_name)),
    )


def _before(situation: Situation) -> Version:
    """The version that the newest one is compared with: the agreed one, else the one before it."""
    agreed, versions = situation.course.agreed, situation.course.versions
    return agreed if agreed and agreed is not versions[-1] else versions[-2]


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
