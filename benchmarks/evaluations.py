"""Evaluations of the self-check, beside a FHIRPath engine on the same rules, exported."""

import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks.fhirpath import Exported
from benchmarks.measure import Result, beside
from pathways.evaluate import evaluate, shown_questions
from pathways.fhir import response
from pathways.model import Answers, Form, Question, load

PACK = Path(__file__).resolve().parent.parent / "packs/low_back_pain"
TIMES_FASTER = 1000
SETS = 40


def results() -> Iterator[Result]:
    """At least 1,000 times faster than the peer, and how many a second."""
    form = load(PACK).forms["self_check"]
    answer_sets = [_answers(form, random.Random(seed)) for seed in range(SETS)]
    responses = [response(form, answers) for answers in answer_sets]
    exported = Exported(form)
    for answers, given in zip(answer_sets, responses, strict=True):
        _must_agree(form, answers, *exported.outcome(given))
    turn = iter(range(10**9))
    found = beside(
        lambda: evaluate(form, answer_sets[next(turn) % SETS]),
        lambda: exported.outcome(responses[next(turn) % SETS]),
    )
    yield Result(
        f"evaluations of the self-check ({len(exported.rules)} rules)",
        f"{found.ours:,.0f} a second, {found.ratio:,.0f} times fhirpathpy",
        f"at least {TIMES_FASTER:,} times",
        found.ratio >= TIMES_FASTER,
    )


def _must_agree(form: Form, answers: Answers, level: str | None, fired: set[str]) -> None:
    """A race between two that do not do the same thing says nothing."""
    ours = evaluate(form, answers)
    assert (level, fired) == (ours.level, {rule.rule for rule in ours.fired}), answers


def _answers(form: Form, chance: random.Random) -> Answers:
    """A complete set of answers: most flags no, a few yes, as people give them."""
    answers: dict[str, object] = {"age": chance.randint(18, 90), "where": ("back_lumbar_mid",), "duration": 30}
    while open_questions := [q for q in shown_questions(form, answers) if answers.get(q.id) is None]:
        for question in open_questions:
            answers[question.id] = _any(question, chance)
    return answers


def _any(question: Question, chance: random.Random) -> object:
    match question.type:
        case "yes_no":
            return chance.random() < 0.1
        case "one":
            return chance.choice(question.options).id
        case "many":
            return (question.options[-1].id,)
        case _:
            return 5
