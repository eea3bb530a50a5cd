"""Measuring two things side by side on a machine whose speed changes from minute to minute."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 7


@dataclass(frozen=True)
class Beside:
    """How often per second ours and theirs run, as medians over rounds taken in turn."""

    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        """Ours over theirs: above 1 we are faster."""
        return self.ours / self.theirs


def beside(ours: Callable[[], object], theirs: Callable[[], object], *, seconds: float = 0.4) -> Beside:
    """Run both in turn, `ROUNDS` times for about `seconds` each."""
    ours(), theirs()
    rates = [(per_second(ours, seconds), per_second(theirs, seconds)) for _ in range(ROUNDS)]
    return Beside(statistics.median(rate for rate, _ in rates), statistics.median(rate for _, rate in rates))


def per_second(work: Callable[[], object], seconds: float) -> float:
    """How often `work` runs in a second."""
    done, began = 0, time.perf_counter()
    while (passed := time.perf_counter() - began) < seconds:
        work()
        done += 1
    return done / passed


@dataclass(frozen=True)
class Result:
    """One line of the report: what was measured, what must hold, and whether it does."""

    name: str
    measured: str
    demanded: str
    holds: bool

    def __str__(self) -> str:
        return f"{'ok  ' if self.holds else 'FAIL'}  {self.name:<46} {self.measured:<44} {self.demanded}"
