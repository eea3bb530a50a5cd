"""The usual course of pain: averages of cohorts and how sure they are (clinical 7.1, src_costa12).

Menezes Costa et al., CMAJ 2012: 33 cohorts, 11 166 people. There on a scale of 0 to 100; here 0 to 10. Low and high are
the 95% interval of the *average*: single people differ far more, and the page says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass

SOURCE = "src_costa12"
PERSISTENT_FROM = 12 * 7  # days: from then on the source calls pain persistent


@dataclass(frozen=True)
class Average:
    """Average pain so many weeks after the beginning, and between which values the average surely lies."""

    week: int
    pain: float
    low: float
    high: float


RECENT = (Average(0, 5.2, 4.8, 5.7), Average(6, 2.3, 2.1, 2.5), Average(26, 1.2, 0.9, 1.5), Average(52, 0.6, 0.3, 1.0))
"""Of people whose pain lasted less than twelve weeks when they came for help."""
PERSISTENT = (
    Average(0, 5.1, 4.4, 5.9),
    Average(6, 3.3, 2.9, 3.8),
    Average(26, 2.6, 2.0, 3.3),
    Average(52, 2.3, 1.6, 3.0),
)
"""Of people whose pain lasted twelve weeks to a year already."""


def usual_course(had_it_for: int | None) -> tuple[Average, ...]:
    """The course that fits somebody whose pain had lasted so many days at the beginning; unknown counts as recent."""
    return PERSISTENT if had_it_for is not None and had_it_for >= PERSISTENT_FROM else RECENT


def up_to(course: Iterable[Average], weeks: float) -> tuple[Average, ...]:
    """The part that shows these weeks: at least the first two points, and the next one after them."""
    points = tuple(course)
    last = next((place for place, one in enumerate(points) if place and one.week >= weeks), len(points) - 1)
    return points[: last + 1]
