"""How the commands put things."""

from collections.abc import Sequence


def listed(words: Sequence[str], longest: int = 12) -> str:
    """The first of these words, and how many more there are."""
    shown = ", ".join(words[:longest]) or "none"
    return shown if len(words) <= longest else f"{shown} and {len(words) - longest} more"
