"""A form as formulas over the answers of everyone who could fill it in: the solver's twin of `pathways.evaluate`.

Whatever evaluate computes for one person stands here as a formula that is true for exactly the same people. The tests
hold the two side by side over random pathways, and a counterexample is believed only when evaluate confirms it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import z3

from pathways.language import Expr, Yes
from pathways.model import RULE_TYPES, Form, Question, Rule, Score
from pathways.model.effective import in_order_of_asking
from pathways.prove.answers import Answer, answers_to, seen, unasked
from pathways.prove.truth import (
    Choice,
    Formula,
    Names,
    Number,
    Truth,
    all_of,
    any_of,
    both,
    either,
    enough,
    implies,
    leaves,
    merged,
    no,
    truth_of,
)


@dataclass(frozen=True)
class Ladder:
    """A level as formulas: per rank, whether the level is at least that. Rank 0 always is."""

    at_least: tuple[Formula, ...]

    def is_exactly(self, rank: int) -> Formula:
        above = self.at_least[rank + 1] if rank + 1 < len(self.at_least) else False
        return both(self.at_least[rank], no(above))

    def is_below(self, other: Ladder) -> Formula:
        """This level is lower than the other."""
        return any_of(both(no(mine), theirs) for mine, theirs in zip(self.at_least, other.at_least, strict=True))


class Encoding:
    """One form over one set of answers. `closed`: nothing more will be answered, so scores forgive missing items."""

    def __init__(self, form: Form, answers: Mapping[str, Answer] | None = None, *, closed: bool = False) -> None:
        self.form, self.pathway, self.closed = form, form.pathway, closed
        every = answers_to(form.supplied) if answers is None else answers
        self.answers: Mapping[str, Answer] = {name: every[name] for name in form.supplied}
        self.shown: dict[str, Formula] = {}
        self.dont_know: dict[str, Formula] = {}
        self.names = Names({}, {}, {})
        #: Per question, the questions that its gate waits for, each with when.
        self.gate_waits: dict[str, Mapping[str, Formula]] = {}
        for question in form.pathway.questions.values():
            if question.id not in form.supplied and question.type in RULE_TYPES:
                self._name(question.id, unasked(question))
        for question in in_order_of_asking(form):
            self._ask(question)
        for score in self.pathway.scores.values():
            self._name(score.id, list(self._cases(score)))
        for definition in self.pathway.definitions.values():
            self._name(definition.id, truth_of(definition.when, self.names))

    def _name(self, name: str, meaning: Truth | Number | Choice | None) -> None:
        match meaning:
            case Truth():
                self.names.truths[name] = meaning  # type: ignore[index]
            case Choice():
                self.names.choices[name] = meaning  # type: ignore[index]
            case None:
                pass
            case _:
                self.names.numbers[name] = meaning  # type: ignore[index]

    # ── what is asked, and what rules see

    def _ask(self, question: Question) -> None:
        name, gate, answer = question.id, question.ask_when, self.answers[question.id]
        is_open = Truth(True, False)
        shown: Formula = True
        if gate is not None:
            is_open = truth_of(gate, self.names)
            waits = merged(leaves(gate, self.names))
            self.gate_waits[name] = {leaf: both(when, self.unknown(leaf)) for leaf, when in waits.items()}
            rests_on_dont_know = all_of(
                implies(when, self.dont_know.get(leaf, False)) for leaf, when in self.gate_waits[name].items()
            )
            shown = either(is_open.yes, both(is_open.unknown, rests_on_dont_know))
        self.shown[name] = shown
        self.dont_know[name] = both(shown, answer.dont_know)
        self._name(name, seen(answer, shown, is_open.no))

    def unknown(self, name: str) -> Formula:
        """Rules do not know this question, score or definition."""
        if name in self.names.truths:
            return self.names.truths[name].unknown
        if name in self.names.choices:
            return no(self.names.choices[name].known)
        return no(any_of(guard for guard, _, _ in self.names.numbers[name]))

    def answered(self, name: str) -> Formula:
        """It is shown, and has an answer that rules can use."""
        return both(self.shown[name], self.answers[name].given)

    # ── scores

    def _cases(self, score: Score) -> Iterator[tuple[Formula, Any, int]]:
        """The score's value per number of missing items: in each the division is by a fixed number."""
        items = [self._points(self.pathway.questions[name]) for name in score.items]
        known = [item.known for item in items]
        allowed = score.missing_allowed if self.closed else 0
        scale = max(item.parts for item in items)
        total = sum(item.units * (scale // item.parts) for item in items)
        low = min(item.low for item in items)
        span = max(item.high for item in items) - low
        for missing in range(min(allowed, len(items) - 1) + 1):
            answered = len(items) - missing
            guard = both(enough(answered, known), no(enough(answered + 1, known)))
            match score.method:
                case "sum":
                    ratio, shift = Fraction(len(items), answered * scale), Fraction(0)
                case "mean":
                    ratio, shift = Fraction(1, answered * scale), Fraction(0)
                case "percent":
                    ratio = Fraction(100) / (answered * span * scale)
                    shift = -100 * low / span
            parts = (ratio.denominator * shift.denominator) or 1
            yield guard, int(ratio * parts) * total + int(shift * parts), parts

    def _points(self, question: Question) -> _Points:
        match question.type:
            case "yes_no":
                truth = self.names.truths[question.id]
                return _Points(either(truth.yes, truth.no), _whole(truth.yes), 1, Fraction(0), Fraction(1))
            case "one":
                choice = self.names.choices[question.id]
                points = [option.points or 0 for option in question.options]
                units = sum(
                    point * _whole(choice.chosen[o.id]) for o, point in zip(question.options, points, strict=True)
                )
                return _Points(choice.known, units, 1, Fraction(min(points)), Fraction(max(points)))
            case _:
                cases = self.names.numbers[question.id]
                units = sum(_whole(guard, worth) for guard, worth, _ in cases)
                known, parts = any_of(guard for guard, _, _ in cases), 10**question.decimals
                return _Points(known, units, parts, Fraction(question.min), Fraction(question.max))

    # ── the outcome

    @cached_property
    def possible_answers(self) -> Formula:
        """The answers are ones that the form accepts."""
        return all_of(answer.is_possible() for answer in self.answers.values())

    @cached_property
    def in_scope(self) -> Truth:
        applies = self.form.applies_when
        return Truth(True, False) if applies is None else truth_of(applies, self.names)

    @cached_property
    def is_judged(self) -> Formula:
        """There is a level: the form is not known to be for somebody else."""
        return no(self.in_scope.no) if self.form.is_judged else False

    @cached_property
    def rules(self) -> Mapping[str, Truth]:
        """Each rule that answers to this form can make true, or leave open."""
        every = ((rule.id, self.truth(rule.when)) for rule in self.pathway.rules)
        return {name: truth for name, truth in every if truth.no is not True}

    def truth(self, expr: Expr) -> Truth:
        return truth_of(expr, self.names)

    def rank(self, rule: Rule) -> int:
        return self.pathway.rank[rule.urgency]

    @cached_property
    def certain(self) -> Ladder:
        grounds = [(self.rank(self.pathway.rule[name]), truth.yes) for name, truth in self.rules.items()]
        grounds += [(rank, self.dont_know[name]) for name, rank in self._dont_know_ranks()]
        return self._ladder([(self.pathway.rank[self.pathway.otherwise], True), *grounds])

    @cached_property
    def possible(self) -> Ladder:
        still_open = [(self.rank(self.pathway.rule[name]), truth.unknown) for name, truth in self.rules.items()]
        open_steps = self._ladder([(0, True), *still_open])
        return Ladder(tuple(either(a, b) for a, b in zip(self.certain.at_least, open_steps.at_least, strict=True)))

    def _ladder(self, grounds: list[tuple[int, Formula]]) -> Ladder:
        ranks = range(len(self.pathway.levels))
        return Ladder(tuple(any_of(holds for at, holds in grounds if at >= rank) for rank in ranks))

    def _dont_know_ranks(self) -> Iterator[tuple[str, int]]:
        for name, question in self.form.supplied.items():
            for alarm in question.alarms:
                yield name, self.pathway.rank[alarm.dont_know] if alarm.dont_know else 0

    @cached_property
    def is_definite(self) -> Formula:
        return both(self.in_scope.yes, no(self.certain.is_below(self.possible)))

    @cached_property
    def level(self) -> Ladder:
        """The level that counts, as `Evaluation.level`. Means something only where `is_judged`."""
        alarm_unknown = any_of(self.dont_know[name] for name, _ in self._dont_know_ranks())
        floor = no(both(self.is_definite, no(alarm_unknown)))
        incomplete = self.pathway.rank[self.pathway.incomplete]
        unsettled = [(rank, both(no(self.is_definite), holds)) for rank, holds in self._unsettled()]
        steps = self._ladder([(0, True), (incomplete, floor), *unsettled])
        return Ladder(tuple(either(a, b) for a, b in zip(self.certain.at_least, steps.at_least, strict=True)))

    def _unsettled(self) -> Iterator[tuple[int, Formula]]:
        """Alarms answered yes that wait for a question which can still be asked: the rank of "don't know", and when."""
        for name, question in self.form.supplied.items():
            for alarm in question.alarms:
                if alarm.dont_know is not None and alarm.when != Yes(name):
                    yes = self.names.truths[name].yes if name in self.names.truths else False
                    waits = both(yes, self.truth(alarm.when).unknown, self.can_be_asked(alarm.when))
                    yield self.pathway.rank[alarm.dont_know], waits

    def can_be_asked(self, expr: Expr) -> Formula:
        """An unknown expression waits for a question that can be asked, itself or by way of its gates."""
        return any_of(both(when, self._askable(name)) for name, when in self._waited_for(expr).items())

    def _waited_for(self, expr: Expr) -> Mapping[str, Formula]:
        """The questions that an expression waits for, through definitions and scores."""
        found: dict[str, Formula] = {}
        for name, when in merged(leaves(expr, self.names)).items():
            waits = both(when, self.unknown(name))
            if name in self.pathway.definitions:
                inner = self._waited_for(self.pathway.definitions[name].when)
            elif name in self.pathway.scores:
                inner = {item: self.unknown(item) for item in self.pathway.scores[name].items}
            else:
                inner = {name: True}
            for question, also in inner.items():
                found[question] = either(found.get(question, False), both(waits, also))
        return found

    def _askable(self, name: str) -> Formula:
        if name not in self._askable_questions:
            by_gate = any_of(both(when, self._askable(leaf)) for leaf, when in self.gate_waits.get(name, {}).items())
            shown = self.shown.get(name, False)
            self._askable_questions[name] = both(no(self.dont_know.get(name, False)), either(shown, by_gate))
        return self._askable_questions[name]

    @cached_property
    def _askable_questions(self) -> dict[str, Formula]:
        return {}

    # ── what properties speak of

    @cached_property
    def is_complete(self) -> Formula:
        """Whatever is shown and is read by rules or gates has an answer, and none of them is "don't know"."""
        return all_of(
            implies(self.shown[name], self.answers[name].given) for name in self.form.supplied if name in self.read
        )

    @cached_property
    def read(self) -> frozenset[str]:
        """The questions that anything rests on: rules, definitions, alarms, claims, gates and scores."""
        pathway = self.pathway
        conditions = [rule.when for rule in pathway.rules]
        conditions += [definition.when for definition in pathway.definitions.values()]
        conditions += [claim.condition for claim in pathway.claims]
        for question in pathway.questions.values():
            conditions += [alarm.when for alarm in question.alarms]
            conditions += [question.ask_when] if question.ask_when is not None else []
        conditions += [self.form.applies_when] if self.form.applies_when is not None else []
        items = (item for score in pathway.scores.values() for item in score.items)
        return frozenset((*items, *(name for condition in conditions for name in pathway.questions_behind(condition))))

    @cached_property
    def level_names(self) -> tuple[str, ...]:
        return tuple(level.id for level in self.pathway.levels)


@dataclass(frozen=True)
class _Points:
    """A score's item: known when, its points as `units / parts` (0 while unknown), and the lowest and highest."""

    known: Formula
    units: Any
    parts: int
    low: Fraction
    high: Fraction


def _whole(holds: Formula, worth: Any = 1) -> Any:
    """The worth when it holds, else nothing."""
    return (worth if holds else 0) if isinstance(holds, bool) else z3.If(holds, worth, 0)
