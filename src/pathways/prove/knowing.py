"""Properties 4 to 6 and 14: knowing more, on one form and on a later one, never makes an advice lighter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import z3

from pathways.prove.answers import Answer, answers_to
from pathways.prove.encoding import Encoding
from pathways.prove.patients import Patient
from pathways.prove.statements import Case, Proof, for_everyone
from pathways.prove.truth import all_of, both, either, implies, no


def monotone(case: Case) -> Iterator[Proof]:
    """4. An alarm question that goes from no to yes, all else equal, never lowers the level."""
    alarms = [q.id for q in case.form.supplied.values() if q.alarms and q.type == "yes_no"]
    rises = {name: z3.Bool(f"{name}^") for name in alarms}
    answers = {
        name: replace(answer, said=(z3.Or(answer.said[0], rises[name]),)) if name in rises else answer
        for name, answer in case.encoding.answers.items()
    }
    after = Encoding(case.form, answers)
    lower = after.level.is_below(case.encoding.level)
    alone = {name: all_of(no(other) for key, other in rises.items() if key != name) for name in alarms}

    def is_broken(subject: str, patients: tuple[Patient, ...]) -> bool:
        return patients[1].rank < patients[0].rank

    # Many alarms rising at once lower nothing, so no single one does; only else is each asked for.
    pair = (case.encoding, after)
    if case.solver_of(*pair).find(lower) is None:
        yield from (Proof("monotone", case.form.id, name, "holds") for name in alarms)
    else:
        violations = {name: both(alone[name], lower) for name in alarms}
        yield from for_everyone(case, "monotone", violations, is_broken, among=pair)


def information(case: Case) -> Iterator[Proof]:
    """5. Answers more never lower `certain`, and never raise `possible`.

    "Don't know" on an alarm is a ground of its own, so it may raise what was possible (decision 6).
    """
    answers = case.encoding.answers
    more = {name: _perhaps_more(answer) for name, answer in answers.items()}
    after = Encoding(case.form, more)
    no_more_doubt = all_of(implies(more[name].dont_know, answer.dont_know) for name, answer in answers.items())
    rank = case.pathway.rank
    violations = {
        "certain never falls": after.certain.is_below(case.encoding.certain),
        "possible never rises": both(no_more_doubt, case.encoding.possible.is_below(after.possible)),
    }

    def is_broken(subject: str, patients: tuple[Patient, ...]) -> bool:
        before, later = (patient.evaluation for patient in patients)
        if subject == "certain never falls":
            return rank[str(later.certain)] < rank[str(before.certain)]
        return rank[str(later.possible)] > rank[str(before.possible)]

    yield from for_everyone(case, "information", violations, is_broken, among=(case.encoding, after))


def _perhaps_more(answer: Answer) -> Answer:
    """The same answer; where there was none, perhaps one after all."""
    name = answer.question.id
    was_open = no(either(answer.given, answer.dont_know))
    given = either(answer.given, both(was_open, z3.Bool(f"{name}+")))
    return replace(answer, given=given, dont_know=either(answer.dont_know, both(was_open, z3.Bool(f"{name}+?"))))


def definite(case: Case) -> Iterator[Proof]:
    """6. A complete form is definite: nothing stays open."""
    violations = {"complete": both(case.complete, no(case.encoding.is_definite))}
    yield from for_everyone(case, "definite", violations, lambda _, patients: not patients[0].evaluation.is_definite)


def never_below_earlier_form(case: Case) -> Iterator[Proof]:
    """14. A form never ends lower than what an earlier form was certain of, unless an answer of it was changed."""
    for earlier in case.form.earlier_forms:
        if not earlier.is_judged:
            continue
        before = Encoding(earlier, {**answers_to(earlier.supplied), **case.encoding.answers})
        yield from _never_below(case, before)


def _never_below(case: Case, before: Encoding) -> Iterator[Proof]:
    now = Encoding(case.form, {
        name: _perhaps_more(answer) if name in before.answers else answer
        for name, answer in case.encoding.answers.items()
    })  # fmt: skip
    violations = {before.form.id: now.level.is_below(before.certain)}

    def is_broken(subject: str, patients: tuple[Patient, ...]) -> bool:
        first, later = patients
        return case.pathway.rank[str(first.evaluation.certain)] > later.rank

    yield from for_everyone(case, "between forms", violations, is_broken, among=(before, now))
