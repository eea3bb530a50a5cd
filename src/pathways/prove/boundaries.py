"""Boundary patients: two people, one answer apart, of whom a rule fires for one only. Is this what you mean?

    for boundary in boundary_pairs(pathway): ...      one pair per leaf of each rule, on the smallest form that has it

Every leaf of a condition is looked at by itself: each threshold at its edge (70 and 71), each option, each occurrence
of a question. Both people have answered all that they are asked, and whatever is not the point is ordinary. What the
one answer opens or closes is ordinary too, where it can be. Evaluate confirms each pair before it is handed out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, Literal, assert_never

import z3

from pathways.evaluate import program_of
from pathways.explain import question_text, say, sentence
from pathways.language import And, AtLeast, Chosen, Compare, Expr, Not, Or, Yes, names_in
from pathways.model import Answers, Form, Pathway, Question, Value
from pathways.model.effective import split_answers, stored
from pathways.prove.answers import Answer, answer_to
from pathways.prove.encoding import Encoding
from pathways.prove.patients import Patient
from pathways.prove.solving import Found, Solver
from pathways.prove.statements import ReadingsDisagree, truth
from pathways.prove.truth import Formula, all_of, any_of, both, either, implies, no

#: What turns: a rule fires; a definition that no rule reads is true; a question is asked; a form is for this person.
Kind = Literal["rule", "definition", "question", "form"]
KINDS: tuple[Kind, ...] = ("rule", "definition", "question", "form")
RULES: tuple[Kind, ...] = ("rule",)


@dataclass(frozen=True)
class Boundary:
    """Two people who differ in their answer to `question`. For the `calm` one the rule is silent, for `flipped` not.

    `rule` is the rule's id; with another `kind` that of the definition, the follow-up question or the form.
    """

    form: Form
    rule: str
    question: str
    calm: Patient
    flipped: Patient
    kind: Kind = "rule"

    @property
    def changes_level(self) -> bool:
        """Two patients, one answer apart, two advices."""
        return self.calm.evaluation.level != self.flipped.evaluation.level

    @cached_property
    def follow_ups(self) -> tuple[str, ...]:
        """What only one of them is asked, because of the one answer."""
        asked = self.calm.answers.keys() ^ self.flipped.answers.keys()
        return tuple(name for name in self.form.supplied if name in asked and name != self.question)

    @cached_property
    def is_small(self) -> bool:
        """Nothing but the one answer is remarkable about the difference."""
        said = {**self.calm.answers, **self.flipped.answers}
        return all(said[name] == ordinary(self.form.supplied[name]) for name in self.follow_ups)

    @cached_property
    def shared(self) -> Mapping[str, Value]:
        """The remarkable answers that they have in common."""
        return {
            name: value
            for name, value in remarkable(self.calm).items()
            if name != self.question and self.flipped.answers.get(name) == value
        }

    def told(self, language: str = "en") -> Iterator[str]:
        """What they share, then each of them: the answer that differs, what it opened, and the advice."""
        for name, value in self.shared.items():
            yield self._said(name, value, language)
        for patient in (self.calm, self.flipped):
            apart = [name for name in (self.question, *self.follow_ups) if name in patient.answers]
            said = "; ".join(self._said(name, patient.answers[name], language) for name in apart)
            yield f"  {said} -> {patient.outcome(language)}"

    def _said(self, name: str, value: Value, language: str) -> str:
        return sentence(question_text(self.form, name, language), say(self.form.supplied[name], value, language))


@dataclass(frozen=True)
class Unpaired:
    """A leaf of a condition that no two people one answer apart can turn, on any form that was looked at."""

    kind: Kind
    rule: str
    question: str


def boundary_pairs(
    pathway: Pathway, forms: Collection[str] = (), kinds: Collection[Kind] = RULES
) -> Iterator[Boundary]:
    """One pair per leaf of each rule, on the smallest judged form that has one; with `forms`, among these only.

    Raises ReadingsDisagree when evaluate does not confirm a pair, Undecided when the solver cannot say.
    """
    for pair in pairs_sought(pathway, forms, kinds):
        if isinstance(pair, Boundary):
            yield pair


def pairs_sought(
    pathway: Pathway, forms: Collection[str] = (), kinds: Collection[Kind] = KINDS
) -> Iterator[Boundary | Unpaired]:
    """The same, and each leaf without a pair. The order is that of the pathway."""
    every = sorted(pathway.forms.values(), key=lambda form: (not form.is_judged, len(form.supplied)))
    turns = list(_turns(pathway, kinds))
    searches = [_Search(form) for form in every if not forms or form.id in forms]
    handed_out: set[tuple[object, ...]] = set()
    for turn in turns:
        for leaf in dict.fromkeys(_leaves(turn, pathway)):
            for questions in _to_answer_otherwise(leaf.expr, pathway):
                tried = ((search, question) for question in questions for search in searches)
                found = (search.pair(turn, leaf, question) for search, question in tried)
                pair = next((pair for pair in found if pair is not None), None)
                if pair is None:
                    yield Unpaired(turn.kind, turn.name, " or ".join(questions))
                elif (key := _identity(pair)) not in handed_out:
                    handed_out.add(key)
                    yield pair


def _identity(pair: Boundary) -> tuple[object, ...]:
    calm, flipped = (tuple(patient.answers.items()) for patient in (pair.calm, pair.flipped))
    return pair.kind, pair.rule, pair.form.id, calm, flipped


# ── what is ordinary


def ordinary(question: Question) -> Value:
    """The answer that nobody looks up from: what rules assume unasked, else no, the lowest number, the first option."""
    if question.if_hidden is not None:
        return question.if_hidden
    match question.type:
        case "yes_no":
            return False
        case "number" | "duration":
            return question.min if question.decimals else int(question.min)
        case "one":
            return question.options[0].id
        case _:
            return tuple(option.id for option in question.options if option.exclusive)[:1] or None


def remarkable(patient: Patient) -> Mapping[str, Value]:
    """The answers that are not ordinary."""
    questions = patient.form.supplied
    return {name: value for name, value in patient.answers.items() if value != ordinary(questions[name])}


def ordinary_answers(form: Form) -> dict[str, Value]:
    """An ordinary answer to everything on a form that any outcome rests on."""
    asked = (question for name, question in form.supplied.items() if name in questions_read(form.pathway))
    return {question.id: value for question in asked if (value := ordinary(question)) is not None}


@lru_cache(maxsize=64)
def questions_read(pathway: Pathway) -> frozenset[str]:
    """The questions that rules, definitions, gates and the scope of forms rest on."""
    return frozenset(name for turn in _turns(pathway, KINDS) for name in pathway.questions_behind_with_gates(turn.when))


# ── what can turn, and by which leaves


@dataclass(frozen=True)
class _Turn:
    """A condition, and what it decides."""

    kind: Kind
    name: str
    when: Expr


def _turns(pathway: Pathway, kinds: Collection[Kind]) -> Iterator[_Turn]:
    if "rule" in kinds:
        yield from (_Turn("rule", rule.id, rule.when) for rule in pathway.rules)
    if "definition" in kinds:
        seen = _seen_by_themselves(pathway)
        yield from (_Turn("definition", d.id, d.when) for d in pathway.definitions.values() if d.id in seen)
    if "question" in kinds:
        # Questions with the same gate open together: one of them stands for all.
        gates = {q.ask_when: q.id for q in reversed(tuple(pathway.questions.values())) if q.ask_when and not q.cells}
        yield from (_Turn("question", name, gate) for gate, name in reversed(tuple(gates.items())))
    if "form" in kinds:
        yield from (_Turn("form", f.id, f.applies_when) for f in pathway.forms.values() if f.applies_when is not None)


def _decisive(pathway: Pathway) -> Iterator[Expr]:
    """The conditions whose outcome is seen: rules, and who a form is for."""
    yield from (rule.when for rule in pathway.rules)
    yield from (form.applies_when for form in pathway.forms.values() if form.applies_when is not None)


def _definitions_behind(expr: Expr, pathway: Pathway) -> Iterator[str]:
    for name in names_in(expr):
        if name in pathway.definitions:
            yield name
            yield from _definitions_behind(pathway.definitions[name].when, pathway)


@dataclass(frozen=True)
class _Leaf:
    """One occurrence in a condition, and the whole condition as it would be without its say."""

    expr: Yes | Chosen | Compare
    otherwise: Expr


def _leaves(turn: _Turn, pathway: Pathway) -> Iterator[_Leaf]:
    """Every occurrence of a question in a condition; each option of a choice by itself.

    Definitions are looked into, but for those that have pairs of their own. Of a body map that a rule reads, all its
    regions are one: it is one picture, and who a form is for tells each of them apart.
    """
    closed = _seen_by_themselves(pathway) if turn.kind == "definition" else frozenset()

    def leaves(expr: Expr) -> Iterator[_Leaf]:
        match expr:
            case Yes(name) if name in pathway.definitions and name not in closed:
                yield from leaves(pathway.definitions[name].when)
            case Chosen(name, options) if pathway.questions[name].type != "body" or turn.kind == "form":
                for option in options:
                    others = tuple(other for other in options if other != option)
                    yield _Leaf(Chosen(name, (option,)), Chosen(name, others) if others else Not(expr))
            case Yes() | Compare() | Chosen():
                yield _Leaf(expr, Not(expr))
            case Not(arg):
                yield from (_Leaf(leaf.expr, Not(leaf.otherwise)) for leaf in leaves(arg))
            case And(args) | Or(args) | AtLeast(_, args):
                for place, arg in enumerate(args):
                    for leaf in leaves(arg):
                        changed = (*args[:place], leaf.otherwise, *args[place + 1 :])
                        yield _Leaf(leaf.expr, replace(expr, args=changed))
            case _:
                assert_never(expr)

    return leaves(turn.when)


def _seen_by_themselves(pathway: Pathway) -> frozenset[str]:
    """Definitions that no rule reads: they are shown as they are."""
    read = {name for expr in _decisive(pathway) for name in _definitions_behind(expr, pathway)}
    return frozenset(pathway.definitions.keys() - read)


def _to_answer_otherwise(leaf: Yes | Chosen | Compare, pathway: Pathway) -> Iterator[tuple[str, ...]]:
    """Which answer turns a leaf: of a sum each, for a pair of its own; behind a definition any that will do."""
    questions = tuple(dict.fromkeys(pathway.questions_behind(leaf)))
    match leaf:
        case Compare():
            yield from ((question,) for question in questions)
        case Yes() | Chosen():
            yield questions
        case _:
            assert_never(leaf)


# ── the search on one form


class _Search:
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
        return {name: answer if name in self.read else _settled(answer) for name, answer in every.items()}

    @cached_property
    def encoding(self) -> Encoding:
        return Encoding(self.form, self.answers)

    @cached_property
    def open_answers(self) -> list[Answer]:
        return [answer for name, answer in self.answers.items() if name in self.read]

    def pair(self, turn: _Turn, leaf: _Leaf, question: str) -> Boundary | None:
        """Two people whom this leaf turns, with two levels and only ordinary follow-ups where it can be."""
        if not self._concerns(turn) or question not in self.form.supplied:
            return None
        if self.encoding.truth(turn.when).no is True:
            return None
        if question not in self.twins:
            self.twins[question] = _Twins(self, question)
        return self.twins[question].pair(turn, leaf)

    def _concerns(self, turn: _Turn) -> bool:
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


def _settled(answer: Answer) -> Answer:
    """The ordinary answer, nothing left to find."""
    question, value = answer.question, ordinary(answer.question)
    match question.type:
        case "yes_no":
            return replace(answer, said=(value is True,))
        case "number" | "duration":
            return replace(answer, said=(z3.IntVal(int(stored(question, value))),))
        case "one":
            return replace(answer, said=(z3.IntVal(_place(question, value)),))
        case "many" | "body":
            chosen = value if isinstance(value, tuple) else ()
            return replace(answer, said=tuple(option.id in chosen for option in question.options))
        case _:
            return answer


def _place(question: Question, value: Value) -> int:
    return [option.id for option in question.options].index(str(value))


def _read(answer: Answer, found: Found) -> Value:
    return replace(answer, given=z3.BoolVal(True), dont_know=z3.BoolVal(False)).read(found.model)


class _Twins:
    """Everyone with a complete form, and their twin who answers one question otherwise."""

    def __init__(self, search: _Search, question: str) -> None:
        self.search, self.form, self.question = search, search.form, question
        self.encoding = search.encoding
        self.one = search.answers[question]
        self.other = _answered(answer_to(self.one.question, "'"))
        self.swapped = list(zip(self.one.said, self.other.said, strict=True))
        self.solver = Solver(self.encoding.possible_answers, self.other.is_possible())
        self.kept = kept = [answer for answer in search.open_answers if answer is not self.one]
        self.cost = [no(_is_ordinary(answer)) for answer in kept]
        self.calm_follow_ups = all_of(
            implies(_differ(shown, self.twin(shown)), _is_ordinary(answer))
            for answer in kept
            if (shown := self.encoding.shown[answer.question.id]) is not True
            and question in _behind_gate(self.form.pathway, answer.question)
        )

    def twin(self, formula: Formula) -> Formula:
        """What a formula says of the other."""
        return formula if isinstance(formula, bool) else z3.substitute(formula, *self.swapped)

    def pair(self, turn: _Turn, leaf: _Leaf) -> Boundary | None:
        turned = self._turned(turn, leaf)
        for by_this_leaf in self._by_this_leaf(leaf):
            for wish in self._wishes(turn):
                with self.solver.within(turned, by_this_leaf, *wish):
                    found = self.solver.smallest(cost=self.cost)
                    if found is not None:
                        return self._confirmed(turn, self._plainest(found))
        return None

    def _by_this_leaf(self, leaf: _Leaf) -> Iterator[Formula]:
        """Without its say the condition would not be true for the flipped one; else, it would be for the calm one."""
        otherwise = self.encoding.truth(leaf.otherwise)
        yield self.twin(otherwise.no)
        yield otherwise.yes

    def _wishes(self, turn: _Turn) -> Iterator[tuple[Formula, ...]]:
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

    def _turned(self, turn: _Turn, leaf: _Leaf) -> Formula:
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
                return _only_one_has(_place(one.question, option), one, other)
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
        own = (no(_is_ordinary(self.one)), no(_is_ordinary(self.other)))
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

    def _confirmed(self, turn: _Turn, found: Found) -> Boundary:
        """The people of a solution, as evaluate sees them."""
        said: Answers = ordinary_answers(self.form) | {
            answer.question.id: _read(answer, found) for answer in self.search.open_answers
        }
        otherwise = {**said, self.question: _read(self.other, found)}
        calm, flipped = (_patient(self.form, answers) for answers in (said, otherwise))
        pair = Boundary(self.form, turn.name, self.question, calm, flipped, turn.kind)
        if (turned(calm, turn.kind, turn.name), turned(flipped, turn.kind, turn.name)) != (False, True):
            told = "\n".join(pair.told())
            raise ReadingsDisagree(f"{turn.kind} {turn.name} on {self.form.id}: evaluate does not confirm\n{told}")
        return pair


def _is_ordinary(answer: Answer) -> Formula:
    """The twin of `ordinary`."""
    question, value = answer.question, ordinary(answer.question)
    match question.type:
        case "yes_no":
            return answer.said[0] if value is True else no(answer.said[0])
        case "number" | "duration":
            return answer.said[0] == int(stored(question, value))
        case "one":
            return answer.said[0] == _place(question, value)
        case "many" | "body":
            chosen = value if isinstance(value, tuple) else ()
            return all_of(
                one if option.id in chosen else no(one)
                for option, one in zip(question.options, answer.said, strict=True)
            )
        case _:
            return True


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


def turned(patient: Patient, kind: Kind, name: str) -> bool | None:
    """Whether a rule fires, a definition is true, a question is asked, or a form is for this person: by evaluate."""
    match kind:
        case "rule":
            return any(fired.rule == name for fired in patient.evaluation.fired)
        case "definition":
            return truth(patient, Yes(name))
        case "question":
            return name in patient.evaluation.shown
        case "form":
            return patient.evaluation.in_scope
        case _:
            assert_never(kind)
