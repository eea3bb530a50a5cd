"""A statement about one form: nobody breaks it, or somebody shows it. The judge over both is evaluate."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pathways.evaluate import program_of
from pathways.language import Expr
from pathways.language.meaning import condition
from pathways.model import Form
from pathways.model.effective import split_answers
from pathways.prove.encoding import Encoding, Ladder
from pathways.prove.patients import Patient, nothing_stale, patient_in, remarkable_answers
from pathways.prove.solving import Found, Solver, Undecided
from pathways.prove.truth import Formula, both

Outcome = Literal["holds", "broken", "undecided", "noted"]
Settled = Container[str]


@dataclass(frozen=True)
class Proof:
    """One statement about one form, and whether it holds. Broken: with the smallest people who break it.

    `noted` is for what an author should know and may well have meant.
    """

    name: str
    form: str
    subject: str
    outcome: Outcome
    patients: tuple[Patient, ...] = ()
    note: str = ""

    @property
    def is_fine(self) -> bool:
        return self.outcome in ("holds", "noted")


class ReadingsDisagree(Exception):
    """The solver found somebody whom evaluate does not confirm: the fault is ours, not the author's."""


class Case:
    """A judged form, ready to be asked about."""

    def __init__(self, form: Form) -> None:
        self.form, self.pathway = form, form.pathway
        self.encoding = Encoding(form)
        self.solver = self.solver_of(self.encoding)

    def solver_of(self, *encodings: Encoding) -> Solver:
        """A solver for people that each of these readings accepts, and gives a level."""
        stale = nothing_stale(*encodings)
        return Solver(*(e.possible_answers for e in encodings), *(e.is_judged for e in encodings), *stale)

    @cached_property
    def complete(self) -> Formula:
        """The form is for this person, and all that counts is answered."""
        return both(self.encoding.in_scope.yes, self.encoding.is_complete)


# ── two kinds of statement


def for_everyone(
    case: Case,
    name: str,
    violations: Mapping[str, Formula],
    is_broken: Callable[[str, tuple[Patient, ...]], bool],
    *,
    among: tuple[Encoding, ...] = (),
) -> Iterator[Proof]:
    """Nobody is in any violation. `among`: the readings that a violation compares; without it that of the case.

    What the form never asks about cannot be violated on it: of that nothing is stated.
    """
    violations = {subject: violation for subject, violation in violations.items() if violation is not False}
    encodings = among or (case.encoding,)
    solver = case.solver if not among else case.solver_of(*among)
    cost = remarkable_answers(encodings[-1])
    try:
        broken = {subject for subject, _ in solver.happening(violations)}
    except Undecided:
        broken = set(violations)
    for subject, violation in violations.items():
        if subject not in broken:
            yield Proof(name, case.form.id, subject, "holds")
            continue
        try:
            found = solver.smallest(violation, cost=cost)
        except Undecided as reason:
            yield Proof(name, case.form.id, subject, "undecided", note=str(reason))
            continue
        yield _judged(case, name, subject, found, encodings, is_broken)


def _judged(
    case: Case,
    name: str,
    subject: str,
    found: Found | None,
    encodings: tuple[Encoding, ...],
    is_broken: Callable[[str, tuple[Patient, ...]], bool],
) -> Proof:
    if found is None:
        return Proof(name, case.form.id, subject, "holds")
    patients = tuple(patient_in(found, encoding) for encoding in encodings)
    if not is_broken(subject, patients):
        told = "\n".join(line for patient in patients for line in patient.told())
        raise ReadingsDisagree(f"{name} {case.form.id} {subject}: the solver says broken, evaluate does not\n{told}")
    return Proof(name, case.form.id, subject, "broken", patients)


def for_someone(case: Case, name: str, targets: Mapping[str, Formula], settled: Settled = ()) -> Iterator[Proof]:
    """Each target happens to somebody. `settled`: those of whom another form has shown it."""
    targets = {subject: target for subject, target in targets.items() if subject not in settled}
    try:
        happen = {subject for subject, _ in case.solver.happening(targets)}
    except Undecided as reason:
        yield Proof(name, case.form.id, "all", "undecided", note=str(reason))
        return
    for subject in targets:
        yield Proof(name, case.form.id, subject, "holds" if subject in happen else "broken")


# ── what statements speak of


def truth(patient: Patient, expr: Expr) -> bool | None:
    """What evaluate's own reading makes of an expression, for one person."""
    program = program_of(patient.form)
    own, earlier = split_answers(patient.form, patient.answers)
    return condition(expr, program.layout)(program.values(own, earlier, closed=patient.closed).values)


def above(level: Ladder, rank: int) -> Formula:
    return level.at_least[rank + 1] if rank + 1 < len(level.at_least) else False
