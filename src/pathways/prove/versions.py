"""Two versions of a pathway, over everyone: who is told another level than before, the smallest such person first.

Property 15: nobody is told something lighter without a line in the release notes that names it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pathways.model import OUT_OF_SCOPE, RULE_TYPES, Form, Lowering, Pathway
from pathways.model.differences import PartChange, TextChange, part_changes, text_changes
from pathways.prove.encoding import Encoding
from pathways.prove.patients import patient_in, remarkable_answers
from pathways.prove.sharing import SamePerson
from pathways.prove.solving import Found, Solver, Undecided
from pathways.prove.statements import ReadingsDisagree
from pathways.prove.transitions import Transition, deciding
from pathways.prove.truth import Formula, both, no


@dataclass(frozen=True)
class Comparison:
    """What the new version does to people, and how it is written. Transitions: what must be explained comes first."""

    old: Pathway
    new: Pathway
    transitions: tuple[Transition, ...]
    other_reasons: tuple[Transition, ...]
    #: Forms that gave a level and give none any more.
    ended: tuple[str, ...]
    #: Form → the questions that count and that only one version asks there, old and new.
    asked_in_one: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    #: Form → why the solver could not say.
    undecided: Mapping[str, str]
    parts: tuple[PartChange, ...]
    texts: tuple[TextChange, ...]

    @cached_property
    def notes(self) -> tuple[Lowering, ...]:
        """The lines that the new version adds to the release notes about what it lowers."""
        told = {(release.version, line) for release in self.old.releases for line in release.lowers}
        return tuple(
            line
            for release in self.new.releases
            for line in release.lowers
            if (release.version, line) not in told
        )  # fmt: skip

    def explanation(self, form: str, old_level: str | None, new_level: str | None) -> Lowering | None:
        """The line of the release notes that names this lowering."""
        named = (form, old_level, new_level)
        return next((line for line in self.notes if (line.form, line.old_level, line.new_level) == named), None)

    @cached_property
    def unexplained(self) -> tuple[Transition, ...]:
        """The transitions to something lighter that no line of the release notes names."""
        lower = (one for one in self.transitions if one.lowers)
        return tuple(one for one in lower if self.explanation(one.form, one.old_level, one.new_level) is None)

    @cached_property
    def unexplained_ends(self) -> tuple[str, ...]:
        return tuple(form for form in self.ended if self.explanation(form, None, None) is None)

    @cached_property
    def idle_notes(self) -> tuple[Lowering, ...]:
        """Lines that name a lowering which does not happen: a slip, or a leftover."""
        happen = {(one.form, one.old_level, one.new_level) for one in self.transitions if one.lowers}
        happen |= {(form, None, None) for form in self.ended}  # type: ignore[misc]
        return tuple(line for line in self.notes if (line.form, line.old_level, line.new_level) not in happen)

    @cached_property
    def stale_texts(self) -> tuple[TextChange, ...]:
        """Texts whose Dutch changed and whose English neither followed nor is said to stand."""
        told = {(release.version, path) for release in self.old.releases for path in release.english_stands}
        stands = {
            path
            for release in self.new.releases
            for path in release.english_stands
            if (release.version, path) not in told
        }
        return tuple(text for text in self.texts if text.english_is_stale and text.path not in stands)

    @property
    def is_fine(self) -> bool:
        return not (self.unexplained or self.unexplained_ends or self.stale_texts or self.undecided)


def compare(old: Pathway, new: Pathway, forms: Collection[str] = (), *, reasons: bool = False) -> Comparison:
    """Everything that changed for anybody, on every judged form or only these.

    `reasons`: also those who keep their level and are told it for other reasons.
    Raises ReadingsDisagree when evaluate does not confirm what the solver found.
    """
    found: list[Transition] = []
    other_reasons: list[Transition] = []
    asked_in_one: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    undecided: dict[str, str] = {}
    ended = []
    for name, form in old.forms.items():
        if not form.is_judged or (forms and name not in forms):
            continue
        if name not in new.forms or not new.forms[name].is_judged:
            ended.append(name)
            continue
        crossing = _Crossing(form, new.forms[name])
        asked_in_one[name] = crossing.asked_in_one
        try:
            found += crossing.transitions()
            other_reasons += crossing.other_reasons() if reasons else ()
        except Undecided as reason:
            undecided[name] = str(reason)
    return Comparison(
        old, new, tuple(sorted(found, key=_weight)), tuple(other_reasons), tuple(ended), asked_in_one, undecided,
        tuple(part_changes(old, new)), tuple(text_changes(old, new)),
    )  # fmt: skip


def _weight(one: Transition) -> tuple[bool, bool, int, int]:
    """Lighter first, then whole forms, then from the heaviest level down."""
    ranks = one.before.form.pathway.rank, one.after.form.pathway.rank
    old, new = (rank.get(level, -1) for rank, level in zip(ranks, (one.old_level, one.new_level), strict=True))
    return not one.lowers, not one.is_whole, -old, -new


class _Crossing:
    """One form in two versions, ready to be asked who is told what in each."""

    def __init__(self, old: Form, new: Form) -> None:
        self.person = SamePerson(old, new)
        self.before, self.after = self.person.before, self.person.after
        self.solver = Solver(*self.person.always)
        terms = [*remarkable_answers(self.after), *remarkable_answers(self.before)]
        self.cost = list({term.get_id(): term for term in terms if not isinstance(term, bool)}.values())

    @property
    def asked_in_one(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        paired = [(pair.before.question.id, pair.after.question.id) for pair in self.person.pairs]
        sides = ((self.before, {old for old, _ in paired}), (self.after, {new for _, new in paired}))
        old, new = (
            tuple(
                question.id
                for question in encoding.form.supplied.values()
                if question.id not in known and question.type in RULE_TYPES and question.id in encoding.read
            )
            for encoding, known in sides
        )
        return old, new

    def transitions(self) -> Iterator[Transition]:
        """One person for each pair of levels that somebody goes between."""
        levels_before, levels_after = _levels(self.before), _levels(self.after)
        cases = {
            f"{old} {new}": both(was, is_now)
            for old, was in levels_before.items()
            for new, is_now in levels_after.items()
            if old != new
        }
        for case, found, is_whole in self._people(cases):
            transition = Transition(patient_in(found, self.before), patient_in(found, self.after), is_whole)
            self._confirm(transition, f"{transition.old_level} {transition.new_level}" == case)
            yield transition

    def other_reasons(self) -> Iterator[Transition]:
        """One person for each level and rule where the rule decides that level in one version only."""
        levels_before, levels_after = _levels(self.before), _levels(self.after)
        every = {*self.before.rules, *self.after.rules}
        cases = {
            f"{level} {rule}": both(levels_before[level], levels_after[level], _differ(*decides))
            for level in levels_before.keys() & levels_after.keys()
            for rule in sorted(every)
            if _are_different(*(decides := (_decides(self.before, rule, level), _decides(self.after, rule, level))))
        }
        for case, found, is_whole in self._people(cases):
            level, rule = case.split()
            before, after = patient_in(found, self.before), patient_in(found, self.after)
            transition = Transition(before, after, is_whole, rule)
            is_so = transition.old_level == transition.new_level == level
            self._confirm(transition, is_so and (rule in deciding(before)) != (rule in deciding(after)))
            yield transition

    def _people(self, cases: Mapping[str, Formula]) -> Iterator[tuple[str, Found, bool]]:
        """The cases that happen, each with the smallest person: if there is one, with whole forms and equal answers."""
        left = dict(cases)
        complete, same = self.person.is_complete, self.person.says_the_same
        stages = [(both(complete, same), True), (complete, True), (same, False), (True, False)]
        for among, is_whole in stages if same is not True else stages[1::2]:
            happening = self.solver.happening({name: both(among, case) for name, case in left.items()})
            for name in [name for name, _ in happening]:
                found = self.solver.smallest(among, left.pop(name), cost=self.cost)
                assert found is not None, "who was found a moment ago is still there"
                yield name, found, is_whole

    def _confirm(self, transition: Transition, is_so: bool) -> None:
        if not is_so:
            told = "\n".join(line for patient in (transition.before, transition.after) for line in patient.told())
            raise ReadingsDisagree(f"{transition.form}: the solver and evaluate disagree about\n{told}")


def _levels(encoding: Encoding) -> dict[str, Formula]:
    """Each level, and out_of_scope, with who is told it."""
    ladder = encoding.level
    levels = {name: both(encoding.is_judged, ladder.is_exactly(rank)) for rank, name in enumerate(encoding.level_names)}
    return {**levels, OUT_OF_SCOPE: encoding.in_scope.no}


def _decides(encoding: Encoding, rule: str, level: str) -> Formula:
    if rule not in encoding.rules or encoding.pathway.rule[rule].urgency != level:
        return False
    return encoding.rules[rule].yes


def _are_different(one: Formula, other: Formula) -> bool:
    """Whether they are written differently at all."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is not other
    return not one.eq(other)


def _differ(one: Formula, other: Formula) -> Formula:
    return no(one == other) if not isinstance(one, bool) or not isinstance(other, bool) else one != other
