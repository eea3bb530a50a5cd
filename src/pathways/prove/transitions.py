"""Somebody who is told another level than before: one person's answers to two versions, told as a story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pathways.explain import explain, say
from pathways.model import OUT_OF_SCOPE, Pathway, Text
from pathways.model.differences import heirs
from pathways.model.effective import split_answers
from pathways.prove.patients import REST, Patient

_ONLY_BEFORE = Text("alleen in de oude versie", "only in the old version")
_ONLY_NOW = Text("alleen in de nieuwe versie", "only in the new version")
_NOW_SAYS = Text("{told} (nu: {now})", "{told} (now: {now})")
_BEFORE, _NOW = Text("voorheen", "before"), Text("nu", "now")
_NO_RULE = Text("geen regel vraagt meer", "no rule asks for more")


@dataclass(frozen=True)
class Transition:
    """Somebody who is told another level than before, or the same one for other reasons.

    `before` and `after` are one person's answers to the two versions. `is_whole`: to both, everything that counts.
    `rule`: of who keeps their level, the rule that decides in one version only.
    """

    before: Patient
    after: Patient
    is_whole: bool
    rule: str | None = None

    @property
    def form(self) -> str:
        return self.after.form.id

    @property
    def old_level(self) -> str:
        """The level before, or out_of_scope."""
        return level_of(self.before)

    @property
    def new_level(self) -> str:
        """The level now, or out_of_scope."""
        return level_of(self.after)

    @cached_property
    def lowers(self) -> bool:
        """Something lighter is told than before. In doubt, yes: then somebody must say that it is meant."""
        old, new = self.before.form.pathway, self.after.form.pathway
        return is_lower(self.old_level, self.new_level, old, new)

    @cached_property
    def answered_otherwise(self) -> tuple[str, ...]:
        """The questions of the new version that this person could not answer as before, in both shown."""
        before, after = self.before.answers, self.after.answers
        return tuple(new for old, new in self._answered_in_both.items() if before[old] != after[new])

    @cached_property
    def _answered_in_both(self) -> Mapping[str, str]:
        """The questions that this person answered in both: the old name and the new."""
        known = heirs(self.before.form.pathway, self.after.form.pathway).items()
        return {old: new for old, new in known if old in self.before.answers and new in self.after.answers}

    def told(self, language: str = "en") -> Iterator[str]:
        """The story: what was answered, and what comes of it in both versions."""
        lines = list(self._answers_told(language))
        yield from lines
        rest = len(self.before.answers) + len(self.after.answers) - len(self._answered_in_both) - len(lines)
        if rest:
            yield REST.in_(language).format(count=rest)
        for when, one in ((_BEFORE, self.before), (_NOW, self.after)):
            yield f"{when.in_(language)} -> {one.outcome(language)}: {why(one, language)}"

    def _answers_told(self, language: str) -> Iterator[str]:
        before, after, both = self.before, self.after, self._answered_in_both
        for old, new in both.items():
            if before.answers[old] != after.answers[new]:
                now = say(after.form.supplied[new], after.answers[new], language)
                yield _NOW_SAYS.in_(language).format(told=before.says(old, language), now=now)
            elif old in before.remarkable or new in after.remarkable:
                yield after.says(new, language)
        for one, known, where in ((before, both.keys(), _ONLY_BEFORE), (after, both.values(), _ONLY_NOW)):
            for name in one.remarkable:
                if name not in known:
                    yield f"{where.in_(language)}: {one.says(name, language)}"


def level_of(patient: Patient) -> str:
    """The level, or out_of_scope."""
    return patient.evaluation.level or OUT_OF_SCOPE


def is_lower(old_level: str, new_level: str, old: Pathway, new: Pathway) -> bool:
    """Whether the new level is lighter, in the order of either version.

    No level any more counts as lighter; so does a level that reassures where there was none. Two levels of which each
    version knows one only cannot be compared: then somebody must say what they are to each other.
    """
    if OUT_OF_SCOPE in (old_level, new_level):
        return new_level == OUT_OF_SCOPE or new_level in new.reassuring
    orders = [one.rank for one in (old, new) if old_level in one.rank and new_level in one.rank]
    return not orders or any(rank[new_level] < rank[old_level] for rank in orders)


def why(patient: Patient, language: str = "en") -> str:
    """The rules that ask for just the level that this person is told, or what else does."""
    own, earlier = split_answers(patient.form, patient.answers)
    every = explain(patient.form, own, earlier, language)
    said = [f"{one.rule} ({one.because})" for one in every if one.level == patient.evaluation.level]
    return "; ".join(said) or _NO_RULE.in_(language)


def deciding(patient: Patient) -> set[str]:
    """The rules that ask for just the level that this person is told."""
    return {fired.rule for fired in patient.evaluation.fired if fired.level == patient.evaluation.level}
