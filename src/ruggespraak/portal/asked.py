"""What is asked of me at a moment: the forms that belong to it, drawn and read as one page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from django.urls import reverse
from django.utils.translation import gettext as _

from pathways.model import AnswerProblem, Answers, Form, Page, missing, parse_answers
from ruggespraak import clock
from ruggespraak.dossier.packs import form_of, pathway
from ruggespraak.dossier.reading import Reading, in_place, read_all
from ruggespraak.outcomes.asks import kind_of, open_asks
from ruggespraak.outcomes.instruments import EITHER, FORMS, Instruments
from ruggespraak.outcomes.kinds import Kind
from ruggespraak.outcomes.models import Ask
from ruggespraak.outcomes.taken import activities, activity_of
from ruggespraak.people.models import Patient
from ruggespraak.portal import today
from ruggespraak.ui.questions import Asked, ask
from ruggespraak.ui.reply import Raw

START = "measures_start"


@dataclass(frozen=True)
class Part:
    """A page of a form, as a section of what is asked."""

    id: str
    title: str
    intro: str
    questions: tuple[Asked, ...]

    @property
    def is_headed(self) -> bool:
        """A single question says itself what it is about."""
        return len(self.questions) > 1


@dataclass(frozen=True)
class Reply:
    """What was handed in: by form, with what is wrong or still missing."""

    answers: Mapping[str, Answers]
    problems: tuple[AnswerProblem, ...]
    raw: Raw


@dataclass(frozen=True)
class Asking:
    """One ask, with all that its page needs."""

    ask: Ask
    kind: Kind
    pages: tuple[Page, ...]
    """Of its own form first, then of the instruments of others that this practice asks beside it."""
    named: Mapping[str, str]
    """Cell of an own activity → what the client named at the start."""

    @classmethod
    def of(cls, ask: Ask) -> Self:
        """With the measures that this practice asks today."""
        known = pathway(ask.episode.complaint)
        form = form_of(ask.episode.complaint, ask.form)
        if ask.form not in FORMS:
            return cls(ask, kind_of(ask), form.pages, {})
        instruments = Instruments.of(ask.episode.practice, known, clock.today())
        named = dict(_named(in_place(read_all(ask.episode)), form))
        pages = [page for page in form.pages if page.id in _wanted(form, instruments.on, named)]
        pages += [page for brought in instruments.brought_along for page in brought.pages]
        return cls(ask, kind_of(ask), tuple(pages), named)

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms that are handed in together, its own first."""
        return tuple({page.form.id: page.form for page in self.pages}.values())

    def at_first(self) -> Answers:
        """What need not be typed again: at the start, the activities that were named in the intake."""
        return {**self.named}

    def read(self, raw: Raw, language: str) -> Reply:
        """The reply of a browser. What the practice does not ask is no answer, whatever was posted."""
        answers: dict[str, Answers] = {form.id: {} for form in self.forms}
        problems: list[AnswerProblem] = []
        for page in self.pages:
            parsed = parse_answers(page, raw, language=language)
            answers[page.form.id] = {**answers[page.form.id], **parsed.answers, **self._named_on(page)}
            problems += parsed.problems
        wrong = {problem.question for problem in problems}
        for form in self.forms:
            lacking = (name for name in missing(form, answers[form.id]) if name not in wrong)
            problems += [AnswerProblem(name, _("Choose an answer."), name) for name in lacking]
        return Reply(answers, tuple(problems), raw)

    def _named_on(self, page: Page) -> Answers:
        """The activities are not typed again: they stand in the entry as they were named at the start."""
        if page.form.id == START:
            return {}
        return {cell: name for cell, name in self.named.items() if cell in _names(page)}

    def parts(
        self,
        answers: Mapping[str, Answers],
        language: str,
        *,
        raw: Raw | None = None,
        problems: Iterable[AnswerProblem] = (),
    ) -> tuple[Part, ...]:
        """All its pages, as far as they have something to ask."""
        problems = tuple(problems)
        drawn = (
            Part(
                f"{page.form.id}-{page.id}",
                self._title(page, language),
                page.intro.in_(language) if page.intro else "",
                tuple(
                    self._drawn(
                        ask(page.form, answers[page.form.id], page=page, problems=problems, language=language, raw=raw)
                    )
                ),
            )
            for page in self.pages
        )
        return tuple(part for part in drawn if part.questions)

    def _title(self, page: Page, language: str) -> str:
        """Of an instrument of others also which one it is."""
        title, form = page.title.in_(language), page.form
        return title if form.id == self.ask.form or len(form.pages) == 1 else f"{form.title.in_(language)}: {title}"

    def _drawn(self, questions: Iterable[Asked]) -> Iterator[Asked]:
        for question in questions:
            yield question if self.ask.form == START else _by_name(question, self.named)


def _wanted(form: Form, on: frozenset[str], named: Mapping[str, str]) -> frozenset[str]:
    """The measures that this form asks here. Own activities are asked again only when there were any.

    When the practice changed from the one way of asking for activities to the other meanwhile, what began in one way
    goes on in it: else there would be nothing to compare with.
    """
    if form.id == START:
        return on
    asked_before = frozenset(page.id for page in form.pages if _names(page) & named.keys())
    begun = asked_before & on & EITHER or asked_before & EITHER
    return on - EITHER | begun


def _names(page: Page) -> frozenset[str]:
    return frozenset(cell.id for question in page.questions for cell in question.answered)


def _named(readings: Sequence[Reading], form: Form) -> Iterator[tuple[str, str]]:
    for measure in form.pathway.measures.values():
        asked = measure.questions if form.id == START else measure.questions_again
        for question, name in zip(asked, activities(readings, measure), strict=False):
            if name:
                yield activity_of(question), name


def _by_name(question: Asked, named: Mapping[str, str]) -> Asked:
    """A table of own activities: each row bears its name, and only how it goes is asked."""
    rows = []
    for row in question.rows:
        name = next((named[cell.id] for cell in row.cells if cell.id in named), "")
        cells = tuple(
            replace(cell, row=name, text=f"{name}: {cell.short}") for cell in row.cells if cell.type != "text"
        )
        rows += [replace(row, label=name, cells=cells)] if name else []
    if not question.rows or not rows:
        return question
    heads = tuple(cell.short for cell in rows[0].cells)
    return replace(question, columns=heads, rows=tuple(rows))


def asked_now(patient: Patient) -> tuple[today.Asked, ...]:
    """For the page Today: what waits for me, what closes soonest first."""
    return tuple(
        today.Asked(
            title=str(kind_of(ask).title),
            why=str(kind_of(ask).why),
            label=_("Fill it in"),
            url=reverse("portal:ask", args=[ask.pk]),
        )
        for ask in open_asks(patient, clock.today())
    )
