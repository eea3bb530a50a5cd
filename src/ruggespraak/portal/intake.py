"""The story at home: a walk over the pages of a form, kept as a draft in the dossier until it is sent."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from pathways.evaluate import evaluate, shown_pages, shown_questions
from pathways.explain import tell
from pathways.model import Answers, Form, Page, answers_to_json, missing
from ruggespraak.audit.actor import Actor
from ruggespraak.care import actions as care
from ruggespraak.care.asides import Difference, side_by_side
from ruggespraak.dossier.actions import Aside, DraftConflict, DraftView, asides_of, draft_of, drop_aside
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import Reading, read_latest
from ruggespraak.errors import NotPossible
from ruggespraak.mode import advises
from ruggespraak.people.models import Patient, Sex
from ruggespraak.ui.levels import Verdict, rung
from ruggespraak.ui.questions import Earlier
from ruggespraak.ui.reply import Raw, as_raw

FORM = "intake_home"
CITED = "self_check"
SEX: Mapping[str, str] = {Sex.FEMALE: "female", Sex.MALE: "male", Sex.OTHER: "other"}


@dataclass(frozen=True)
class Reviewed:
    """A page with what was filled in on it: label and sentence."""

    id: str
    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Review:
    """The story to read through: its pages, those where something must still be answered, and urgent advice."""

    pages: tuple[Reviewed, ...]
    lacking: tuple[Reviewed, ...]
    advice: Verdict | None


@dataclass(frozen=True)
class Intake:
    """The form as far as it is filled in.

    `version` is that of the draft, 0 when nothing was saved yet. After sending, `sent` is the story as it was sent; a
    new draft then begins with its answers.
    """

    episode: Episode
    form: Form
    answers: Answers
    version: int
    sent: Reading | None
    checked: Reading | None

    @classmethod
    def of(cls, episode: Episode) -> Self:
        """What there is of this episode's story."""
        draft = draft_of(episode, FORM)
        earlier = {reading.form: reading for reading in read_latest(episode, (FORM, CITED))}
        form, sent = pathway(episode.complaint).forms[FORM], earlier.get(FORM)
        answers = draft.answers if draft else sent.answers if sent else _known(episode.patient, form)
        return cls(episode, form, answers, draft.version if draft else 0, sent, earlier.get(CITED))

    @property
    def is_sent(self) -> bool:
        """Whether the story was sent and nothing was added since."""
        return self.sent is not None and self.version == 0

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages that these answers lead along."""
        return shown_pages(self.form, self.answers)

    def page(self, page_id: str) -> Page | None:
        """The page with this id, when these answers lead along it."""
        return next((page for page in self.pages if page.id == page_id), None)

    def beside(self, page: Page, by: int) -> Page | None:
        """The page before (-1) or after (+1) this one."""
        place = self.number(page) - 1 + by
        return self.pages[place] if 0 <= place < len(self.pages) else None

    def number(self, page: Page) -> int:
        """The place of this page, from 1."""
        return self.pages.index(page) + 1

    def go_on(self) -> Page | None:
        """Where the story was left: the page after the last one with an answer; None when that was the last page."""
        if self.version == 0:
            return self.pages[0]
        touched = [page for page in self.pages if self._is_touched(page)]
        return self.beside(touched[-1], 1) if touched else self.pages[0]

    def taking(self, page: Page, given: Answers) -> "Intake":
        """The story with the answers of this page in place of its earlier ones."""
        return replace(self, answers={**self.answers, **dict.fromkeys(_answered(page)), **given})

    def shown(self, page: Page) -> str:
        """A mark of what this page says now: it goes with the form, and tells whether another device was here."""
        here = {name: self.answers.get(name) for name in _answered(page)}
        return hashlib.sha256(answers_to_json(here).encode()).hexdigest()[:16]

    def keep(self, page: Page, given: Answers, raw: Raw, *, by: Actor) -> DraftView | DraftConflict:
        """Save this page's answers; or say that another device changed the same page since it was opened.

        A change of another page is no conflict: the pages are laid together. What came second is kept aside.
        """
        taken = self.taking(page, given)
        is_changed = _one(raw, "shown") != self.shown(page) and taken.shown(page) != self.shown(page)
        based_on = _seen(raw) if is_changed else self.version
        try:
            kept = care.save(self.episode, FORM, taken.answers, based_on=based_on, by=by)
        except DraftConflict as conflict:
            return conflict
        for aside in asides_of(self.episode, FORM):
            if str(aside.id) == _one(raw, "aside"):  # both texts were shown, and this is what stays
                drop_aside(self.episode, FORM, aside.id, by=by)
        return kept

    def set_aside(self) -> UUID | None:
        """The text that came second and waits to be looked at."""
        asides = asides_of(self.episode, FORM)
        return asides[-1].id if asides else None

    def citable(self) -> tuple[Earlier, ...]:
        """What may be taken over beside a question: a text set aside first, then the answers of the self-check."""
        asides = (Earlier(text.answers, _typed_at(text)) for text in reversed(asides_of(self.episode, FORM)))
        return (*asides, *((Earlier(self.checked.answers, _said_in(self.checked)),) if self.checked else ()))

    def cited(self, page: Page, raw: Raw, question_id: str, language: str) -> dict[str, Sequence[str]]:
        """The reply with one question answered as it was answered before."""
        question = next((question for question in page.questions if question.id == question_id), None)
        for earlier in self.citable():
            if question and any(earlier.answers.get(part.id) is not None for part in question.answered):
                return {**raw, **as_raw((question,), earlier.answers, language)}
        return dict(raw)

    def differences(self, page: Page, mine: Answers, language: str) -> tuple[Difference, ...]:
        """Where this page stands otherwise than what was typed: `here` is what stands, `there` what was typed."""
        parts = (part for question in page.questions for part in question.answered)
        return side_by_side(parts, self.answers, mine, language, "patient")

    def review(self, language: str) -> Review:
        """All that was filled in, page by page, with what the rules make of it before it is sent."""
        lines = tell(self.form, self.answers, language)
        lacking = set(missing(self.form, self.answers))
        reviewed = {page.id: _reviewed(page, lines, language) for page in self.pages}
        return Review(
            pages=tuple(reviewed.values()),
            lacking=tuple(reviewed[page.id] for page in self.pages if lacking.intersection(_answered(page))),
            advice=self.advice(language),
        )

    def advice(self, language: str, *, on_the_way: bool = False) -> Verdict | None:
        """What to do now, from the level that asks for a phone call up; None below it, and in mode `inform`.

        On the way only what is certain counts: the next page may ask what a yes means. Before sending, a yes whose
        follow-up was skipped weighs as the worst it can still mean; a blank page frightens nobody.
        """
        if not advises() or not self.form.is_judged:
            return None
        evaluation = evaluate(self.form, self.answers)
        if on_the_way:
            return urgent(self.episode, evaluation.certain, language)
        return urgent(self.episode, evaluation.possible if self._has_alarm() else evaluation.level, language)

    def _has_alarm(self) -> bool:
        questions = shown_questions(self.form, self.answers)
        return any(question.alarms and self.answers.get(question.id) is True for question in questions)

    def _is_touched(self, page: Page) -> bool:
        return any(self.answers.get(name) is not None for name in _answered(page))


def urgent(episode: Episode, level: str | None, language: str) -> Verdict | None:
    """The advice that belongs to a level, when that level cannot wait for the visit."""
    known = pathway(episode.complaint)
    if level is None or not known.asks_for_call(level):
        return None
    step = rung(known.levels, level, language)
    return Verdict(step.tone, step.icon, step.label, known.level[level].text.in_(language))


def my_story(episode: Episode) -> Intake:
    """The story of an episode that goes on. Raises NotPossible after closing."""
    if episode.closed_at is not None:
        raise NotPossible(_("Your treatment is finished, so nothing can be sent any more. Call your practice."))
    return Intake.of(episode)


def _known(patient: Patient, form: Form) -> Answers:
    """What the practice knows already is not asked again: age and sex."""
    known = {"age": patient.age, "sex": SEX.get(patient.sex)}
    asked = {question.id for question in form.own}
    return {name: value for name, value in known.items() if name in asked and value is not None}


def _answered(page: Page) -> list[str]:
    """The ids of all that is answered on a page, cells of tables included."""
    return [part.id for question in page.questions for part in question.answered]


def _reviewed(page: Page, lines: Sequence[tuple[str, str, str]], language: str) -> Reviewed:
    here = {*_answered(page), *(question.id for question in page.questions)}
    said = tuple((label, sentence) for label, sentence, question in lines if question in here)
    return Reviewed(page.id, page.title.in_(language), said)


def _typed_at(text: Aside) -> str:
    return _("Also typed, at %(time)s") % {"time": date_format(localtime(text.saved_at), "H.i")}


def _said_in(reading: Reading) -> str:
    words = {"day": date_format(localdate(reading.entry.occurred_at), "j F")}
    return _("You said this in the self-check on %(day)s") % words


def _one(raw: Raw, name: str) -> str:
    return (raw.get(name) or [""])[0]


def _seen(raw: Raw) -> int:
    version = _one(raw, "version")
    return int(version) if version.isdecimal() else 0
