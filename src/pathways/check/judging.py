"""What a story says, and what the alarms and claims of its pathway say of it, beside what came out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pathways.check.wording import listed
from pathways.evaluate import Evaluation, evaluate, program_of
from pathways.language.meaning import condition
from pathways.model import Form, Pathway, Story
from pathways.model.effective import Effective
from pathways.model.loading import OUT_OF_SCOPE


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing in a story that did not come out as it must, and where it says so, when that is not in the story."""

    message: str
    place: str = ""


def judge(story: Story, pathway: Pathway) -> Iterator[Failure]:
    """Whatever does not come out as the story, an alarm or a claim says."""
    form = pathway.forms[story.form]
    evaluation = evaluate(form, story.answers, story.earlier)
    yield from _judge_outcome(story, evaluation)
    effective = program_of(form).values(story.answers, story.earlier, closed=False)
    if form.is_judged and evaluation.level is not None:
        yield from _judge_alarms(form, evaluation, effective)
        yield from _judge_claims(form, evaluation, effective)


def _judge_outcome(story: Story, evaluation: Evaluation) -> Iterator[Failure]:
    level = evaluation.level or (OUT_OF_SCOPE if evaluation.in_scope is False else None)
    if story.urgency is not None and level != story.urgency:
        yield Failure(f"level: expected {story.urgency}, came out {level}")
    if story.rules is not None:
        fired = {fired.rule for fired in evaluation.fired if fired.level == evaluation.level}
        if fired != set(story.rules):
            yield Failure(f"rules at that level: expected {listed(sorted(story.rules))}, fired {listed(sorted(fired))}")
    asked = set(evaluation.shown)
    for name in story.shown:
        if name not in asked:
            yield Failure(f"'{name}' must be shown, and was not")
    for name in story.not_shown:
        if name in asked:
            yield Failure(f"'{name}' must not be shown, and was")


def _judge_alarms(form: Form, evaluation: Evaluation, effective: Effective) -> Iterator[Failure]:
    """An alarm that is true is respected; one that is not excluded never ends in a reassuring level."""
    pathway, layout = form.pathway, program_of(form).layout
    assert evaluation.level is not None
    for question in form.supplied.values():
        for number, alarm in enumerate(question.alarms):
            truth = condition(alarm.when, layout)(effective.values)
            place = pathway.places.get(f"alarm {question.id} {number}", "")
            if truth is True and pathway.rank[evaluation.level] < pathway.rank[alarm.at_least]:
                yield Failure(f"alarm {question.id}: at least {alarm.at_least}, came out {evaluation.level}", place)
            if truth is None and evaluation.level in pathway.reassuring:
                yield Failure(f"alarm {question.id} is not excluded, yet {evaluation.level} reassures", place)


def _judge_claims(form: Form, evaluation: Evaluation, effective: Effective) -> Iterator[Failure]:
    """Held always for "at least"; "at most" only for complete answers: an open form may say more."""
    pathway, layout = form.pathway, program_of(form).layout
    assert evaluation.level is not None
    rank = pathway.rank[evaluation.level]
    for claim in pathway.claims:
        if condition(claim.condition, layout)(effective.values) is not True:
            continue
        place = pathway.places.get(f"claim {claim.id}", "")
        if claim.at_least is not None and rank < pathway.rank[claim.at_least]:
            yield Failure(f"claim {claim.id}: at least {claim.at_least}, came out {evaluation.level}", place)
        is_complete = evaluation.is_definite and not evaluation.dont_know
        if claim.at_most is not None and is_complete and rank > pathway.rank[claim.at_most]:
            yield Failure(f"claim {claim.id}: at most {claim.at_most}, came out {evaluation.level}", place)
