"""The languages of the house, and the one in which this page is read."""

from django.utils.translation import get_language

LANGUAGES = ("nl", "en")


def language() -> str:
    """Dutch, unless the reader chose English."""
    return "en" if get_language() == "en" else "nl"
