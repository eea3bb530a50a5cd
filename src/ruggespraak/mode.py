"""The two modes of an installation (docs/decisions/0004)."""

from django.conf import settings

ADVISE = "advise"


def advises() -> bool:
    """Whether a level of urgency is computed for a person; in mode `inform` nothing is computed, for nobody."""
    return bool(settings.MODE == ADVISE)
