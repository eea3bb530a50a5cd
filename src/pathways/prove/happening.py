"""Properties 7, 8, 11 and 13: what a form can show, reach, decide and advise."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, zip_longest

from pathways.language import Expr
from pathways.language import all_of as expr_of_all
from pathways.language.tree import compare
from pathways.model import Score
from pathways.prove.patients import Patient
from pathways.prove.statements import Case, Proof, Settled, above, for_everyone, for_someone
from pathways.prove.truth import Formula, any_of, both, no


def questions_shown(case: Case) -> Iterator[Proof]:
    """7. Every question can be shown."""
    yield from for_someone(case, "shown", {question.id: case.encoding.shown[question.id] for question in case.form.own})


def levels_reached(case: Case, settled: Settled = ()) -> Iterator[Proof]:
    """7. Every level can be the outcome of a complete form."""
    ladder = case.encoding.level
    targets = {level.id: both(case.complete, ladder.is_exactly(rank)) for rank, level in enumerate(case.pathway.levels)}
    yield from for_someone(case, "level reached", targets, settled)


def rules_reached(case: Case, settled: Settled = ()) -> Iterator[Proof]:
    """7. Every rule that this form could make true does come true for somebody with a complete form."""
    targets = {name: both(case.complete, truth.yes) for name, truth in case.encoding.rules.items()}
    yield from for_someone(case, "rule reached", targets, settled)


def rules_decide(case: Case, settled: Settled = ()) -> Iterator[Proof]:
    """8. Every rule decides for somebody: it is true, and no other rule of at least its urgency is.

    Not asked of a rule that says it only adds to others, nor of one for the level that everyone has.
    """
    rank = {rule.id: case.encoding.rank(rule) for rule in case.pathway.rules}
    lowest = case.pathway.rank[case.pathway.otherwise]
    rules = case.encoding.rules
    targets = {
        name: both(
            case.complete,
            truth.yes,
            no(any_of(other.yes for key, other in rules.items() if key != name and rank[key] >= rank[name])),
        )
        for name, truth in rules.items()
        if rank[name] > lowest and not case.pathway.rule[name].adds_to
    }
    yield from for_someone(case, "rule decides", targets, settled)


def rules_add(case: Case) -> Iterator[Proof]:
    """8. A rule that only adds to others is never true without one of them, of at least its urgency."""
    rules, rank = case.encoding.rules, case.encoding.rank
    violations: dict[str, Formula] = {}
    for name in rules:
        rule = case.pathway.rule[name]
        beside = [case.pathway.rule[other] for other in rule.adds_to if other in rules]
        if rule.adds_to:
            counts = any_of(rules[other.id].yes for other in beside if rank(other) >= rank(rule))
            violations[name] = both(rules[name].yes, no(counts))

    def is_broken(subject: str, patients: tuple[Patient, ...]) -> bool:
        fired = {fired.rule for fired in patients[0].evaluation.fired}
        return subject in fired and fired.isdisjoint(case.pathway.rule[subject].adds_to)

    yield from for_everyone(case, "rule adds", violations, is_broken)


def advice_agrees(case: Case) -> Iterator[Proof]:
    """11. No two advices that exclude each other are due to one person."""
    every = case.pathway.advice
    pairs = [(a, b) for a, b in combinations(every, 2) if b in every[a].not_with or a in every[b].not_with]
    violations = {f"{a}, {b}": both(_due(case, a), _due(case, b)) for a, b in pairs}

    def is_broken(subject: str, patients: tuple[Patient, ...]) -> bool:
        due = {name for fired in patients[0].evaluation.fired for name in case.pathway.rule[fired.rule].advice}
        return set(subject.split(", ")) <= due

    yield from for_everyone(case, "advice agrees", violations, is_broken)


def advice_given(case: Case, settled: Settled = ()) -> Iterator[Proof]:
    """11. Every advice is given to somebody, so none lies above its own `up_to`."""
    targets = {name: both(case.complete, _due(case, name)) for name in case.pathway.advice}
    yield from for_someone(case, "advice given", targets, settled)


def _due(case: Case, advice: str) -> Formula:
    """A rule that gives it is true, and the level is not above its `up_to`."""
    up_to = case.pathway.advice[advice].up_to
    given = any_of(truth.yes for name, truth in case.encoding.rules.items() if advice in case.pathway.rule[name].advice)
    return given if up_to is None else both(given, no(above(case.encoding.level, case.pathway.rank[up_to])))


def bands_reached(case: Case, settled: Settled = ()) -> Iterator[Proof]:
    """13. Each band of a score is reached by somebody who answers all its items."""
    scores = [s for s in case.pathway.scores.values() if any(item in case.form.supplied for item in s.items)]
    targets = {
        f"{score.id}={band}": both(case.complete, case.encoding.truth(inside).yes)
        for score in scores
        for band, inside in _bands(score)
    }
    yield from for_someone(case, "band reached", targets, settled)


def _bands(score: Score) -> Iterator[tuple[str, Expr]]:
    """Each band with what lies inside it."""
    starts = [Fraction(band.starts_at) for band in score.bands]
    for band, start, end in zip_longest(score.bands, starts, starts[1:]):
        inside = [compare({score.id: Fraction(1)}, ">=", start, in_days=False)]
        if end is not None:
            inside.append(compare({score.id: Fraction(1)}, "<", end, in_days=False))
        yield band.id, expr_of_all(inside)
