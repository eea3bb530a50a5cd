"""The intake at home: a walk over the pages of a form, kept as a draft in the dossier until it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from pathways.explain import tell

from pathways.evaluate import evaluate, shown_pages, shown_questions
from pathways.model import Answers, Form, Page, missing
from ruggespraak.dossier.actions import draft_of
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway

FORM = "intake_home"


@dataclass(frozen=True)
class Reviewed:
    """A page with what was filled in on it: label and sentence."""

    id: str
    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Advice:
    """A level of urgency that cannot wait for the visit."""

    tone: str
    label: str
    text: str


@dataclass(frozen=True)
class Review:
    """The story to read through: its pages, those where something must still be answered, and urgent advice."""

    pages: tuple[Reviewed, ...]
    lacking: tuple[Reviewed, ...]
    advice: Advice | None


@dataclass(frozen=True)
class Intake:
    """The form as far as it is filled in. `version` is that of the draft, 0 when nothing was saved yet."""

    form: Form
    answers: Answers
    version: int

    @classmethod
    def of(cls, episode: Episode) -> Self:
        """What was saved of this episode's intake at home."""
        draft = draft_of(episode, FORM)
        form = pathway(episode.complaint).forms[FORM]
        return cls(form, draft.answers, draft.version) if draft else cls(form, {}, 0)

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages that these answers lead along."""
        return shown_pages(self.form, self.answers)

    def page(self, page_id: str) -> Page | None:
        """The page with this id, when these answers lead along it."""
        return next((page for page in self.pages if page.id == page_id), None)

    def beside(self, page: Page, by: int) -> Page | None:
        """The page before (-1) or after (+1) this one."""
        place = self.pages.index(page) + by
        return self.pages[place] if 0 <= place < len(self.pages) else None

    def number(self, page: Page) -> int:
        """The place of this page, from 1."""
        return self.pages.index(page) + 1

    def first_unanswered(self) -> Page | None:
        """Where to go on: the first page on which nothing was answered."""
        return next((page for page in self.pages if not self._is_touched(page)), None)

    def taking(self, page: Page, given: Answers) -> Answers:
        """All answers, with those of this page in place of its earlier ones."""
        on_page = {question.id for question in page.questions}
        kept = {question: value for question, value in self.answers.items() if question not in on_page}
        return kept | dict(given)

    def review(self, language: str) -> "Review":
        """All that was filled in, page by page, with what the rules make of it before it is sent."""
        lines = tell(self.form, self.answers, language)
        lacking = set(missing(self.form, self.answers))
        reviewed = {page.id: _reviewed(page, lines, language) for page in self.pages}
        return Review(
            pages=tuple(reviewed.values()),
            lacking=tuple(reviewed[page.id] for page in self.pages if _ids(page) & lacking),
            advice=self.advice(language),
        )

    def advice(self, language: str) -> Advice | None:
        """The level of urgency to show before sending (from the level that asks for a phone call up), if any."""
        if settings.MODE != "advise" or self.form.judged is None:
            return None
        levels = self.form.pathway.levels
        order = [level.id for level in levels]
        evaluation = evaluate(self.form, self.answers)
        # A yes whose follow-up was skipped weighs as the worst it can still mean; a blank page frightens nobody.
        level = evaluation.possible if self._has_alarm() else evaluation.level
        if order.index(level) < order.index(self.form.pathway.phone_from):
            return None
        found = levels[order.index(level)]
        tone = "today" if level == self.form.pathway.phone_from else "alarm"
        return Advice(tone, found.label.in_(language), found.text.in_(language))

    def _has_alarm(self) -> bool:
        questions = shown_questions(self.form, self.answers)
        return any(question.alarms and self.answers.get(question.id) is True for question in questions)

    def _is_touched(self, page: Page) -> bool:
        shown = shown_questions(self.form, self.answers, page)
        return any(self.answers.get(question.id) is not None for question in shown)


def _reviewed(page: Page, lines: Sequence[tuple[str, str, str]], language: str) -> Reviewed:
    said = tuple((label, sentence) for label, sentence, question in lines if question in _ids(page))
    return Reviewed(page.id, page.title.in_(language), said)


def _ids(page: Page) -> set[str]:
    return {question.id for question in page.questions}
