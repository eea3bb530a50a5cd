"""A form as FHIRPath variables, each read by the next: what rules see, scores, definitions, rules, and the level.

The twin of `pathways.model.effective` and `pathways.evaluate`: whatever those compute for a set of answers, these
compute for the same answers in a QuestionnaireResponse. The tests hold the two side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pathways.evaluate import program_of
from pathways.fhir import links, names
from pathways.fhir.answers import raw_answer, raw_dont_know
from pathways.fhir.expressions import (
    UNKNOWN,
    Names,
    all_of,
    any_of,
    fhirpath,
    literal,
    negated,
    variable,
    waits,
)
from pathways.fhir.scores import fraction_of
from pathways.language import Expr, Yes, names_in
from pathways.language.meaning import settled
from pathways.model import RULE_TYPES, Form, Question, Score
from pathways.model.effective import in_order_of_asking, stored

NO = "false"


@dataclass(frozen=True, slots=True)
class Variable:
    """One `variable` of a Questionnaire."""

    name: str
    expression: str


class FormVariables:
    """The variables of one form, in the order in which they rest on each other. Made once per form.

    Like the evaluator it leaves out what the form's own questions cannot change. Raises ValueError when two names of
    the pathway would become one.
    """

    def __init__(self, form: Form) -> None:
        clashes = names.names_are_injective(form.pathway)
        if clashes:
            raise ValueError("; ".join(map(str, clashes)))
        self.form, self.pathway = form, form.pathway
        self.program = program_of(form)
        self.layout = self.program.layout
        self.known = self.program.interview.template
        self.all: dict[str, str] = {}
        self.names = self._names()
        #: Whether each question is shown, as FHIRPath that is true or false.
        self.shown: dict[str, str] = {}
        #: The rules that can fire on this form, strongest last as the pathway has them.
        self.rules = [rule for rule in self.pathway.rules if form.is_judged and self._settled(rule.when) is not False]
        self._define()

    def __iter__(self) -> Iterator[Variable]:
        return (Variable(name, expression) for name, expression in self.all.items())

    def _define(self) -> None:
        for question in in_order_of_asking(self.form):
            self._ask(question)
        if self.may_be_closed:
            self._let(names.CLOSED, f"{links.at(links.CLOSED)}.answer.value = true")
        for score in self.pathway.scores.values():
            self._score(score)
        for definition in self.pathway.definitions.values():
            if self.names.reference[definition.id] == variable(names.value_of(definition.id)):
                self._let(names.value_of(definition.id), self._condition(definition.when))
        if self.form.is_judged:
            self._outcome()

    def _let(self, name: str, expression: str) -> None:
        self.all[name] = expression

    def _settled(self, expr: Expr) -> Expr | bool:
        return settled(expr, self.layout, self.known)

    def _condition(self, expr: Expr) -> str:
        return fhirpath(self._settled(expr), self.names)

    # ── names

    def _names(self) -> Names:
        pathway, index = self.pathway, self.layout.index
        reference = {
            name: variable(names.value_of(name)) if name in self.form.supplied else literal(self.known[index[name]])
            for name, question in pathway.questions.items()
            if question.type in RULE_TYPES
        }
        reference |= {name: variable(names.value_of(name)) for name in pathway.scores}
        for name, definition in pathway.definitions.items():
            is_open = self.known[index[name]] is None and self._can_be_known(definition.when)
            reference[name] = variable(names.value_of(name)) if is_open else literal(self.known[index[name]])
        fraction = {name: _fraction(name) for name in pathway.scores}
        return Names(reference, self.layout.scale, self.layout.is_many, fraction)

    def _can_be_known(self, expr: Expr) -> bool:
        """Whether it rests on a question that is asked here, or on the fixed value of one that is not."""
        return any(
            name in self.form.supplied or self.known[self.layout.index[name]] is not None
            for name in self.pathway.questions_behind(expr)
        )

    # ── what is asked, and what rules see

    def _ask(self, question: Question) -> None:
        self.shown[question.id] = shown(question, self)
        if question.type not in RULE_TYPES:
            return
        self._let(names.value_of(question.id), effective_value(question, self))
        if question.id in self._weighed_when_not_known:
            self._let(names.dont_know(question.id), self._dont_know(question))

    @cached_property
    def _weighed_when_not_known(self) -> set[str]:
        """The questions of which "don't know" itself changes something: in gates, with an alarm, or waited for."""
        found: set[str] = set()
        for question in self.form.supplied.values():
            if question.ask_when is not None:
                found.update(names_in(question.ask_when))
            if question.alarms:
                found.add(question.id)
            for alarm in question.alarms:
                found.update(self.pathway.questions_behind(alarm.when))
        return {name for name in found if name in self.form.supplied and self.form.supplied[name].dont_know}

    def _dont_know(self, question: Question) -> str:
        said = raw_dont_know(question, self.form)
        gate = self.shown[question.id]
        return said if gate == "true" else all_of([gate, said])

    def dont_know(self, name: str) -> str:
        """FHIRPath that is true when a question is shown and was answered "don't know", else false."""
        return variable(names.dont_know(name)) if name in self._weighed_when_not_known else NO

    def gate(self, question: Question) -> Expr | bool:
        """The condition under which a question is asked, as far as this form decides it."""
        return True if question.ask_when is None else self._settled(question.ask_when)

    def rests_on_dont_know(self, gate: Expr) -> str:
        """Of a gate that is unknown: whether it waits only for questions that were answered "don't know"."""
        conditions = []
        for wait in waits(gate, self.names):
            not_known = self.dont_know(wait.name)
            is_settled = [f"({branch}).exists()" for branch in wait.branches]
            is_known = f"{self.names.reference[wait.name]}.exists()"
            conditions.append(any_of([*is_settled, is_known, *([] if not_known == NO else [not_known])]))
        if all(self.dont_know(wait.name) == NO for wait in waits(gate, self.names)):
            return NO
        return all_of(dict.fromkeys(conditions))

    # ── scores

    @property
    def may_be_closed(self) -> bool:
        """Whether it matters that nothing more will be answered: only then does a score forgive missing items."""
        return any(score.missing_allowed for score in self.pathway.scores.values())

    def _score(self, score: Score) -> None:
        top, bottom = self.names.fraction[score.id]
        above, below = fraction_of(score, self.pathway, self.names)
        self._let(names.numerator(score.id), above)
        self._let(names.denominator(score.id), below)
        self._let(names.value_of(score.id), f"iif({top}.exists(), {top} / {bottom}, {UNKNOWN})")

    # ── the outcome

    def _outcome(self) -> None:
        rank = self.pathway.rank
        self._let(names.IN_SCOPE, "true" if self.form.applies_when is None else self._condition(self.form.applies_when))
        for rule in self.rules:
            self._let(names.holds(rule.id), self._condition(rule.when))
        heavier = [level.id for level in reversed(self.pathway.levels) if rank[level.id] > rank[self.pathway.otherwise]]
        for level in heavier:
            self._let(names.reaches(level), any_of(self._what_asks_for(level)))
        certain = possible = str(rank[self.pathway.otherwise])
        for level in reversed(heavier):
            reached = variable(names.reaches(level))
            certain = f"iif({reached}, {rank[level]}, {certain})"
            possible = f"iif({reached}.not(), {possible}, {rank[level]})"
        self._let(names.CERTAIN, certain)
        self._let(names.POSSIBLE, possible)
        same = f"{variable(names.CERTAIN)} = {variable(names.POSSIBLE)}"
        self._let(names.DEFINITE, f"iif({same} and {variable(names.IN_SCOPE)}, true, false)")
        self._let(names.LEVEL, self._level(heavier))

    def _what_asks_for(self, level: str) -> Iterator[str]:
        """The rules of a level, and the alarms of which "don't know" asks for it."""
        for rule in self.rules:
            if rule.urgency == level:
                yield variable(names.holds(rule.id))
        for question in self.form.supplied.values():
            if any(alarm.dont_know == level for alarm in question.alarms):
                yield self.dont_know(question.id)

    def _level(self, heavier: list[str]) -> str:
        """The first level, from the heaviest, that something certain or something open demands."""
        rank, text = self.pathway.rank, str(self.pathway.rank[self.pathway.otherwise])
        is_open = f"{variable(names.DEFINITE)}.not()"
        unsettled = dict[str, list[str]]()
        for level, condition in self._unsettled():
            unsettled.setdefault(level, []).append(condition)
        for level in reversed(heavier):
            demands = [f"{variable(names.CERTAIN)} = {rank[level]}"]
            if level == self.pathway.incomplete:
                demands += [is_open, *self._alarms_not_known()]
            if level in unsettled:
                demands.append(all_of([is_open, any_of(unsettled[level])]))
            text = f"iif({any_of(demands)}, {rank[level]}, {text})"
        return text

    def _alarms_not_known(self) -> Iterator[str]:
        for question in self.form.supplied.values():
            if question.alarms and question.dont_know:
                yield self.dont_know(question.id)

    def _unsettled(self) -> Iterator[tuple[str, str]]:
        """Per alarm with a condition: its "don't know" level, and whether it was answered yes and still waits."""
        for question in self.form.supplied.values():
            for alarm in question.alarms:
                if alarm.dont_know is None or alarm.when == Yes(question.id) or question.type != "yes_no":
                    continue
                when = self._settled(alarm.when)
                if not isinstance(when, bool):
                    answered = self.names.reference[question.id]
                    unknown = f"({fhirpath(when, self.names)}).empty()"
                    yield alarm.dont_know, all_of([answered, unknown, self._something_to_ask(when)])

    def _something_to_ask(self, expr: Expr) -> str:
        """Of an expression that is unknown: whether it waits for a question that can still be asked."""
        return any_of(dict.fromkeys(self._to_ask(expr)))

    def _to_ask(self, expr: Expr) -> Iterator[str]:
        for wait in waits(expr, self.names):
            conditions = [f"({branch}).empty()" for branch in wait.branches]
            conditions.append(self._can_be_asked(wait.name))
            yield all_of(conditions)

    def _can_be_asked(self, name: str) -> str:
        """Whether a name is unknown, and there is a question whose answer would tell."""
        if name in self.pathway.scores:
            return any_of(self._can_be_asked(item) for item in self.pathway.scores[name].items)
        if name in self.pathway.definitions:
            inner = self._settled(self.pathway.definitions[name].when)
            if isinstance(inner, bool):
                return NO
            return all_of([f"{self.names.reference[name]}.empty()", self._something_to_ask(inner)])
        if name not in self.form.supplied:
            return NO
        if names.can_be_asked(name) not in self.all:
            self._let(names.can_be_asked(name), self._question_can_be_asked(self.form.supplied[name]))
        return variable(names.can_be_asked(name))

    def _question_can_be_asked(self, question: Question) -> str:
        conditions = [f"{self.names.reference[question.id]}.empty()"]
        if (not_known := self.dont_know(question.id)) != NO:
            conditions.append(f"{not_known}.not()")
        gate = self.gate(question)
        if not isinstance(gate, bool):
            conditions.append(any_of([self.shown[question.id], self._something_to_ask(gate)]))
        return all_of(conditions)


def _fraction(score: str) -> tuple[str, str]:
    return variable(names.numerator(score)), variable(names.denominator(score))


# ── one question ─────────────────────────────────────────────────────────────────────────────────────────


def shown(question: Question, form: FormVariables) -> str:
    """Whether a question is asked: its gate is yes, or waits only for what was answered "don't know"."""
    gate = form.gate(question)
    if isinstance(gate, bool):
        return fhirpath(gate, form.names)
    condition, rests = fhirpath(gate, form.names), form.rests_on_dont_know(gate)
    if rests == NO:
        return f"iif({condition}, true, false)"
    return f"iif({condition}, true, iif({negated(condition)}, false, {rests}))"


def effective_value(question: Question, form: FormVariables) -> str:
    """What rules see: the answer when it is shown, the hidden value when it is not, and unknown while that is open."""
    gate, answer = form.gate(question), raw_answer(question, form.form)
    if gate is True:
        return answer
    hidden = literal(stored(question, question.if_hidden))
    if gate is False:
        return hidden
    condition, rests = fhirpath(gate, form.names), form.rests_on_dont_know(gate)
    not_shown_yet = UNKNOWN if rests == NO else f"iif({rests}, {answer}, {UNKNOWN})"
    return f"iif({condition}, {answer}, iif({negated(condition)}, {hidden}, {not_shown_yet}))"
