"""The two ways in which the house says no. Both carry a sentence that may be shown to the person who asked."""


class NotAllowed(Exception):
    """*Who* may not: this person lacks the right (403)."""


class NotPossible(Exception):
    """*When* may not: nobody can do this to this object now (409)."""
