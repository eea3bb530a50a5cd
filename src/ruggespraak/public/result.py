"""What a visitor is told at the end of a check, as sentences and lists for a template.

In `advise` mode: the level that counts, with everything behind it. In `inform` mode nothing is computed: the same list
for everyone. A check that is not for this person gets no verdict in either mode.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pathways.evaluate import Evaluation, evaluate, shown_questions
from pathways.explain import explain, tell
from pathways.model import DONT_KNOW, INCOMPLETE_REASON, Answers, Form, Question, Source
from ruggespraak.mode import advises
from ruggespraak.public.course import address, page_of
from ruggespraak.ui.levels import Rung, Verdict, ladder, rung


@dataclass(frozen=True)
class Line:
    """One answer in a sentence."""

    label: str
    sentence: str


@dataclass(frozen=True)
class Chapter:
    """The answers of one page, and where they can be changed."""

    title: str
    url: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Ground:
    """One rule that fired: why, on which answers, and where the rule comes from."""

    because: str
    answers: tuple[str, ...]
    source: Source | None


@dataclass(frozen=True)
class OpenQuestion:
    """A question that still matters, and where it is asked."""

    text: str
    url: str


@dataclass(frozen=True)
class Advice:
    """The outcome in `advise` mode."""

    level: str
    verdict: Verdict
    ladder: tuple[Rung, ...]
    grounds: tuple[Ground, ...]
    todo: tuple[str, ...]
    open: tuple[OpenQuestion, ...]
    not_known: tuple[str, ...]
    at_worst: Verdict | None
    is_emergency: bool
    is_urgent: bool
    is_incomplete: bool
    is_calm: bool


@dataclass(frozen=True)
class Result:
    """What the result page shows. `advice` is None when there is no verdict to give."""

    in_scope: bool
    advice: Advice | None
    told: tuple[Chapter, ...]
    safety_net: str
    version: str


def weigh(form: Form, answers: Answers, language: str) -> Result:
    """The result of these answers, complete or not."""
    evaluation = evaluate(form, answers)
    in_scope = evaluation.in_scope is not False
    return Result(
        in_scope=in_scope,
        advice=_advise(form, answers, evaluation, language) if in_scope and advises() else None,
        told=told(form, answers, language),
        safety_net=form.pathway.safety_net.in_(language),
        version=f"{form.pathway.version} ({form.pathway.content_hash[:8]})",
    )


def told(form: Form, answers: Answers, language: str) -> tuple[Chapter, ...]:
    """The answers in plain sentences, page by page in the order of asking."""
    lines = tell(form, answers, language, "patient")
    return tuple(
        Chapter(page.title.in_(language), address(page), tuple(Line(line[0], line[1]) for line in of_page))
        for page, of_page in groupby(lines, key=lambda line: page_of(form, line[2]))
        if page is not None
    )


def urgent_advice(form: Form, answers: Answers, language: str) -> Advice | None:
    """The advice, when it is to phone a doctor today or now; else None, and always None in `inform` mode."""
    advice = weigh(form, answers, language).advice
    return advice if advice and advice.is_urgent else None


def _advise(form: Form, answers: Answers, evaluation: Evaluation, language: str) -> Advice:
    pathway = form.pathway
    level, possible = evaluation.level or pathway.incomplete, evaluation.possible or pathway.incomplete
    is_calm = level in pathway.reassuring and evaluation.is_definite
    is_worse_possible = _may_be_worse(form, answers, evaluation)
    unanswered = tuple(_open(form, answers, evaluation, language))
    is_incomplete = bool(unanswered) and pathway.rank[level] <= pathway.rank[pathway.incomplete]
    return Advice(
        level=level,
        verdict=_incomplete(form, level, language) if is_incomplete else _verdict(form, level, language),
        ladder=() if is_incomplete else ladder(pathway.levels, level, language),
        grounds=tuple(_grounds(form, answers, language, is_calm=is_calm)),
        todo=tuple(pathway.advice[name].label.in_(language) for name in evaluation.advice),
        open=unanswered,
        not_known=tuple(pathway.questions[name].ask.in_(language) for name in evaluation.dont_know),
        at_worst=_verdict(form, possible, language) if unanswered and is_worse_possible else None,
        is_emergency=level == pathway.levels[-1].id,
        is_urgent=pathway.asks_for_call(level),
        is_incomplete=is_incomplete,
        is_calm=is_calm,
    )


def _verdict(form: Form, level: str, language: str) -> Verdict:
    step = rung(form.pathway.levels, level, language)
    return Verdict(step.tone, step.icon, _("Your advice"), step.label, form.pathway.level[level].text.in_(language))


def _incomplete(form: Form, level: str, language: str) -> Verdict:
    step = rung(form.pathway.levels, level, language)
    return Verdict(
        step.tone,
        "ask",
        _("Not complete yet"),
        _("Some answers are still missing."),
        _("So we cannot say yet whether there are alarm signs. Answer the open questions below."),
    )


def _open(form: Form, answers: Answers, evaluation: Evaluation, language: str) -> Iterator[OpenQuestion]:
    """What was not answered and can still change the level. "Don't know" is an answer."""
    for name in evaluation.waiting_for:
        if answers.get(name) is None:
            yield OpenQuestion(form.pathway.questions[name].ask.in_(language), address(page_of(form, name)))


def _grounds(form: Form, answers: Answers, language: str, *, is_calm: bool) -> Iterator[Ground]:
    """The reasons that rest on answers; what is still missing has its own list.

    A reason of a reassuring level counts only when nothing is left that alarms: beside an alarm it would soothe.
    """
    for reason in explain(form, answers, {}, language):
        if reason.rule != INCOMPLETE_REASON and (is_calm or reason.level not in form.pathway.reassuring):
            sentences = tuple(sentence for _question, sentence in reason.answers)
            source = form.pathway.sources[reason.source] if reason.source else None
            yield Ground(capfirst(reason.because), sentences, source)


def _may_be_worse(form: Form, answers: Answers, evaluation: Evaluation) -> bool:
    """Whether an alarm was raised whose open follow-ups may still ask for a doctor by telephone.

    Whoever raised no alarm and merely left questions open is asked to answer them, not sent to the telephone.
    """
    is_raised = any(_raises(question, answers) for question in shown_questions(form, answers))
    is_heavier = evaluation.possible != evaluation.level and form.pathway.asks_for_call(evaluation.possible)
    return is_raised and is_heavier and evaluation.level not in form.stop_at


def _raises(question: Question, answers: Answers) -> bool:
    return bool(question.alarms) and answers.get(question.id) in (True, DONT_KNOW)
