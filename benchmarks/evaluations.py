"""Evaluations of the self-check, beside a FHIRPath engine on comparable rules."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fhirpathpy

from benchmarks.fhirpath import path, response
from benchmarks.measure import Result, beside
from pathways.evaluate import evaluate, shown_questions
from pathways.language.tree import names_in
from pathways.model import Answers, Form, Pathway, Question, Rule, load

PACK = Path(__file__).resolve().parent.parent / "packs/low_back_pain"
TIMES_FASTER = 500
SETS = 40


def results() -> Iterator[Result]:
    """At least 500 times faster than the peer, and how many a second."""
    pathway = load(PACK)
    form = pathway.forms["self_check"]
    answer_sets = [_answers(form, random.Random(seed)) for seed in range(SETS)]
    rules = [(rule.id, fhirpathpy.compile(path(rule.when))) for rule in _plain_rules(pathway, form)]
    responses = [response(pathway, answers) for answers in answer_sets]
    _must_agree(form, answer_sets, rules, responses)
    turn = iter(range(10**9))
    found = beside(
        lambda: evaluate(form, answer_sets[next(turn) % SETS]),
        lambda: _fired(rules, responses[next(turn) % SETS]),
    )
    yield Result(
        f"evaluations of the self-check ({len(rules)} rules)",
        f"{found.ours:,.0f} a second, {found.ratio:,.0f} times fhirpathpy",
        f"at least {TIMES_FASTER} times",
        found.ratio >= TIMES_FASTER,
    )


Compiled = Callable[[dict[str, Any], dict[str, Any]], list[Any]]


def _fired(rules: list[tuple[str, Compiled]], given: dict[str, Any]) -> set[str]:
    return {rule for rule, compiled in rules if compiled(given, {}) == [True]}


def _must_agree(
    form: Form, answer_sets: list[Answers], rules: list[tuple[str, Compiled]], responses: list[dict[str, Any]]
) -> None:
    """A race between two that do not do the same thing says nothing."""
    weighed = {rule for rule, _ in rules}
    for answers, given in zip(answer_sets, responses, strict=True):
        ours = {fired.rule for fired in evaluate(form, answers).fired} & weighed
        assert ours == _fired(rules, given), (answers, ours ^ _fired(rules, given))


def _plain_rules(pathway: Pathway, form: Form) -> list[Rule]:
    """The rules over questions of this form only: those that both engines can weigh."""
    asked = {part.id for page in form.pages for question in page.questions for part in question.answered}
    return [rule for rule in pathway.rules if set(names_in(rule.when)) <= asked]


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
