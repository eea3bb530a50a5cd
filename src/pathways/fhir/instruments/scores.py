"""The score of an instrument: declared by us, never imported, and held against what a publisher's examples say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pathways.evaluate import evaluate
from pathways.fhir.instruments.items import Item
from pathways.fhir.instruments.reading import Instrument
from pathways.model import Answers, Form

Method = Literal["sum", "mean", "percent"]
METHODS: tuple[Method, ...] = ("sum", "mean", "percent")


class NotScorable(Exception):
    """This score cannot be declared over this instrument."""


@dataclass(frozen=True)
class DeclaredScore:
    """How we score an instrument. `table`: the owner's, from the raw score to the published one, as for T-scores."""

    method: Method
    better: Literal["lower", "higher"]
    items: tuple[Item, ...]
    missing_allowed: int = 0
    table: Mapping[Fraction, Decimal] | None = None

    @property
    def reach(self) -> tuple[Decimal, Decimal]:
        """Lowest and highest score."""
        if self.table is not None:
            return min(self.table.values()), max(self.table.values())
        ranges = [item.points for item in self.items]
        lows = [each[0] for each in ranges if each is not None]
        highs = [each[1] for each in ranges if each is not None]
        match self.method:
            case "sum":
                return sum(lows, Decimal(0)), sum(highs, Decimal(0))
            case "mean":
                return min(lows), max(highs)
            case "percent":
                return Decimal(0), Decimal(100)

    def published_as(self, raw: Fraction | None) -> Fraction | None:
        """A raw score as it is published: itself, or what the table says; None where the table says nothing."""
        if raw is None or self.table is None:
            return raw
        found = self.table.get(raw)
        return None if found is None else Fraction(found)


def declare(
    instrument: Instrument,
    method: Method,
    better: Literal["lower", "higher"],
    link_ids: tuple[str, ...] = (),
    missing_allowed: int = 0,
    table: Mapping[Fraction, Decimal] | None = None,
) -> DeclaredScore:
    """A score over these items, or over every item that has points. Raises NotScorable with the reason."""
    known = {item.link_id: item for item in instrument.items}
    for link_id in link_ids:
        if link_id not in known:
            raise NotScorable(f"there is no question '{link_id}' to score")
    items = [known[link_id] for link_id in link_ids] or [item for item in known.values() if item.points is not None]
    if not items:
        raise NotScorable("no item has points: options need an ordinal value, or numbers bounds")
    for item in items:
        _judge(item)
    if not 0 <= missing_allowed < len(items):
        raise NotScorable(f"{missing_allowed} missing of {len(items)} items leaves nothing to score")
    if method == "percent" and len({item.points for item in items}) > 1:
        raise NotScorable("a percent score needs items that all have the same lowest and highest points")
    return DeclaredScore(method, better, tuple(items), missing_allowed, table)


def _judge(item: Item) -> None:
    if item.points is None:
        raise NotScorable(f"item '{item.link_id}' has no points: a {item.type} is not scored")
    if item.condition is not None:
        raise NotScorable(f"item '{item.link_id}' is asked on a condition: nobody says what it counts when it is not")


def score_of(form: Form, score: DeclaredScore, answers: Answers) -> Fraction | None:
    """The score of a finished form, as every form of ours is scored; None when it cannot be known."""
    (scored,) = evaluate(form, answers, closed=True).scores.values()
    return score.published_as(scored.value)


@dataclass(frozen=True)
class Compared:
    """A published score beside ours. Neither replaces the other."""

    published: Decimal | None
    computed: Fraction | None

    @property
    def agree(self) -> bool:
        """Equal, as far as the publisher's own digits go."""
        if self.published is None or self.computed is None:
            return False
        exponent = self.published.as_tuple().exponent
        step = Fraction(10) ** min(exponent, 0) if isinstance(exponent, int) else Fraction(0)
        return abs(Fraction(self.published) - self.computed) <= (0 if self._is_whole else step / 2)

    @property
    def _is_whole(self) -> bool:
        return self.computed is not None and self.computed.denominator == 1

    def __str__(self) -> str:
        if self.published is None:
            return f"no published score, computed {figure(self.computed)}"
        words = "they agree" if self.agree else "they differ"
        return f"published {self.published:f}, computed {figure(self.computed)}: {words}"


def figure(number: Fraction | None) -> str:
    """A score in few digits; a fraction that does not end is cut at the third."""
    if number is None:
        return "nothing"
    decimal = Decimal(number.numerator) / Decimal(number.denominator)
    return f"{decimal.quantize(Decimal('0.001')).normalize():f}"
