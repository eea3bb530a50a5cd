"""Which questions are shown, and what rules see of each: the effective answers.

    gate (ask_when) true      → shown, its answer counts
    gate false                → hidden, rules see `if_hidden`; a stale answer is kept but never seen
    gate unknown, because a question was answered "don't know"  → shown, its answer counts
    gate unknown, because a question is not answered yet        → not shown yet, unknown
    on no form that counts here                                 → not asked, rules see `if_hidden`

"Don't know" and "not answered" are both unknown to rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pathways.language import names_in
from pathways.language.meaning import Condition, Layout, Values, Waiting, condition, waiting
from pathways.model.answers import unanswered
from pathways.model.parts import Question
from pathways.model.pathway import Form, Page, Pathway
from pathways.model.values import DONT_KNOW, Answers, Value

NO_ANSWERS: Mapping[str, Answers] = {}


@lru_cache(maxsize=64)
def layout_of(pathway: Pathway) -> Layout:
    """One place in the value list for each question, score and definition of a pathway."""
    names = [*pathway.questions, *pathway.scores, *pathway.definitions]
    return Layout(
        index={name: place for place, name in enumerate(names)},
        scale={name: 10**question.decimals for name, question in pathway.questions.items()}
        | dict.fromkeys((*pathway.scores, *pathway.definitions), 1),
        is_many=frozenset(name for name, q in pathway.questions.items() if q.type in ("many", "body")),
        is_fraction=frozenset(pathway.scores),
    )


@dataclass(slots=True)
class Effective:
    """What rules see (`values`, by the layout), and which questions are shown or were answered "don't know"."""

    values: Values
    shown: list[str]
    dont_know: list[str]


@dataclass(frozen=True)
class _Step:
    index: int
    name: str
    gate: Condition | None
    waits: Waiting | None
    if_hidden: Any
    scale: int


def stored(question: Question, value: Any) -> Any:
    """An answer as rules hold it: a number with decimals becomes a scaled whole number."""
    if value is None or question.decimals == 0:
        return value
    return int(value.scaleb(question.decimals)) if hasattr(value, "scaleb") else value * 10**question.decimals


class Interview:
    """A form with the forms it builds on, ready to be read many times: the order of gates, and the hidden values."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.layout = layout = layout_of(form.pathway)
        self.template: Values = [None] * len(layout.index)
        for name, question in form.pathway.questions.items():
            if name not in form.supplied:
                self.template[layout.index[name]] = stored(question, question.if_hidden)
        self.steps = [self._step(question) for question in in_order_of_asking(form)]
        self.plan = [(s.index, s.name, s.gate, s.waits, s.if_hidden, s.scale) for s in self.steps]
        self.waits = {step.name: step.waits for step in self.steps}

    def _step(self, question: Question) -> _Step:
        gate = question.ask_when
        return _Step(
            self.layout.index[question.id],
            question.id,
            None if gate is None else condition(gate, self.layout),
            None if gate is None else waiting(gate, self.layout),
            stored(question, question.if_hidden),
            10**question.decimals,
        )

    def answers(self, answers: Answers, earlier: Mapping[str, Answers]) -> Mapping[str, Any]:
        """The answers that count: those of the earlier forms in their order, then the form's own over them."""
        if not earlier:
            return answers
        merged: dict[str, Any] = {}
        for name in self.form.builds_on:
            merged.update((key, value) for key, value in earlier.get(name, {}).items() if value is not None)
        merged.update((key, value) for key, value in answers.items() if value is not None)
        return merged

    def effective(self, answers: Answers, earlier: Mapping[str, Answers] = NO_ANSWERS) -> Effective:
        values = self.template.copy()
        shown: list[str] = []
        dont_know: list[str] = []
        given = self.answers(answers, earlier).get
        for index, name, gate, waits, if_hidden, scale in self.plan:
            if gate is not None:
                is_open = gate(values)
                if is_open is False:
                    values[index] = if_hidden
                    continue
                if is_open is None and not _rests_on_dont_know(waits, values, dont_know):
                    continue
            shown.append(name)
            answer = given(name)
            if answer is None:
                continue
            if answer == DONT_KNOW:
                dont_know.append(name)
            elif scale == 1:
                values[index] = answer
            else:
                values[index] = int(answer * scale)
        return Effective(values, shown, dont_know)


def _rests_on_dont_know(waits: Waiting | None, values: Values, dont_know: list[str]) -> bool:
    """Whether an unknown gate waits only for questions that were answered "don't know"."""
    found: set[str] = set()
    if waits is not None:
        waits(values, found)
    return found.issubset(dont_know)


def in_order_of_asking(form: Form) -> Iterator[Question]:
    """The supplied questions, earlier forms first, each after the questions its gate reads."""
    done: set[str] = set()

    def ask(question: Question) -> Iterator[Question]:
        if question.id in done:
            return
        done.add(question.id)
        for name in names_in(question.ask_when) if question.ask_when is not None else ():
            if name in form.supplied:
                yield from ask(form.supplied[name])
        yield question

    own = {question.id for question in form.own}
    for question in form.supplied.values():
        if question.id not in own:
            yield from ask(question)
    for question in form.own:
        yield from ask(question)


@lru_cache(maxsize=256)
def interview_of(form: Form) -> Interview:
    """A form, ready to be read many times; made once."""
    return Interview(form)


def shown_questions(
    form: Form, answers: Answers, page: Page | None = None, earlier: Mapping[str, Answers] = NO_ANSWERS
) -> tuple[Question, ...]:
    """The questions of a form (or one page of it) that are asked, given these answers, in page order."""
    shown = set(interview_of(form).effective(answers, earlier).shown)
    questions: Iterable[Question] = form.questions if page is None else page.questions
    return tuple(question for question in questions if any(inner.id in shown for inner in question.answered))


def shown_pages(form: Form, answers: Answers, earlier: Mapping[str, Answers] = NO_ANSWERS) -> tuple[Page, ...]:
    """The pages on which at least one question is asked."""
    shown = {question.id for question in shown_questions(form, answers, earlier=earlier)}
    return tuple(page for page in form.pages if not shown.isdisjoint(page.question_ids))


def missing(form: Form, answers: Answers, earlier: Mapping[str, Answers] = NO_ANSWERS) -> tuple[str, ...]:
    """The required questions that are shown and not answered. "Don't know" is an answer."""
    return unanswered(shown_questions(form, answers, earlier=earlier), answers)


def split_answers(form: Form, given: Answers) -> tuple[dict[str, Value], dict[str, Answers]]:
    """Answers in one heap as the form's own, and those of the first form it builds on that asks them."""
    own = {question.id for question in form.own}
    owner = {q.id: earlier.id for earlier in reversed(form.earlier_forms) for q in earlier.own}
    earlier: dict[str, dict[str, Value]] = {}
    for name, value in given.items():
        if name not in own:
            earlier.setdefault(owner[name], {})[name] = value
    return {name: value for name, value in given.items() if name in own}, dict(earlier)
