"""Reading a pathway beside parsing its YAML, and proving it: the whole pack, and packs many times as large."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import assert_never

import yaml

from benchmarks.measure import Result, beside
from pathways.language import And, AtLeast, Chosen, Compare, Expr, Not, Or, Yes
from pathways.model import Alarm, Claim, Definition, Page, Pathway, Question, Rule, load
from pathways.prove import prove

PACK = Path(__file__).resolve().parent.parent / "packs/low_back_pain"
TIMES = (1, 2, 4)
SECONDS = 60
TIMES_SLOWER = 8


def results() -> Iterator[Result]:
    """Loading beside plain YAML; all proofs; and how proving grows with the pack."""
    yield _loading()
    pathway = load(PACK)
    yield _proving("all proofs of low_back_pain", pathway, demanded=SECONDS)
    for times in TIMES:
        yield _proving(f"proofs, {times} times a self-check", enlarged(pathway, times), demanded=SECONDS * times)


def _loading() -> Result:
    texts = [path.read_text(encoding="utf-8") for path in PACK.rglob("*.yaml")]

    def plain() -> None:
        for text in texts:
            yaml.compose(text, Loader=yaml.CSafeLoader)

    found = beside(lambda: load(PACK), plain)
    return Result(
        "loading the pack beside parsing its YAML",
        f"{1 / found.ratio:.1f} times as long ({1000 / found.ours:.0f} ms)",
        f"at most {TIMES_SLOWER} times",
        1 / found.ratio <= TIMES_SLOWER,
    )


def _proving(name: str, pathway: Pathway, *, demanded: int) -> Result:
    began = time.process_time()
    proofs = list(prove(pathway))
    seconds = time.process_time() - began
    size = f"{len(pathway.questions)} questions, {len(pathway.rules)} rules"
    per = 1000 * seconds / len(proofs)
    return Result(
        name,
        f"{seconds:.1f} s: {len(proofs)} of {size}, {per:.1f} ms each",
        f"all hold, within {demanded} s",
        all(proof.is_fine for proof in proofs) and seconds <= demanded,
    )


def enlarged(pathway: Pathway, times: int) -> Pathway:
    """A pack whose self-check asks after so many complaints: all but age and place, and all its rules, again."""
    check = pathway.forms["self_check"]
    asked = set(check.supplied)
    shared = {"age", "where"} | {name for name in pathway.questions if name not in asked}
    rules = [rule for rule in pathway.rules if asked.intersection(pathway.questions_behind(rule.when))]
    claims = [c for c in pathway.claims if c.at_least and asked.issuperset(pathway.questions_behind(c.condition))]
    copies = [_Copy(f"_{number}" if number else "", shared) for number in range(times)]
    questions = (copy.question(question) for copy in copies for question in pathway.questions.values())
    definitions = (copy.definition(definition) for copy in copies for definition in pathway.definitions.values())
    return replace(
        pathway,
        forms={check.id: replace(check, pages=tuple(copy.page(page) for copy in copies for page in check.pages))},
        questions={question.id: question for question in questions},
        definitions={definition.id: definition for definition in definitions},
        rules=tuple(copy.rule(rule) for copy in copies for rule in rules),
        claims=tuple(copy.claim(claim) for copy in copies for claim in claims),
        advice={},
        stories=(),
    )


class _Copy:
    """One more complaint: every name that is not shared gets an ending."""

    def __init__(self, ending: str, shared: set[str]) -> None:
        self.ending, self.shared = ending, shared

    def name(self, name: str) -> str:
        return name if name in self.shared else f"{name}{self.ending}"

    def expr(self, expr: Expr) -> Expr:
        match expr:
            case Yes(name):
                return Yes(self.name(name))
            case Chosen(name, options):
                return Chosen(self.name(name), options)
            case Compare(terms):
                return replace(expr, terms=tuple(replace(term, name=self.name(term.name)) for term in terms))
            case Not(arg):
                return Not(self.expr(arg))
            case And(args) | Or(args):
                return replace(expr, args=tuple(map(self.expr, args)))
            case AtLeast(count, args):
                return AtLeast(count, tuple(map(self.expr, args)))
            case _:
                assert_never(expr)

    def question(self, question: Question) -> Question:
        if question.id in self.shared:
            return question
        gate = None if question.ask_when is None else self.expr(question.ask_when)
        return replace(
            question, id=self.name(question.id), ask_when=gate, alarms=tuple(map(self.alarm, question.alarms))
        )

    def alarm(self, alarm: Alarm) -> Alarm:
        return replace(alarm, when=self.expr(alarm.when))

    def definition(self, definition: Definition) -> Definition:
        return replace(definition, id=self.name(definition.id), when=self.expr(definition.when))

    def rule(self, rule: Rule) -> Rule:
        adds_to = tuple(map(self.name, rule.adds_to))
        return replace(rule, id=self.name(rule.id), when=self.expr(rule.when), adds_to=adds_to, advice=())

    def claim(self, claim: Claim) -> Claim:
        return replace(claim, id=self.name(claim.id), condition=self.expr(claim.condition))

    def page(self, page: Page) -> Page:
        return replace(page, id=f"{page.id}{self.ending}", question_ids=tuple(map(self.name, page.question_ids)))
