"""Properties 9, 10 and 12: what is worth asking."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

import z3

from pathways.model import RULE_TYPES
from pathways.prove.answers import Answer, answer_to
from pathways.prove.solving import Solver, Undecided
from pathways.prove.statements import Case, Proof, Settled
from pathways.prove.truth import Formula, all_of, any_of, both, no


class Twins:
    """Two people with complete forms that differ in one question, and in what comes of it.

    What can come of it: a rule, a definition (the application reads those too), the scope, and what is asked next.
    """

    def __init__(self, case: Case) -> None:
        self.case, self.encoding = case, case.encoding
        # What one of them is not asked may stand answered in the heap they share: the other may be asked it.
        self.solver = Solver(case.encoding.possible_answers)
        self.outcomes = {"scope": case.encoding.in_scope.yes}
        self.outcomes |= {f"shown {name}": shown for name, shown in case.encoding.shown.items()}
        self.outcomes |= {f"rule {name}": truth.yes for name, truth in case.encoding.rules.items()}
        self.outcomes |= {
            f"definition {name}": case.encoding.names.truths[name].yes for name in case.pathway.definitions
        }

    @cached_property
    def reach(self) -> Mapping[str, frozenset[str]]:
        """Per question, all outcomes and gates that its answer can change."""
        every: dict[str, set[str]] = {}
        pathway = self.case.pathway
        for question in self.case.form.supplied.values():
            for name in pathway.questions_behind_with_gates(question.ask_when) if question.ask_when is not None else ():
                every.setdefault(name, set()).add(f"shown {question.id}")
        for rule in pathway.rules:
            for name in pathway.questions_behind_with_gates(rule.when):
                every.setdefault(name, set()).add(f"rule {rule.id}")
        for definition in pathway.definitions.values():
            for name in pathway.questions_behind_with_gates(definition.when):
                every.setdefault(name, set()).add(f"definition {definition.id}")
        if self.case.form.applies_when is not None:
            for name in pathway.questions_behind_with_gates(self.case.form.applies_when):
                every.setdefault(name, set()).add("scope")
        return {name: frozenset(outcomes) for name, outcomes in every.items()}

    def differ(self, question: str, also: Callable[[Answer, Answer], Formula] = lambda one, other: True) -> bool:
        """Whether there are such twins, of whom `also` is true. Raises Undecided."""
        one = self.encoding.answers[question]
        other = answer_to(one.question, "'")
        swapped = list(zip(one.variables, other.variables, strict=True))

        def twin(formula: Formula) -> Formula:
            return formula if isinstance(formula, bool) else z3.substitute(formula, *swapped)

        touched = [self.outcomes[name] for name in self.reach.get(question, ()) if name in self.outcomes]
        change = any_of(_differ(formula, twin(formula)) for formula in touched)
        complete = twin(self.encoding.is_complete)
        found = self.solver.find(self.case.complete, complete, other.is_possible(), change, also(one, other))
        return found is not None


def _differ(one: Formula, other: Formula) -> Formula:
    return False if isinstance(one, bool) or one.eq(other) else z3.Xor(one, other)


def questions_matter(case: Case, settled: Settled = ()) -> Iterator[Proof]:
    """9. Every question matters: two people who differ only there are told apart, or asked something else.

    Else do not burden them with it, or say that it is for information only.
    """
    twins = Twins(case)
    for question in case.form.own:
        if question.type in RULE_TYPES and not question.information_only and question.id not in settled:
            yield _exists("question matters", case, question.id, twins, question.id)


def options_matter(case: Case, settled: Settled = ()) -> Iterator[Proof]:
    """10. Every option of a choice matters, or it (or the question) is marked as information only.

    Of a body map the whole is asked for, not each region: it is one picture.
    """
    twins = Twins(case)
    for question in case.form.own:
        if question.type not in ("one", "many") or question.information_only:
            continue
        for place, option in enumerate(question.options):
            subject = f"{question.id}={option.id}"
            if not option.exclusive and not option.information_only and subject not in settled:
                yield _exists("option matters", case, subject, twins, question.id, place)


def _exists(name: str, case: Case, subject: str, twins: Twins, question: str, option: int | None = None) -> Proof:
    try:
        differ = twins.differ(question) if option is None else twins.differ(question, _only_one_has(option))
    except Undecided as reason:
        return Proof(name, case.form.id, subject, "undecided", note=str(reason))
    return Proof(name, case.form.id, subject, "holds" if differ else "broken")


def _only_one_has(place: int) -> Callable[[Answer, Answer], Formula]:
    """One chose this option and the other did not; of several choices, the rest is equal but for "none of these"."""

    def only_one(one: Answer, other: Answer) -> Formula:
        if one.question.type == "one":
            return both(one.said[0] == place, other.said[0] != place)
        pairs = zip(one.question.options, one.said, other.said, strict=True)
        same = [a == b for at, (option, a, b) in enumerate(pairs) if at != place and not option.exclusive]
        return all_of((one.said[place], no(other.said[place]), *same))

    return only_one


def asked_in_vain(case: Case) -> Iterator[Proof]:
    """12. A question that can be shown when nothing it could change is open any more. Told, not refused."""
    encoding = case.encoding
    read = [q.id for q in case.form.own if q.type in RULE_TYPES and not q.information_only]
    targets = {name: both(encoding.shown[name], no(encoding.answered(name)), encoding.is_definite) for name in read}
    try:
        names = [name for name, _ in case.solver.happening(targets)]
    except Undecided as reason:
        yield Proof("asked in vain", case.form.id, "all", "undecided", note=str(reason))
        return
    note = f"{len(names)} of {len(read)} questions can be shown after the outcome is certain"
    yield Proof("asked in vain", case.form.id, "all", "noted", note=note)
