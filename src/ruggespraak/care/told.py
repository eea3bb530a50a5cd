"""A signed entry, told to a therapist: its words, its reasons, its hand and hash."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.explain import tell
from pathways.model import AnswerProblem, Answers
from ruggespraak.audit.actor import Actor
from ruggespraak.care.actions import Situation, check_correct
from ruggespraak.care.course import exceptions_of
from ruggespraak.care.plan_text import Section, mark, sections_of
from ruggespraak.care.sheet import Judged, Reply, lacking, signed_judgement
from ruggespraak.care.signing import REASON_AT_LEAST
from ruggespraak.care.steps import STEPS, title_for_staff
from ruggespraak.dossier.reading import Reading
from ruggespraak.errors import why_not
from ruggespraak.mode import advises
from ruggespraak.people.permissions import Permission, may

AGAINST: Mapping[str, Promise] = {
    "consent": gettext_lazy("Signed without valid consent to a plan"),
    "overrule": gettext_lazy("Judged lighter than computed"),
    "contra_indication": gettext_lazy("Planned in spite of a relative contra-indication"),
    "done_against": gettext_lazy("Done in spite of a contra-indication"),
}
EXERCISES = "exercises"
"""The form in which exercises are prescribed. It is no step of care: the newest that is signed counts."""
Line = tuple[str, str]


@dataclass(frozen=True)
class Told:
    """An entry, ready for its page."""

    reading: Reading
    title: str
    parts: tuple[tuple[str, tuple[Line, ...]], ...]
    text: tuple[Section, ...]
    judged: Judged | None
    exceptions: tuple[tuple[Any, str], ...]
    reason: str
    mark: str
    corrected_by: Reading | None
    corrects: Reading | None
    answers_to: Reading | None


def entry(situation: Situation, reading: Reading, language: str) -> Told:
    """One entry of the situation, in this language."""
    by_id = {other.entry.id: other for other in situation.readings}
    return Told(
        reading=reading,
        title=title_for_staff(reading.asked, language),
        parts=_parts(reading, language),
        text=sections_of(reading.text[language]) if language in reading.text else (),
        judged=_judged(situation, reading, language),
        exceptions=tuple((AGAINST.get(gate, gate), words) for gate, words in exceptions_of(reading).items()),
        reason=str(reading.also.get("reason", "")),
        mark=mark(reading.entry.hash),
        corrected_by=next((other for other in situation.readings if other.entry.corrects_id == reading.entry.id), None),
        corrects=by_id.get(reading.entry.corrects_id) if reading.entry.corrects_id else None,
        answers_to=by_id.get(reading.entry.about_id) if reading.entry.about_id else None,
    )


def _parts(reading: Reading, language: str) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The lines under the headings of the form's pages; pages on which nothing was said are left out."""
    lines = tell(reading.asked, reading.answers, language, "therapist")
    parts = []
    for page in reading.asked.pages:
        here = {inner.id for question in page.questions for inner in (question, *question.answered)}
        said = tuple((label, sentence) for label, sentence, question in lines if question in here)
        if said:
            parts.append((page.title.in_(language), said))
    return tuple(parts)


def _judged(situation: Situation, reading: Reading, language: str) -> Judged | None:
    if not advises():
        return None
    return signed_judgement(reading, _known_before(situation, reading), language)


def _known_before(situation: Situation, reading: Reading) -> Mapping[str, Answers]:
    """What earlier forms said when this entry was signed."""
    before = (other for other in situation.readings if other.entry.number < reading.entry.number)
    return {other.form: other.answers for other in before}


def why_not_corrected(situation: Situation, reading: Reading, *, by: Actor) -> str:
    """Why this entry cannot be corrected, as a sentence; empty when it can."""
    if reading.form == EXERCISES and situation.episode.closed_at is None:
        return _("A new prescription takes the place of this one. This one stays readable.")
    if reading.form == EXERCISES:
        return _("This episode is closed. New care begins with a new episode.")
    if reading.form not in STEPS:
        return _("This came in from elsewhere. It stays as it was.")
    return why_not(check_correct, situation, reading, reading.answers, by=by, reason="." * REASON_AT_LEAST)


def may_replace(situation: Situation, reading: Reading, *, by: Actor) -> bool:
    """Whether the way on from this entry is to prescribe exercises anew."""
    is_open = situation.episode.closed_at is None
    return reading.form == EXERCISES and is_open and may(by, Permission.SIGN_ENTRY)


def problems_at_correcting(
    situation: Situation, reading: Reading, reply: Reply, reason: str, *, by: Actor
) -> tuple[tuple[AnswerProblem, ...], str]:
    """What stands in the way of signing a correction."""
    problems = (*reply.problems, *lacking(situation, situation.form(reading.form), reply.answers))
    return problems, why_not(check_correct, situation, reading, reply.answers, by=by, reason=reason)
