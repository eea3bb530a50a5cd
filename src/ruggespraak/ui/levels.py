"""How a level of urgency looks: its tone, its icon, and the ladder it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass

from pathways.model import Level

# From the heaviest down, as the visual language has them; a ladder that is longer repeats the last.
LOOKS = (
    ("alarm", "phone"),
    ("alarm", "phone"),
    ("today", "stethoscope"),
    ("soon", "week"),
    ("soon", "calendar"),
    ("delft", "hands"),
    ("moss", "care"),
)


@dataclass(frozen=True)
class Rung:
    """One step of the ladder of urgency."""

    id: str
    label: str
    tone: str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class Verdict:
    """The outcome of a form, for `ui/_verdict.html`."""

    tone: str
    icon: str
    sign: str
    heading: str
    text: str = ""


def ladder(levels: Sequence[Level], level: str, language: str) -> tuple[Rung, ...]:
    """The levels from heavy to light, with the one that counts marked. `levels` runs from light to heavy."""
    return tuple(
        Rung(step.id, step.label.in_(language), *LOOKS[min(place, len(LOOKS) - 1)], step.id == level)
        for place, step in enumerate(reversed(levels))
    )


def rung(levels: Sequence[Level], level: str, language: str) -> Rung:
    """The one rung of `level`."""
    return next(step for step in ladder(levels, level, language) if step.id == level)
