"""What is proved of one form, over everyone who could fill it in, whether half or whole.

Each property is a function from a case to proofs. Either nobody may break it (`for_everyone`), or somebody must show it
(`for_someone`). The numbers are those of the list in docs/decisions/0014-proofs.md.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import combinations, zip_longest
from typing import Literal

import z3

from pathways.evaluate import program_of
from pathways.language import Expr
from pathways.language import all_of as expr_of_all
from pathways.language.meaning import condition
from pathways.language.tree import compare
from pathways.model import RULE_TYPES, Form, Pathway, Score
from pathways.model.effective import split_answers
from pathways.prove.answers import Answer, answer_to, answers_to
from pathways.prove.encoding import Encoding, Ladder
from pathways.prove.patients import Patient, nothing_stale, patient_in, remarkable_answers
from pathways.prove.solving import Found, Solver, Undecided
from pathways.prove.truth import Formula, all_of, any_of, both, either, implies, no

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


# ── 1 to 3: alarms and claims


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


def truth(patient: Patient, expr: Expr) -> bool | None:
    """What evaluate's own reading makes of an expression, for one person."""
    program = program_of(patient.form)
    own, earlier = split_answers(patient.form, patient.answers)
    return condition(expr, program.layout)(program.values(own, earlier, closed=patient.closed).values)


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


def above(level: Ladder, rank: int) -> Formula:
    return level.at_least[rank + 1] if rank + 1 < len(level.at_least) else False


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


# ── 4 to 6: knowing more


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


# ── 7 and 8: what can happen


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


# ── 9 and 10: what is worth asking


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
            for name in with_gates(pathway, question.ask_when) if question.ask_when is not None else ():
                every.setdefault(name, set()).add(f"shown {question.id}")
        for rule in pathway.rules:
            for name in with_gates(pathway, rule.when):
                every.setdefault(name, set()).add(f"rule {rule.id}")
        for definition in pathway.definitions.values():
            for name in with_gates(pathway, definition.when):
                every.setdefault(name, set()).add(f"definition {definition.id}")
        if self.case.form.applies_when is not None:
            for name in with_gates(pathway, self.case.form.applies_when):
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


@lru_cache(maxsize=4096)
def with_gates(pathway: Pathway, expr: Expr) -> frozenset[str]:
    """The questions an expression rests on, with those that their gates rest on."""
    found: set[str] = set()
    left = set(pathway.questions_behind(expr))
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            gate = pathway.questions[name].ask_when
            left |= set() if gate is None else set(pathway.questions_behind(gate))
    return frozenset(found)


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


# ── 11 to 13: advice, burden, bands


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


# ── 14: between forms


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
