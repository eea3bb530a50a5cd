"""What templates may use of care."""

from django import template

from pathways.model import Text
from ruggespraak.language import language

register = template.Library()


@register.filter
def said(words: Text) -> str:
    """A text of a pathway in the reader's language."""
    return words.in_(language())
