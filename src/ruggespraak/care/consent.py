"""What the client has before them when they answer a plan: one version, its exact text, and what changed."""

from dataclasses import dataclass

from ruggespraak.care import asked
from ruggespraak.care.actions import Seen, Situation
from ruggespraak.care.course import Version, reading_of
from ruggespraak.care.exchange import Exchange, exchanges_in
from ruggespraak.care.plan_text import Section, differences, mark, sections_of, text_hash


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
