"""What the client wrote at home about this step, beside the form of the therapist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from pathways.explain import say, tell
from ruggespraak.care import asked
from ruggespraak.care.actions import Situation
from ruggespraak.care.course import day_of, reading_of
from ruggespraak.care.plan_text import Section, sections_of
from ruggespraak.care.steps import title_for_staff
from ruggespraak.dossier.reading import Reading, latest

BESIDE: Mapping[str, Sequence[str]] = {
    "decision": (asked.TOGETHER,),
    "plan": (asked.TOGETHER, asked.TOLD_BACK),
    "consent": (asked.TOLD_BACK,),
    asked.TOLD_BACK_READ: (asked.TOLD_BACK,),
}
"""Form of the therapist → what the client wrote that belongs beside it."""


@dataclass(frozen=True)
class FromClient:
    """One page of the client: its lines in the words of colleagues, and for a telling of the plan, of which version."""

    entry_id: UUID
    url: str
    read_url: str
    """Where a therapist says whether it was clear; empty where that is done here."""
    title: str
    by: str
    on: date
    lines: tuple[tuple[str, str], ...]
    number: int
    is_newest: bool
    judged: str
    """What a therapist made of it, in words; empty as long as nobody read it."""
    text: tuple[Section, ...]
    """The plan that it tells of, where both are read beside each other."""


def from_client(situation: Situation, form_id: str, language: str) -> tuple[FromClient, ...]:
    """The newest of each kind that belongs beside this form."""
    found = (latest(situation.readings, form) for form in BESIDE.get(form_id, ()))
    return tuple(_from_client(situation, reading, form_id, language) for reading in found if reading)


def _from_client(situation: Situation, reading: Reading, form_id: str, language: str) -> FromClient:
    told = tell(reading.asked, reading.answers, language, reader="therapist")
    plan = next((v for v in situation.course.versions if v.entry_id == reading.entry.about_id), None)
    to_read = [situation.episode.pk, asked.TOLD_BACK_READ]
    words = reading_of(situation.readings, plan).text.get(language, "") if plan else ""
    return FromClient(
        entry_id=reading.entry.pk,
        url=reverse("care:entry", args=[situation.episode.pk, reading.entry.pk]),
        read_url="" if form_id == asked.TOLD_BACK_READ else reverse("care:form", args=to_read),
        title=title_for_staff(reading.asked, language),
        by=reading.entry.author_name,
        on=day_of(reading),
        lines=tuple((label, sentence) for label, sentence, _question in told),
        number=plan.number if plan else 0,
        is_newest=plan is not None and plan == situation.course.plan,
        judged=_judged(situation, reading, language),
        text=sections_of(words) if words and form_id == asked.TOLD_BACK_READ else (),
    )


def _judged(situation: Situation, told: Reading, language: str) -> str:
    """The newest judgement about exactly this telling."""
    for reading in reversed(situation.readings):
        if reading.form == asked.TOLD_BACK_READ and reading.entry.about_id == told.entry.pk:
            question = reading.asked.supplied[asked.TEACH_BACK]
            return say(question, reading.answers.get(asked.TEACH_BACK), language)
    return ""
