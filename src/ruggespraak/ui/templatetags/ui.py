"""What every template of the house may use: icons, the brand, addresses, and charts."""

from dataclasses import dataclass

from django import template
from django.template import Context
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ruggespraak.language import language
from ruggespraak.ui import charts

register = template.Library()


@dataclass(frozen=True)
class OtherLanguage:
    """This same page in the other language."""

    code: str
    name: str
    url: str


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A symbol of the sprite. Without a label it is decoration and says nothing to a screen reader."""
    says = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" {}><use href="{}#{}"/></svg>', says, static("ui/sprite.svg"), name
    )


@register.simple_tag
def brand() -> SafeString:
    """The mark and the word mark."""
    return format_html(
        '<svg width="32" height="32" viewBox="0 0 32 32" aria-hidden="true"><use href="{0}#mark"/></svg>'
        '<svg width="126" height="20.8" viewBox="0 -32 278.5 46" role="img" aria-label="Ruggespraak">'
        '<use href="{0}#wordmark" x="0" y="-32" width="278.5" height="46"/></svg>',
        static("ui/sprite.svg"),
    )


HOMES = {"nl": "/", "en": "/en/"}


@register.simple_tag
def home_url() -> str:
    """The front page in the reader's language."""
    return HOMES[language()]


@register.simple_tag(takes_context=True)
def other_language(context: Context) -> OtherLanguage | None:
    """The same page in the other language, or its front page when this one has no twin; None without a request."""
    request = context.get("request")
    if request is None:
        return None
    code, name = ("nl", "Nederlands") if language() == "en" else ("en", "English")
    here = request.get_full_path()
    there = translate_url(here, code)
    return OtherLanguage(code, name, there if there != here else HOMES[code])


@register.simple_tag
def steps_of(step: int, of: int) -> list[str]:
    """The steps of a progress line: done, current or coming."""
    return ["done" if n < step else "current" if n == step else "coming" for n in range(1, of + 1)]


for chart in (
    charts.field_of_people, charts.course, charts.change, charts.sparkline, charts.stacked_minutes, charts.phase
):  # fmt: skip
    register.simple_tag(chart)
