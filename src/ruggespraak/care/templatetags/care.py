"""What templates may use of care."""

from datetime import date

from django import template

from pathways.model import Text
from ruggespraak.care.beside import Request
from ruggespraak.language import language

register = template.Library()


@register.filter
def said(words: Text) -> str:
    """A text of a pathway in the reader's language."""
    return words.in_(language())


@register.filter
def days_left(request: Request, today: date) -> int:
    """Days until a request to correct has to be answered."""
    return request.days_left(today)
