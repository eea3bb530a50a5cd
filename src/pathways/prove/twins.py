"""Twins: two people with complete forms who differ in one answer, and in what it turns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any, assert_never

import z3

from pathways.evaluate import program_of
from pathways.language import Chosen, Compare, Yes
from pathways.model import Answers, Form, Pathway, Question, Value
from pathways.model.effective import split_answers
from pathways.prove.answers import Answer, answer_to
from pathways.prove.encoding import Encoding
from pathways.prove.ordinary import is_ordinary, place_of, settled
from pathways.prove.patients import Patient
from pathways.prove.solving import Found, Solver
from pathways.prove.statements import ReadingsDisagree
from pathways.prove.truth import Formula, all_of, any_of, both, either, implies, no
from pathways.prove.turning import Leaf, Turn, ordinary_answers, questions_read, turned


class Search:
    """Everyone with a complete form, and for each question everyone's twin who answers that one otherwise.

    What no outcome rests on has an ordinary answer; no solver needs to find it.
    """

    def __init__(self, form: Form) -> None:
        self.form, self.pathway = form, form.pathway
        self.read = questions_read(form.pathway)
        self.twins: dict[str, _Twins] = {}

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """Everything has an answer; what is not asked has one that nobody sees."""
        every = {name: _answered(answer_to(question)) for name, question in self.form.supplied.items()}
        return {name: answer if name in self.read else settled(answer) for name, answer in every.items()}

    @cached_property
    def encoding(self) -> Encoding:
        return Encoding(self.form, self.answers)

    @cached_property
    def open_answers(self) -> list[Answer]:
        return [answer for name, answer in self.answers.items() if name in self.read]

    def pair(self, turn: Turn, leaf: Leaf, question: str) -> tuple[Patient, Patient] | None:
        """Two people whom this leaf turns, with two levels and only ordinary follow-ups where it can be."""
        if not self._concerns(turn) or question not in self.form.supplied:
            return None
        if self.encoding.truth(turn.when).no is True:
            return None
        if question not in self.twins:
            self.twins[question] = _Twins(self, question)
        return self.twins[question].pair(turn, leaf)

    def _concerns(self, turn: Turn) -> bool:
        match turn.kind:
            case "rule":
                return self.form.is_judged
            case "definition":
                return True
            case "question":
                return any(question.id == turn.name for question in self.form.own)
            case "form":
                return self.form.id == turn.name


def _answered(answer: Answer) -> Answer:
    return replace(answer, given=True, dont_know=False)


def _read(answer: Answer, found: Found) -> Value:
    return replace(answer, given=z3.BoolVal(True), dont_know=z3.BoolVal(False)).read(found.model)


class _Twins:
    """Everyone with a complete form, and their twin who answers one question otherwise."""

    def __init__(self, search: Search, question: str) -> None:
        self.search, self.form, self.question = search, search.form, question
        self.encoding = search.encoding
        self.one = search.answers[question]
        self.other = _answered(answer_to(self.one.question, "'"))
        self.swapped = list(zip(self.one.said, self.other.said, strict=True))
        self.solver = Solver(self.encoding.possible_answers, self.other.is_possible())
        self.kept = kept = [answer for answer in search.open_answers if answer is not self.one]
        self.cost = [no(is_ordinary(answer)) for answer in kept]
        self.calm_follow_ups = all_of(
            implies(_differ(shown, self.twin(shown)), is_ordinary(answer))
            for answer in kept
            if (shown := self.encoding.shown[answer.question.id]) is not True
            and question in _behind_gate(self.form.pathway, answer.question)
        )

    def twin(self, formula: Formula) -> Formula:
        """What a formula says of the other."""
        return formula if isinstance(formula, bool) else z3.substitute(formula, *self.swapped)

    def pair(self, turn: Turn, leaf: Leaf) -> tuple[Patient, Patient] | None:
        turned = self._turned(turn, leaf)
        for by_this_leaf in self._by_this_leaf(leaf):
            for wish in self._wishes(turn):
                with self.solver.within(turned, by_this_leaf, *wish):
                    found = self.solver.smallest(cost=self.cost)
                    if found is not None:
                        return self._confirmed(turn, self._plainest(found))
        return None

    def _by_this_leaf(self, leaf: Leaf) -> Iterator[Formula]:
        """Without its say the condition would not be true for the flipped one; else, it would be for the calm one."""
        otherwise = self.encoding.truth(leaf.otherwise)
        yield self.twin(otherwise.no)
        yield otherwise.yes

    def _wishes(self, turn: Turn) -> Iterator[tuple[Formula, ...]]:
        """What one would like of a pair, best first."""
        two_levels = (self.two_levels,) if turn.kind == "rule" else ()
        yield (*two_levels, self.calm_follow_ups)
        yield (self.calm_follow_ups,)
        yield two_levels
        yield ()

    @cached_property
    def two_levels(self) -> Formula:
        """The other ends higher. Who answered everything ends at what is certain."""
        certain = self.encoding.certain.at_least
        return any_of(both(no(at_least), self.twin(at_least)) for at_least in certain)

    def _turned(self, turn: Turn, leaf: Leaf) -> Formula:
        """The condition is false for the one and true for the other, by this answer, at its edge."""
        when = self.encoding.truth(turn.when)
        in_scope = self.encoding.in_scope.yes if turn.kind != "form" and self.form.is_judged else True
        return all_of((
            in_scope, self.twin(in_scope), when.no, self.twin(when.yes), self._at_the_edge(leaf.expr)
        ))  # fmt: skip

    def _at_the_edge(self, expr: Yes | Chosen | Compare) -> Formula:
        one, other = self.one, self.other
        holds = self.encoding.truth(expr).yes
        turns = _differ(holds, self.twin(holds))
        match expr:
            case Chosen(_, (option,)):
                return _only_one_has(place_of(one.question, option), one, other)
            case Compare() if one.question.type in ("number", "duration"):
                return both(either(one.said[0] == other.said[0] + 1, other.said[0] == one.said[0] + 1), turns)
            case Yes() | Chosen() | Compare():
                return turns
            case _:
                assert_never(expr)

    def _plainest(self, found: Found) -> Found:
        """Always the same of the equally small: what comes last is ordinary first, then the lowest that serves."""
        if self.cost:
            self.solver.hold(z3.AtMost(*self.cost, sum(map(found.holds, self.cost))))
        own = (no(is_ordinary(self.one)), no(is_ordinary(self.other)))
        for is_remarkable in (*reversed(self.cost), *own):
            found = self._without(is_remarkable, found)
        remarkable = (answer for answer, cost in zip(self.kept, self.cost, strict=True) if found.holds(cost))
        for answer in (*remarkable, self.one, self.other):
            for said in reversed(answer.said):
                found = self._without(said, found) if z3.is_bool(said) else self._lowest(said, found)
        return found

    def _without(self, formula: Formula, found: Found) -> Found:
        """Where the formula can be false, it is."""
        other = self.solver.find(no(formula)) if found.holds(formula) else found
        self.solver.hold(formula if other is None else no(formula))
        return other or found

    def _lowest(self, number: Any, found: Found) -> Found:
        """The number is as low as it can be: mostly just what it is."""
        while (lower := self.solver.find(number < found.number(number))) is not None:
            half = self.solver.find(number <= found.number(number) // 2)
            found = half or lower
        self.solver.hold(number == found.number(number))
        return found

    # ── from a solution to people

    def _confirmed(self, turn: Turn, found: Found) -> tuple[Patient, Patient]:
        """The people of a solution, as evaluate sees them."""
        said: Answers = ordinary_answers(self.form) | {
            answer.question.id: _read(answer, found) for answer in self.search.open_answers
        }
        otherwise = {**said, self.question: _read(self.other, found)}
        calm, flipped = (_patient(self.form, answers) for answers in (said, otherwise))
        if (turned(calm, turn.kind, turn.name), turned(flipped, turn.kind, turn.name)) != (False, True):
            told = "\n".join((*calm.told(), *flipped.told()))
            raise ReadingsDisagree(f"{turn.kind} {turn.name} on {self.form.id}: evaluate does not confirm\n{told}")
        return calm, flipped


def _only_one_has(place: int, one: Answer, other: Answer) -> Formula:
    """One of two answers has this option and the other does not; of several choices nothing else differs."""
    if one.question.type == "one":
        return _differ(one.said[0] == place, other.said[0] == place)
    if one.question.options[place].exclusive:
        return _differ(one.said[place], other.said[place])
    same = [
        no(_differ(a, b))
        for at, (option, a, b) in enumerate(zip(one.question.options, one.said, other.said, strict=True))
        if at != place and not option.exclusive
    ]
    return all_of((_differ(one.said[place], other.said[place]), *same))


def _differ(one: Formula, other: Formula) -> Formula:
    return either(both(one, no(other)), both(no(one), other))


def _behind_gate(pathway: Pathway, question: Question) -> frozenset[str]:
    """The questions that decide whether this one is asked."""
    return frozenset() if question.ask_when is None else pathway.questions_behind_with_gates(question.ask_when)


def _patient(form: Form, said: Answers) -> Patient:
    """Somebody with these answers, as far as they are asked."""
    own, earlier = split_answers(form, said)
    shown = set(program_of(form).interview.effective(own, earlier).shown)
    return Patient(form, {name: value for name, value in said.items() if name in shown})
