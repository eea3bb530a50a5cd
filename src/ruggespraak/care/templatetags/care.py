"""What templates may use of care."""

from django import template
from django.utils.translation import get_language

from pathways.model import Text

register = template.Library()


@register.filter
def said(words: Text) -> str:
    """A text of a pathway in the reader's language."""
    return words.in_(get_language() or "nl")
