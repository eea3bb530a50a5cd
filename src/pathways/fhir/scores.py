"""A score as a numerator beside a denominator, both whole: no reader has to divide before it compares."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from pathways.fhir import names
from pathways.fhir.expressions import UNKNOWN, Names, bracketed, quoted, variable
from pathways.model import Pathway, Question, Score


@dataclass(frozen=True, slots=True)
class _Points:
    """An item of a score: its reference, its points (times `scale`; empty while unknown), and their range."""

    reference: str
    points: str
    scale: int
    low: Fraction
    high: Fraction


def fraction_of(score: Score, pathway: Pathway, known: Names) -> tuple[str, str]:
    """FHIRPath of the numerator, empty while the score cannot be known, and of the denominator, which is above zero."""
    items = [_points(pathway.questions[name], known) for name in score.items]
    low, high = min(item.low for item in items), max(item.high for item in items)
    scale = math.lcm(*(item.scale for item in items), low.denominator, high.denominator)
    points = [item.points if not score.missing_allowed else _or_zero(item) for item in items]
    total = " + ".join(_times(scale // item.scale, worth) for item, worth in zip(items, points, strict=True))
    answered = _answered(score, items)
    match score.method:
        case "sum":
            above, below = _times(len(items), total), _times(scale, answered)
        case "mean":
            above, below = total, _times(scale, answered)
        case "percent":
            above = _times(100, f"{total} - ({_times(int(low * scale), answered)})")
            below = _times(int((high - low) * scale), answered)
    return _unless_too_many_missing(score, answered, above), below


def _unless_too_many_missing(score: Score, answered: str, above: str) -> str:
    """Only a closed form forgives missing items: prorating before would let an advice fall by answering more."""
    if not score.missing_allowed:
        return above
    allowed = f"iif({variable(names.CLOSED)}, {score.missing_allowed}, 0)"
    return f"iif({answered} > 0 and {answered} + {allowed} >= {len(score.items)}, {above}, {UNKNOWN})"


def _answered(score: Score, items: list[_Points]) -> str:
    """How many items have an answer; without leave to miss any, all of them."""
    if not score.missing_allowed:
        return str(len(items))
    return f"({' + '.join(f'iif({item.reference}.exists(), 1, 0)' for item in items)})"


def _points(question: Question, known: Names) -> _Points:
    reference = known.reference[question.id]
    match question.type:
        case "yes_no":
            points = f"iif({reference}, 1, iif({reference}.not(), 0, {UNKNOWN}))"
            return _Points(reference, points, 1, Fraction(0), Fraction(1))
        case "one":
            worth = {option.id: option.points or 0 for option in question.options}
            points = UNKNOWN
            for option, value in reversed(worth.items()):
                points = f"iif({reference} = {quoted(option)}, {value}, {points})"
            return _Points(reference, points, 1, Fraction(min(worth.values())), Fraction(max(worth.values())))
        case _:
            scale = known.scale[question.id]
            return _Points(reference, reference, scale, Fraction(question.min), Fraction(question.max))


def _or_zero(item: _Points) -> str:
    return f"iif({item.reference}.exists(), {item.points}, 0)"


def _times(factor: int, text: str) -> str:
    if text.isdigit():
        return str(factor * int(text))
    return text if factor == 1 else f"{factor} * {bracketed(text)}"
