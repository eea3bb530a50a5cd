"""Asking the solver. Its "unknown" and a time-out are never taken for an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import z3

from pathways.prove.truth import Formula, any_of

SECONDS = 30


class Undecided(Exception):
    """The solver could not say; what was to be proved counts as not proved."""


@dataclass(frozen=True)
class Found:
    """A solution: what each formula is for the people in it."""

    model: z3.ModelRef

    def holds(self, formula: Formula) -> bool:
        return formula if isinstance(formula, bool) else z3.is_true(self.model.eval(formula, model_completion=True))

    def number(self, term: Any) -> int:
        """What a whole number is in it."""
        return int(self.model.eval(term, model_completion=True).as_long())


class Solver:
    """Formulas that always hold, to which questions are put."""

    def __init__(self, *always: Formula, seconds: float = SECONDS) -> None:
        self._solver = z3.Solver()
        self._solver.set("timeout", int(seconds * 1000))
        for formula in always:
            self._solver.add(formula)

    @contextmanager
    def within(self, *conditions: Formula) -> Iterator[None]:
        """For a while these hold as well, and whatever is told to `hold` meanwhile."""
        self._solver.push()
        try:
            self.hold(*conditions)
            yield
        finally:
            self._solver.pop()

    def hold(self, *formulas: Formula) -> None:
        """From here on these hold: for good, or until the end of `within`."""
        self._solver.add(*formulas)

    def find(self, *conditions: Formula) -> Found | None:
        """People for whom all of this holds; None when there are none. Raises Undecided."""
        if any(condition is False for condition in conditions):
            return None
        self._solver.push()
        try:
            self._solver.add(*conditions)
            return self._asked()
        finally:
            self._solver.pop()

    def _asked(self) -> Found | None:
        answer = self._solver.check()
        if answer == z3.unknown:
            raise Undecided(self._solver.reason_unknown())
        return Found(self._solver.model()) if answer == z3.sat else None

    def smallest(self, *conditions: Formula, cost: Sequence[Formula]) -> Found | None:
        """The same, with as few as possible of the formulas in `cost` true: people one can read in a glance."""
        counted = [term for term in cost if not isinstance(term, bool)]
        self._solver.push()
        try:
            self._solver.add(*conditions)
            best = self._asked()
            if best is None or not counted:
                return best
            low, high = 0, sum(map(best.holds, counted))
            while low < high:
                middle = (low + high) // 2
                better = self._at_most(middle, counted)
                if better is None:
                    low = middle + 1
                else:
                    best, high = better, sum(map(better.holds, counted))
            return best
        finally:
            self._solver.pop()

    def _at_most(self, most: int, counted: Sequence[Formula]) -> Found | None:
        """People with at most so many; None also when the solver cannot say: then a larger example serves."""
        self._solver.push()
        try:
            self._solver.add(z3.AtMost(*counted, most))
            return self._asked()
        except Undecided:
            return None
        finally:
            self._solver.pop()

    def happening(self, cases: Mapping[str, Formula]) -> Iterator[tuple[str, Found]]:
        """The cases that happen to somebody, each with somebody. One question often settles many of them."""
        left = dict(cases)
        while left and (found := self.find(any_of(left.values()))) is not None:
            for name in [name for name, formula in left.items() if found.holds(formula)]:
                yield name, found
                del left[name]
