"""A signed entry, told to a therapist: its words, its reasons, its hand and hash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.explain import tell
from pathways.model import AnswerProblem, Answers, Form
from ruggespraak.audit.actor import Actor
from ruggespraak.care import asked
from ruggespraak.care.actions import Situation, check_correct
from ruggespraak.care.beside import Beside, beside
from ruggespraak.care.course import exceptions_of
from ruggespraak.care.plan_text import Section, mark, sections_of
from ruggespraak.care.sheet import Judged, Reply, lacking, signed_judgement
from ruggespraak.care.signing import REASON_AT_LEAST, NotWithThisAnswer
from ruggespraak.care.steps import STEPS, title_for_staff
from ruggespraak.dossier.reading import Reading
from ruggespraak.errors import NotPossible, why_not
from ruggespraak.mode import advises
from ruggespraak.people.permissions import Permission, may

AGAINST: Mapping[str, Promise] = {
    "consent": gettext_lazy("Signed without valid consent to a plan"),
    "overrule": gettext_lazy("Judged lighter than computed"),
    "contra_indication": gettext_lazy("Planned in spite of a relative contra-indication"),
    "done_against": gettext_lazy("Done in spite of a contra-indication"),
}
Line = tuple[str, str]


@dataclass(frozen=True)
class Plain:
    """An entry as the client reads it: in plain words, or the text that was shown; `discreet` is folded away there."""

    lines: tuple[Line, ...]
    discreet: tuple[Line, ...]
    sections: tuple[Section, ...]

    def __bool__(self) -> bool:
        return bool(self.lines or self.discreet or self.sections)


@dataclass(frozen=True)
class Told:
    """An entry, ready for its page."""

    reading: Reading
    title: str
    parts: tuple[tuple[str, tuple[Line, ...]], ...]
    open_parts: tuple[tuple[str, tuple[Line, ...]], ...]
    """The parts without what is folded away for the client."""
    discreet: tuple[Line, ...]
    plain: Plain
    text: tuple[Section, ...]
    judged: Judged | None
    beside: Beside
    exceptions: tuple[tuple[Any, str], ...]
    reason: str
    mark: str
    corrected_by: Reading | None
    corrects: Reading | None
    answers_to: Reading | None


def entry(situation: Situation, reading: Reading, language: str) -> Told:
    """One entry of the situation, in this language."""
    by_id = {other.entry.id: other for other in situation.readings}
    lines = tell(reading.asked, reading.answers, language, "therapist")
    in_sight = tuple(line for line in lines if not is_discreet(reading.asked, line[2]))
    return Told(
        reading=reading,
        title=title_for_staff(reading.asked, language),
        parts=_parts(reading.asked, lines, language),
        open_parts=_parts(reading.asked, in_sight, language),
        discreet=tuple((label, said) for label, said, question in lines if is_discreet(reading.asked, question)),
        plain=plain_of(reading, language),
        text=sections_of(reading.text[language]) if language in reading.text else (),
        judged=_judged(situation, reading, language),
        beside=beside(situation.readings, reading.entry, language),
        exceptions=tuple((AGAINST.get(gate, gate), words) for gate, words in exceptions_of(reading).items()),
        reason=str(reading.also.get("reason", "")),
        mark=mark(reading.entry.hash),
        corrected_by=next((other for other in situation.readings if other.entry.corrects_id == reading.entry.id), None),
        corrects=by_id.get(reading.entry.corrects_id) if reading.entry.corrects_id else None,
        answers_to=by_id.get(reading.entry.about_id) if reading.entry.about_id else None,
    )


def plain_of(reading: Reading, language: str) -> Plain:
    """A signed entry as the client reads it: the text that was shown to them, or else every answer in plain words."""
    if words := reading.text.get(language, ""):
        return Plain((), (), sections_of(words))
    return in_plain_words(reading.asked, reading.answers, language)


def in_plain_words(form: Form, answers: Answers, language: str) -> Plain:
    """These answers as the client will read them."""
    told = [
        (is_discreet(form, question), (label, said))
        for label, said, question in tell(form, answers, language, "patient")
    ]
    return Plain(
        lines=tuple(line for is_folded, line in told if not is_folded),
        discreet=tuple(line for is_folded, line in told if is_folded),
        sections=(),
    )


def is_discreet(form: Form, question: str) -> bool:
    """Whether an answer is folded away where the client reads: somebody else may look over a shoulder."""
    return form.pathway.questions[question].discreet


def _parts(
    form: Form, lines: Sequence[tuple[str, str, str]], language: str
) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The lines under the headings of the form's pages; pages on which nothing was said are left out."""
    parts = []
    for page in form.pages:
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
    if reading.form not in STEPS and reading.form in asked.REPLACED:
        is_open = situation.episode.closed_at is None
        renewed = _("A new prescription takes the place of this one. This one stays readable.")
        return renewed if is_open else _("This episode is closed. New care begins with a new episode.")
    if reading.form not in STEPS:
        return _("This came in from elsewhere. It stays as it was.")
    return why_not(check_correct, situation, reading, reading.answers, by=by, reason="." * REASON_AT_LEAST)


def may_replace(situation: Situation, reading: Reading, *, by: Actor) -> bool:
    """Whether the way on from this entry is to prescribe exercises anew."""
    is_prescription = reading.form in asked.REPLACED and reading.form not in STEPS
    return is_prescription and situation.episode.closed_at is None and may(by, Permission.SIGN_ENTRY)


def problems_at_correcting(
    situation: Situation, reading: Reading, reply: Reply, reason: str, *, by: Actor
) -> tuple[tuple[AnswerProblem, ...], str]:
    """What stands in the way of signing a correction."""
    problems = (*reply.problems, *lacking(situation, situation.form(reading.form), reply.answers))
    try:
        check_correct(situation, reading, reply.answers, by=by, reason=reason)
    except NotWithThisAnswer as refused:
        at_its_question = AnswerProblem(refused.question, str(refused), refused.question)
        return (*(problem for problem in problems if problem.question != refused.question), at_its_question), ""
    except NotPossible as refused:
        return problems, str(refused)
    return problems, ""
