"""What templates may use of `people`."""

import secrets

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """The hidden key by which a form post counts once; the view is marked `@once`."""
    return format_html('<input type="hidden" name="once" value="{}">', secrets.token_urlsafe(16))
