"""Pathways that nobody thought of: random questions of all kinds, gates, a score, a definition and rules, with answers.

Everything follows from one seed, so a failure is repeated by its number.
"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from pathways.language import Chosen, Expr, Op, Yes, all_of, any_of, at_least, negated, write
from pathways.language.tree import compare
from pathways.model import Form, Pathway, load
from pathways.model.effective import split_answers

LEVELS = ("none", "low", "middle", "high", "highest")
OPS: tuple[Op, ...] = ("<", "<=", ">", ">=", "==", "!=")
TEXT = '{nl: "x", en: "x"}'
HEAD = f"""\
id: random
version: "1"
status: draft
title: {TEXT}
authors: ["chance"]
levels: [{", ".join(f"{{id: {level}, label: {TEXT}}}" for level in LEVELS)}]
reassuring: [none]
otherwise: none
incomplete: low
safety_net: {TEXT}
sources:
  src_own: {{title: "x", reviewed_on: 2026-01-01}}
"""


@dataclass
class Question:
    name: str
    kind: str
    decimals: int = 0
    high: int = 10


@dataclass
class Case:
    """A random pathway, the trees that its rules were written from, and one form with random answers."""

    pathway: Pathway
    trees: dict[str, Expr]
    form: Form
    answers: dict[str, Any]
    earlier: dict[str, dict[str, Any]]

    @property
    def all_answers(self) -> dict[str, Any]:
        merged = {name: value for each in self.earlier.values() for name, value in each.items()}
        return {**merged, **self.answers}


class Maker:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        kinds = ["yes_no", "yes_no", "yes_no", "number", "number", "decimal", "duration", "one", "many"]
        self.random.shuffle(kinds)
        kinds += self.random.choices(["yes_no", "number", "one", "many"], k=self.random.randint(0, 4))
        self.questions = [self.question(f"q{place}", kind) for place, kind in enumerate(kinds)]
        self.names: list[Question] = []

    def question(self, name: str, kind: str) -> Question:
        if kind == "decimal":
            return Question(name, "number", decimals=1)
        return Question(name, kind, high=400 if kind == "duration" else 10)

    # expressions

    def leaf(self, question: Question) -> Expr:
        choose = self.random
        match question.kind:
            case "yes_no" | "definition":
                return Yes(question.name)
            case "number" | "duration" | "score":
                return self.comparison([question])
            case _:
                options = ("a", "b", "c") if question.kind == "one" else ("a", "b", "none_of_these")
                chosen = choose.sample(range(3), choose.randint(1, 2))
                return Chosen(question.name, tuple(f"{question.name}_{options[i]}" for i in sorted(chosen)))

    def comparison(self, questions: list[Question]) -> Expr:
        choose = self.random
        # A factor on a single name would ask for values between its steps; a bound inside the range is never foregone.
        factors = {q.name: Fraction(choose.choice([1, 1, 2, -1]) if len(questions) > 1 else 1) for q in questions}
        low = sum(min(Fraction(0), factors[q.name] * q.high) for q in questions)
        high = sum(max(Fraction(0), factors[q.name] * q.high) for q in questions)
        op = choose.choice(OPS if questions[0].kind != "score" else OPS[:4])
        bound = Fraction(choose.randint(int(low) + 1, int(high) - 1))
        if op not in ("==", "!=") and choose.random() < 0.3:
            bound += Fraction(choose.choice([1, 2]), 3)
        return compare(factors, op, bound, in_days=questions[0].kind == "duration")

    def expr(self, depth: int = 2) -> Expr:
        choose = self.random
        if depth == 0 or choose.random() < 0.25:
            numbers = [q for q in self.names if q.kind == "number"]
            if len(numbers) > 1 and choose.random() < 0.15:
                return self.comparison(choose.sample(numbers, 2))
            return self.leaf(choose.choice(self.names))
        kind = choose.choice(["and", "or", "not", "count"])
        if kind == "not":
            return negated(self.expr(depth - 1))
        args = list(dict.fromkeys(self.expr(depth - 1) for _ in range(choose.randint(2, 4))))
        if kind == "count" and len(args) > 2:
            return at_least(2, args)
        return all_of(args) if kind == "and" else any_of(args)

    # files

    def make(self, folder: Path) -> Case:
        choose, trees = self.random, dict[str, Expr]()
        lines = [self.question_lines(question, trees) for question in self.questions]
        numbers = [q for q in self.questions if q.kind == "number" and not q.decimals]
        method = choose.choice(["sum", "mean", "percent"])
        top = {"sum": 10 * len(numbers), "mean": 10, "percent": 100}[method]
        items = ", ".join(q.name for q in numbers)
        score = f"scores:\n  score: {{label: {TEXT}, method: {method}, items: [{items}]}}\n"
        self.names.append(Question("score", "score", high=top))
        trees["group"] = self.expr()
        definitions = f'definitions:\n  group: {{when: "{write(trees["group"])}", label: {TEXT}}}\n'
        self.names.append(Question("group", "definition"))
        rules = "rules:\n"
        for place in range(choose.randint(3, 7)):
            name = f"r{place}"
            trees[name] = self.expr(3)
            rules += f'  - {{id: {name}, when: "{write(trees[name])}", urgency: {choose.choice(LEVELS[1:])},'
            rules += f" because: {TEXT}, source: src_own}}\n"
        split = choose.randint(4, len(self.questions) - 1)
        pathway = self.lay_out(folder, lines, score + definitions + rules, split)
        form = pathway.forms[choose.choice(["first", "second"])]
        given = {
            q.name: value for q in self.questions if (value := self.answer(q)) is not None and q.name in form.supplied
        }
        answers, earlier = split_answers(form, given)
        return Case(pathway, trees, form, answers, {name: dict(each) for name, each in earlier.items()})

    def question_lines(self, question: Question, trees: dict[str, Expr]) -> str:
        choose, name = self.random, question.name
        line = f"{name}:\n  ask: {TEXT}\n  type: {question.kind}\n"
        if question.kind != "yes_no":
            line += f"  dont_know: yes\n  if_hidden: {self.hidden(question)}\n"
        if question.kind in ("number", "duration"):
            line += f"  max: {question.high}\n" + (f"  decimals: {question.decimals}\n" if question.decimals else "")
        if question.kind in ("one", "many"):
            options = "abc" if question.kind == "one" else ("a", "b", "none_of_these")
            every = (f"{{id: {name}_{option}, label: {TEXT}}}" for option in options)
            line += f"  options: [{', '.join(every)}]\n".replace("none_of_these,", "none_of_these, exclusive: yes,")
        if question.kind == "yes_no" and choose.random() < 0.5:
            level, not_known = choose.choice(LEVELS[1:]), choose.choice(LEVELS)
            when = f'when: "{write(self.expr(1))}", ' if self.names and choose.random() < 0.4 else ""
            line += f"  alarm: [{{at_least: {level}, {when}dont_know: {not_known}, source: src_own}}]\n"
        if self.names and choose.random() < 0.4:
            trees[name] = self.expr(1)
            line += f'  ask_when: "{write(trees[name])}"\n'
        self.names.append(question)
        return line

    def hidden(self, question: Question) -> str:
        ends = {"one": "c", "many": "none_of_these"}
        return f"{question.name}_{ends[question.kind]}" if question.kind in ends else str(self.random.randint(0, 10))

    def answer(self, question: Question) -> Any:
        choose, name = self.random, question.name
        if choose.random() < 0.35:
            return None
        if choose.random() < 0.12:
            return "dont_know"
        return self.value(question, choose, name)

    def value(self, question: Question, choose: Random, name: str) -> Any:
        from decimal import Decimal

        match question.kind:
            case "yes_no":
                return choose.random() < 0.5
            case "number" if question.decimals:
                return Decimal(choose.randint(0, 100)).scaleb(-1)
            case "number" | "duration":
                return choose.randint(0, question.high)
            case "one":
                return f"{name}_{choose.choice('abc')}"
            case _:
                return choose.choice(
                    [(f"{name}_a",), (f"{name}_b",), (f"{name}_a", f"{name}_b"), (f"{name}_none_of_these",)]
                )

    def lay_out(self, folder: Path, lines: list[str], rules: str, split: int) -> Pathway:
        names = [question.name for question in self.questions]
        folder.mkdir()
        (folder / "pathway.yaml").write_text(HEAD)
        (folder / "questions.yaml").write_text("".join(lines))
        (folder / "rules.yaml").write_text(rules)
        (folder / "forms.yaml").write_text(
            f"first: {{for: visitor, title: {TEXT}, judged: urgency, "
            f"pages: [{{id: p, title: {TEXT}, questions: [{', '.join(names[:split])}]}}]}}\n"
            f"second: {{for: therapist, title: {TEXT}, judged: urgency, builds_on: [first], "
            f"pages: [{{id: p, title: {TEXT}, questions: [{', '.join(names[split:])}]}}]}}\n"
        )
        return load(folder)
