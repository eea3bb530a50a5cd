"""The plan in my own words: what I told of one version, and what my therapist said about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pathways.explain import say, tell
from ruggespraak.care import asked
from ruggespraak.care.actions import Situation
from ruggespraak.care.course import text
from ruggespraak.dossier.reading import Reading

REPLY = "told_back_reply"


@dataclass(frozen=True)
class ToldBack:
    """One telling, and what came back; `judged` is empty as long as nobody read it."""

    at: datetime
    lines: tuple[tuple[str, str], ...]
    judged: str
    is_clear: bool
    reply: str
    read_by: str


def told_of(situation: Situation, plan: Reading, language: str) -> ToldBack | None:
    """The last time that I told this version; None when I did not."""
    told = [r for r in situation.readings if r.form == asked.TOLD_BACK and r.entry.about_id == plan.entry.pk]
    return _told(told[-1], situation.readings, language) if told else None


def _told(told: Reading, readings: Sequence[Reading], language: str) -> ToldBack:
    read = [r for r in readings if r.form == asked.TOLD_BACK_READ and r.entry.about_id == told.entry.pk]
    answers = read[-1].answers if read else {}
    judged = text(answers, asked.TEACH_BACK)
    return ToldBack(
        at=told.entry.occurred_at,
        lines=tuple((label, said) for label, said, _question in tell(told.asked, told.answers, language)),
        judged=say(read[-1].asked.supplied[asked.TEACH_BACK], judged, language) if judged else "",
        is_clear=judged == asked.IS_CLEAR,
        reply=text(answers, REPLY),
        read_by=read[-1].entry.author_name if read else "",
    )
