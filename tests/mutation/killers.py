"""What kills a mutant: the stories, the recorded boundary patients, the proofs; and the proof that nothing ever can.

Each killer says of a mutant whether it would have been noticed. One that no killer notices is either equivalent, which
means that on no form any answers, whole or half, come to another level, other rules, other true definitions or other
questions; or it survives, and is named.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from copy import copy
from functools import cache, cached_property

from mutation import Mutant
from pathways.check.judging import judge
from pathways.check.recorded import Outcome, Person, Table, outcome_of, read_table
from pathways.language import Expr, names_in
from pathways.model import Answers, Form, Pathway, Story
from pathways.model.effective import interview_of
from pathways.prove import Case, Encoding, Proof, Solver, asking, happening, knowing, promises
from pathways.prove.patients import nothing_stale
from pathways.prove.solving import Found
from pathways.prove.truth import Formula, Truth, any_of, both, either, no, truth_of
from pathways.prove.turning import questions_read

#: The properties of one form that nobody may break, cheapest first. What compares two forms is left to `make check`.
NOBODY: tuple[Callable[[Case], Iterator[Proof]], ...] = (
    promises.claims_at_least,
    promises.claims_at_most,
    promises.alarms,
    promises.open_alarms,
    knowing.definite,
    happening.advice_agrees,
)


class OneIsEnough(Solver):
    """Stops at the first who breaks a property: a mutant dies but once, and nobody reads the story."""

    def happening(self, cases: Mapping[str, Formula]) -> Iterator[tuple[str, Found]]:
        if (found := self.find(any_of(cases.values()))) is not None:
            yield from ((name, found) for name, formula in cases.items() if found.holds(formula))

    def smallest(self, *conditions: Formula, cost: Sequence[Formula]) -> Found | None:
        return self.find(*conditions)


class HastyCase(Case):
    """A form of which one broken statement is enough."""

    def patient(self) -> Case:
        """The same form for who wants to know all."""
        case = Case.__new__(Case)
        case.form, case.pathway, case.encoding = self.form, self.pathway, self.encoding
        case.solver = Case.solver_of(self, self.encoding)
        return case

    def solver_of(self, *encodings: Encoding) -> Solver:
        stale = nothing_stale(*encodings)
        return OneIsEnough(*(e.possible_answers for e in encodings), *(e.is_judged for e in encodings), *stale)


class WithOtherRules(Encoding):
    """The reading of a form that asks and sees the same, and weighs by other rules."""

    def __init__(self, original: Encoding, form: Form) -> None:
        known = {"rules", "certain", "possible", "is_definite", "level"}
        self.__dict__ |= {key: value for key, value in original.__dict__.items() if key not in known}
        self.form, self.pathway = form, form.pathway
        self.original = original

    @cached_property
    def _truths(self) -> dict[Expr, Truth]:
        """What conditions mean does not depend on the rules, so all mutants of a form share it."""
        return self.original.__dict__.setdefault("truths", {})

    def truth(self, expr: Expr) -> Truth:
        if expr not in self._truths:
            self._truths[expr] = truth_of(expr, self.names)
        return self._truths[expr]

    @cached_property
    def _unsettled_alarms(self) -> list[tuple[int, Formula]]:
        return self.original.__dict__.setdefault("unsettled", list(Encoding._unsettled(self.original)))

    def _unsettled(self) -> Iterator[tuple[int, Formula]]:
        return iter(self._unsettled_alarms)


class Killers:
    """All killers of one pathway's mutants."""

    def __init__(self, pathway: Pathway, table: str) -> None:
        self.pathway = pathway
        self.table: Table = read_table(table, pathway)

    # ── what a mutant can touch

    @cached_property
    def read_by_rules(self) -> frozenset[str]:
        """Questions and definitions that a level can rest on."""
        conditions = [rule.when for rule in self.pathway.rules]
        conditions += [form.applies_when for form in self.pathway.forms.values() if form.applies_when is not None]
        read: set[str] = set()
        for condition in conditions:
            read |= set(self.pathway.questions_behind_with_gates(condition)) | set(self._definitions_behind(condition))
        return frozenset(read)

    def _definitions_behind(self, expr: Expr) -> Iterator[str]:
        for name in names_in(expr):
            if name in self.pathway.definitions:
                yield name
                yield from self._definitions_behind(self.pathway.definitions[name].when)

    def can_change_a_level(self, mutant: Mutant) -> bool:
        return mutant.place in ("rule", "form", "pathway") or mutant.where in self.read_by_rules

    def nothing_rests_on_it(self, mutant: Mutant) -> bool:
        """The value of a hidden question that no rule, definition or gate reads: no need to ask the solver."""
        return mutant.kind == "if_hidden" and mutant.where not in questions_read(self.pathway)

    @cache  # noqa: B019  (as long-lived as the test)
    def forms_touched(self, mutant: Mutant) -> tuple[str, ...]:
        """The forms on which it could show, the smallest first."""
        if mutant.place == "form":
            return (mutant.where,)
        about, levels_only = self._about(mutant), mutant.place in ("rule", "pathway")
        forms = sorted(self.pathway.forms.values(), key=lambda f: (-len(about & f.supplied.keys()), len(f.supplied)))
        return tuple(f.id for f in forms if about & f.supplied.keys() and (f.is_judged or not levels_only))

    def _about(self, mutant: Mutant) -> set[str]:
        """The questions that have to do with it."""
        match mutant.place:
            case "rule":
                return self._behind(self.pathway.rule[mutant.where].when)
            case "definition":
                return self._behind(self.pathway.definitions[mutant.where].when)
            case "question":
                return {mutant.where}
            case _:
                return set(self.pathway.questions)

    def _behind(self, expr: Expr) -> set[str]:
        return set(self.pathway.questions_behind(expr))

    # ── the killers

    def by_stories(self, mutant: Mutant) -> bool:
        """A story fails, or an alarm or claim fails in it. Only where something came out otherwise is it judged."""
        touched, forms = self.forms_touched(mutant), mutant.pathway.forms
        return any(
            outcome_of(forms[story.form], answers) != outcome and next(judge(story, mutant.pathway), None) is not None
            for story, answers, outcome in self._stories
            if story.form in touched
        )

    @cached_property
    def _stories(self) -> list[tuple[Story, Answers, Outcome]]:
        """The stories with all that was answered in one heap, and what comes of them."""
        told = []
        for story in self.pathway.stories:
            form = self.pathway.forms[story.form]
            answers = interview_of(form).answers(story.answers, story.earlier)
            told.append((story, answers, outcome_of(form, answers)))
        return told

    def by_table(self, mutant: Mutant) -> bool:
        """A recorded person comes out otherwise, or does when an answer is left out."""
        touched, forms = self.forms_touched(mutant), mutant.pathway.forms
        first = self._people_of.get(mutant.where, [])
        people = [person for person in (*first, *self.table.people) if person.ordinary.form in touched]
        if any(outcome_of(forms[p.ordinary.form], p.answers) != p.outcome for p in people):
            return True
        return self.can_change_a_level(mutant) and any(next(p.differs(mutant.pathway), None) for p in people)

    @cached_property
    def _people_of(self) -> Mapping[str, list[Person]]:
        """The people who were found for a rule, definition, question or form: they notice it first."""
        people: dict[str, list[Person]] = {}
        for person in self.table.people:
            for pair in person.pairs:
                people.setdefault(pair.split()[1], []).append(person)
        return people

    def by_proofs(self, mutant: Mutant) -> bool:
        """Some property no longer holds of the form that has most to do with it."""
        if not self.can_change_a_level(mutant):
            return False
        home = next((f for f in self.forms_touched(mutant) if mutant.pathway.forms[f].is_judged), None)
        if home is None:
            return False
        hasty = self._case(mutant, home)
        if any(not proof.is_fine for prove in NOBODY for proof in prove(hasty)):
            return True
        case = hasty.patient()
        for prove, settled in self._shown_by_somebody(mutant):
            held = self._held(home, prove)
            if any(proof.subject in held and not proof.is_fine for proof in prove(case, settled)):
                return True
        return False

    def _shown_by_somebody(self, mutant: Mutant) -> Iterator[tuple[Callable[..., Iterator[Proof]], Container[str]]]:
        """What could have become impossible, and what of it need not be asked."""
        yield asking.questions_matter, self.pathway.questions.keys() - self._about(mutant)
        if mutant.place == "rule":
            yield happening.rules_reached, self.pathway.rule.keys() - {mutant.where}
            yield happening.rules_decide, ()

    def _case(self, mutant: Mutant, home: str) -> HastyCase:
        """The form, ready to be asked about. Where only a rule differs, the rest is not read once more."""
        form = mutant.pathway.forms[home]
        if mutant.place != "rule":
            return HastyCase(form)
        original = self._original(home)
        case = copy(original)
        case.form, case.pathway = form, mutant.pathway
        case.encoding = WithOtherRules(original.encoding, form)
        return case

    @cache  # noqa: B019
    def _original(self, form: str) -> HastyCase:
        return HastyCase(self.pathway.forms[form])

    @cache  # noqa: B019
    def _held(self, form: str, prove: Callable[..., Iterator[Proof]]) -> frozenset[str]:
        """What the form itself shows of a property: on one form alone not every rule can be reached."""
        return frozenset(proof.subject for proof in prove(Case(self.pathway.forms[form]), ()) if proof.is_fine)

    # ── the proof that nothing can

    def is_equivalent(self, mutant: Mutant) -> bool:
        if self.nothing_rests_on_it(mutant):
            return True
        return not any(self._differ_on(form, mutant) for form in self.forms_touched(mutant))

    def _differ_on(self, form: str, mutant: Mutant) -> bool:
        encoding, solver = self._encoding(form)
        other = Encoding(mutant.pathway.forms[form], encoding.answers)
        return solver.find(any_of(_differences(encoding, other))) is not None

    @cache  # noqa: B019
    def _encoding(self, form: str) -> tuple[Encoding, Solver]:
        encoding = Encoding(self.pathway.forms[form])
        return encoding, Solver(encoding.possible_answers)


def _differences(one: Encoding, other: Encoding) -> Iterator[Formula]:
    """Each thing that is seen of a form, as a formula: it comes out otherwise."""
    for name in one.form.own:
        yield _differ(one.shown[name.id], other.shown[name.id])
    for name in one.pathway.definitions:
        yield _differ(one.names.truths[name].yes, other.names.truths[name].yes)
    if not one.form.is_judged:
        return
    yield _differ(one.in_scope.yes, other.in_scope.yes)
    yield _differ(one.in_scope.no, other.in_scope.no)
    for name in one.rules.keys() | other.rules.keys():
        fires = [e.rules[name].yes if name in e.rules else False for e in (one, other)]
        yield both(one.is_judged, _differ(*fires))
    for mine, theirs in zip(one.level.at_least, other.level.at_least, strict=True):
        yield both(one.is_judged, _differ(mine, theirs))


def _differ(one: Formula, other: Formula) -> Formula:
    if one is other or (not isinstance(one, bool) and not isinstance(other, bool) and one.eq(other)):
        return False
    return either(both(one, no(other)), both(no(one), other))
