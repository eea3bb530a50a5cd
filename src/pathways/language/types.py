"""The types of names in expressions. Every number carries its range, so that nonsense is found while reading."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class YesNoType:
    """A yes/no question or a definition."""


@dataclass(frozen=True, slots=True)
class Band:
    """A named part of a score: from this value up to the next band."""

    id: str
    starts_at: Fraction


@dataclass(frozen=True, slots=True)
class NumberType:
    """A number question or a score. `step` is the smallest difference (None: any fraction, as in a mean)."""

    low: Fraction
    high: Fraction
    step: Fraction | None = Fraction(1)
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True)
class DurationType:
    """Whole days."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class OneType:
    """A choice of which exactly one option is the answer."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ManyType:
    """A choice of which several options can be the answer."""

    options: tuple[str, ...]


Type = YesNoType | NumberType | DurationType | OneType | ManyType

#: Days in a unit of an expression, as the manual states: months and years are rough, weeks are not.
DAYS_IN = {"day": 1, "week": 7, "month": 30, "year": 365}
