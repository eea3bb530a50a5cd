"""Properties 1 to 3: what alarms and claims promise."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.language import Expr
from pathways.model import Form
from pathways.prove.patients import Patient
from pathways.prove.statements import Case, Proof, Settled, above, for_everyone, for_someone, truth
from pathways.prove.truth import any_of, both, no


def alarms(case: Case) -> Iterator[Proof]:
    """1. Each alarm: when its condition is true, the level is at least its own."""
    rank, encoding = case.pathway.rank, case.encoding
    violations = {
        name: both(encoding.truth(when).yes, no(encoding.level.at_least[rank[at_least]]))
        for name, when, at_least in _alarms(case.form)
    }
    conditions = {name: (when, rank[at_least]) for name, when, at_least in _alarms(case.form)}

    def is_broken(subject: str, patients: tuple[Patient, ...]) -> bool:
        when, least = conditions[subject]
        return truth(patients[0], when) is True and patients[0].rank < least

    yield from for_everyone(case, "alarm", violations, is_broken)


def _alarms(form: Form) -> Iterator[tuple[str, Expr, str]]:
    """Every alarm that can sound on a form: a name, its condition, its level."""
    for question in form.supplied.values():
        for place, alarm in enumerate(question.alarms):
            yield question.id if place == 0 else f"{question.id}.{place + 1}", alarm.when, alarm.at_least


def claims_at_least(case: Case) -> Iterator[Proof]:
    """2. Each claim "at least", for whole and for half-filled forms."""
    rank, encoding = case.pathway.rank, case.encoding
    claims = {claim.id: claim for claim in case.pathway.claims if claim.at_least is not None}
    violations = {
        name: both(encoding.truth(claim.condition).yes, no(encoding.level.at_least[rank[claim.at_least]]))
        for name, claim in claims.items()
        if claim.at_least is not None
    }

    def is_broken(subject: str, patients: tuple[Patient, ...]) -> bool:
        claim = claims[subject]
        assert claim.at_least is not None
        return truth(patients[0], claim.condition) is True and patients[0].rank < rank[claim.at_least]

    yield from for_everyone(case, "claim at least", violations, is_broken)


def claims_speak(case: Case, settled: Settled = ()) -> Iterator[Proof]:
    """2. Each claim is about somebody: a condition that nobody meets promises nothing."""
    targets = {claim.id: both(case.complete, case.encoding.truth(claim.condition).yes) for claim in case.pathway.claims}
    yield from for_someone(case, "claim speaks", targets, settled)


def claims_at_most(case: Case) -> Iterator[Proof]:
    """2. Each claim "at most", for whole forms: an open form may say more."""
    rank, encoding = case.pathway.rank, case.encoding
    claims = {claim.id: claim for claim in case.pathway.claims if claim.at_most is not None}
    violations = {
        name: both(case.complete, encoding.truth(claim.condition).yes, above(encoding.level, rank[claim.at_most]))
        for name, claim in claims.items()
        if claim.at_most is not None
    }

    def is_broken(subject: str, patients: tuple[Patient, ...]) -> bool:
        claim = claims[subject]
        assert claim.at_most is not None
        return truth(patients[0], claim.condition) is True and patients[0].rank > rank[claim.at_most]

    yield from for_everyone(case, "claim at most", violations, is_broken)


def open_alarms(case: Case) -> Iterator[Proof]:
    """3. An alarm that is not yet excluded never ends in a reassuring level."""
    encoding = case.encoding
    reassuring = [case.pathway.rank[level] for level in case.pathway.reassuring]
    reassures = any_of(encoding.level.is_exactly(rank) for rank in reassuring)
    conditions = {name: when for name, when, _ in _alarms(case.form)}
    violations = {name: both(encoding.truth(when).unknown, reassures) for name, when in conditions.items()}

    def is_broken(subject: str, patients: tuple[Patient, ...]) -> bool:
        return truth(patients[0], conditions[subject]) is None and patients[0].rank in reassuring

    yield from for_everyone(case, "open alarm", violations, is_broken)
