"""How the commands put things."""

from collections.abc import Sequence


def listed(words: Sequence[str], longest: int = 12) -> str:
    """The first of these words, and how many more there are."""
    shown = ", ".join(words[:longest]) or "none"
    return shown if len(words) <= longest else f"{shown} and {len(words) - longest} more"


def counted(number: int, one: str, more: str = "") -> str:
    """So many of these: "1 story", "3 stories"."""
    return f"{number} {one if number == 1 else more or f'{one}s'}"
