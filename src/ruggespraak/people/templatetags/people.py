"""What templates may use of `people`."""

import secrets

from django import template
from django.forms import BaseForm
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ruggespraak.ui.faults import Fault, form_faults

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """The hidden key by which a form post counts once; the view is marked `@once`."""
    return format_html('<input type="hidden" name="once" value="{}">', secrets.token_urlsafe(16))


@register.simple_tag
def faults(form: BaseForm) -> tuple[Fault, ...]:
    """What the error summary lists, for pages whose view is not ours."""
    return form_faults(form)
