"""The two ways in which the house says no. Both carry a sentence that may be shown to the person who asked."""

from collections.abc import Callable


class NotAllowed(Exception):
    """*Who* may not: this person lacks the right (403)."""


class NotPossible(Exception):
    """*When* may not: nobody can do this to this object now (409)."""


def why_not(check: Callable[..., object], *args: object, **kwargs: object) -> str:
    """The sentence of a check that refuses, or an empty text: to disable a button and show the reason beside it."""
    try:
        check(*args, **kwargs)
    except (NotAllowed, NotPossible) as refusal:
        return str(refusal)
    return ""
